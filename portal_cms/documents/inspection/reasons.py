"""Why a file is not taken. `wording.reason_text` says it to people; the codes are kept in rows."""

REASONS = (
    "wrong_type",
    "type_not_allowed",
    "damaged",
    "too_large",
    "too_many_entries",
    "bomb",
    "macro",
    "encrypted_archive",
    "unsafe_archive",
    "virus",
    "timeout",
)


class Rejected(Exception):
    """Raised by parsers; `reason` is one of REASONS."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason
