"""Who is at the door: accounts of staff and clients, sign-in, sessions, tokens, throttling.

An account belongs to (firm, e-mail address). The same address at two firms is two accounts that know
nothing of each other; within one firm an address is staff or client, never both.
"""
