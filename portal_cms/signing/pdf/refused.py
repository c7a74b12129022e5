"""The child's word for a file it can't work with; apart from `child`, which is a program and not a module to import."""


class Refused(Exception):
    """The code says why."""
