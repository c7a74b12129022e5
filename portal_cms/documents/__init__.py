"""Documents of a matter: filing, sharing with a client, ending a share, uploads of clients, downloads.

Words: a *document* is a file of the matter; a *share* is its release to one client. A client's own upload
is shared with that client from the start.

Life of a file: received -> checking -> released | rejected. Only a released file is ever served.
"""
