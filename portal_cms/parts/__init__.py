"""The parts of a matter that are published one by one: its parties, its courts, and its proceedings.

Words: a *part* is one row of them; it is *public* once it was published in a published matter; a *date* is what a
proceeding says comes next. Journeys: staff keep the lists on three tabs of the matter and publish rows there; clients
read them on the matter's overview and on its timeline, and their own calendar fetches the dates by a secret address.
"""
