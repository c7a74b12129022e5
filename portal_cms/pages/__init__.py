"""The Wagtail pages of the portal: the firm's home and the texts marketing edits."""
