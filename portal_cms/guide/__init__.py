"""Setting a firm up: the guide with what is done and what is missing (P46), and the check of an address.

A *step* is derived from the firm's data and never ticked by hand. A *check* asks one host name from outside
whether it leads to this portal; `reach` is its network part and knows no database.
"""
