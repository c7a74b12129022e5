"""Signing: people put their signature under a document in the browser, and the firm seals what they signed.

A *signing* is one document to be signed, by one or several *signers*, at once or in turn. Each gives at most one
*signature*, drawn or typed. With the last one the signatures are put into the PDF together with a page of evidence,
and the *seal* of the firm (PAdES) closes it: nothing can be changed after that without being noticed. It is a simple
electronic signature with the firm's seal, and says so everywhere.
"""
