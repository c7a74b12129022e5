"""What a client sees first: composition of what the capabilities know."""
