"""What can go wrong with a stored file; the words are for logs, not for clients."""


class VaultError(Exception):
    """The vault could not do what was asked; the subclasses say why."""


class TooLarge(VaultError):
    """More bytes came than the caller allowed. Nothing was kept."""


class Damaged(VaultError):
    """The stored bytes are not those that were sealed under this name."""


class Missing(Damaged):
    """There is no file of this name."""


class KeyMissing(VaultError):
    """The master key that wrapped this file's key is not in PORTAL_FILE_KEYS."""
