"""What every capability builds on: private storage, tokens, errors, headers. No concrete models."""
