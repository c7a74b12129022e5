"""Conversations between a client and the firm, in channels of a matter.

Words: a *thread* is a channel; it belongs to exactly one client of the matter, so no client ever reads
another's. Attachments are shares of documents with origin "message".
"""
