"""Rows a firm is made of. One file per thing a person would edit on one screen."""

from .branding import Branding
from .firm import AccessMode, FirmSettings
from .history import FirmLogEntry
from .hosts import SiteHost
from .offices import HoursException, OfficeLocation, OpeningHours
from .portrait import FirmPortrait
from .themes import Theme

__all__ = [
    "AccessMode",
    "Branding",
    "FirmLogEntry",
    "FirmPortrait",
    "FirmSettings",
    "HoursException",
    "OfficeLocation",
    "OpeningHours",
    "SiteHost",
    "Theme",
]
