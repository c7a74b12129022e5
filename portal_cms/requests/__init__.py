"""Requests: what the firm needs from one client in one matter, asked for and answered in one place.

A *request* bundles *items*: a document to upload, a text to read and confirm. The client answers signed in or
through the *personal link* of the mail, which opens this request and nothing else (C2). What comes back lies
in the matter at once; staff accept each item, or return it with a reason.
"""
