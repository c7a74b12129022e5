"""PDF work of signing. What parses a PDF runs in a limited child process, which knows no key and reaches no network."""
