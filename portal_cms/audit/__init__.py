"""What happened: one event per change of state, written in the same transaction, chained so that edits show."""
