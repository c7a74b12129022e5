"""Matters: what a client's case is, who works on it, who may see it, and whether it is in the portal.

The matter is the only thing with grants; documents, messages and all else below inherit from it.
"""
