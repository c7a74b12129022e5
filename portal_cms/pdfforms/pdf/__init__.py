"""Functions of bytes: which fields a PDF has, and a copy of it with the fields filled in.

`process` starts a limited child process (`child`) for both, as the files come from strangers. Apart from `process`
and `wording` nothing here imports Django.
"""
