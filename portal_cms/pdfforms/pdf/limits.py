"""What we take. A form beyond these is refused with a sentence, not read in part."""

MAX_BYTES = 25 * 1024**2
MAX_PAGES = 100
MAX_FIELDS = 400
MAX_WIDGETS = 4000
MAX_OPTIONS = 300
MAX_DEPTH = 32  # of the tree of fields
LABEL = 200
TEXT = 5000  # characters in one field
NAME = 300
POINTS_PER_MM = 72 / 25.4

REASONS = ("encrypted", "signed", "xfa", "too_large", "too_many", "damaged", "timeout", "no_room")


class Refused(Exception):
    """`reason` is one of REASONS; `names` are the fields it is about, if it is about some."""

    def __init__(self, reason, names=()):
        super().__init__(reason)
        self.reason, self.names = reason, list(names)
