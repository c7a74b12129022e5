"""The firm's clients: contacts, whether and how they may enter the portal, their invitation.

Words: a *client* is a contact of the firm; its *account* is the person's sign-in, made by the invitation.
Journey: staff create a client, invite (mail with a link), the client sets a password, the access is active.
"""
