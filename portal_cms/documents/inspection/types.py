"""The closed list of file types. The content type a file is served with comes from here, never from outside."""

from dataclasses import dataclass

from portal_cms.common.names import extension

gettext_noop = str  # marks labels for the catalogue without importing Django into the child

OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"


@dataclass(frozen=True, slots=True)
class FileType:
    key: str
    extensions: tuple[str, ...]
    content_type: str
    label: str
    parser: str  # module of this package
    sniffed: tuple[str, ...] = ()  # what `filetype` may take it for; empty for text, which has no magic word
    has_pictures: bool = False


TYPES = (
    FileType("pdf", ("pdf",), "application/pdf", gettext_noop("PDF document"), "pdf",
             ("application/pdf",), has_pictures=True),
    FileType("docx", ("docx",), f"{OOXML}.wordprocessingml.document", gettext_noop("Word document"), "office",
             (f"{OOXML}.wordprocessingml.document", "application/zip")),
    FileType("xlsx", ("xlsx",), f"{OOXML}.spreadsheetml.sheet", gettext_noop("Excel table"), "office",
             (f"{OOXML}.spreadsheetml.sheet", "application/zip")),
    FileType("pptx", ("pptx",), f"{OOXML}.presentationml.presentation", gettext_noop("PowerPoint slides"),
             "office", (f"{OOXML}.presentationml.presentation", "application/zip")),
    FileType("odt", ("odt",), f"{ODF}.text", gettext_noop("OpenDocument text"), "office",
             (f"{ODF}.text", "application/zip")),
    FileType("ods", ("ods",), f"{ODF}.spreadsheet", gettext_noop("OpenDocument table"), "office",
             (f"{ODF}.spreadsheet", "application/zip")),
    FileType("odp", ("odp",), f"{ODF}.presentation", gettext_noop("OpenDocument slides"), "office",
             (f"{ODF}.presentation", "application/zip")),
    FileType("rtf", ("rtf",), "application/rtf", gettext_noop("Formatted text (RTF)"), "text"),
    FileType("txt", ("txt",), "text/plain", gettext_noop("Plain text"), "text"),
    FileType("csv", ("csv",), "text/csv", gettext_noop("Table as text (CSV)"), "text"),
    FileType("eml", ("eml",), "message/rfc822", gettext_noop("E-mail (EML)"), "mail"),
    FileType("jpg", ("jpg", "jpeg"), "image/jpeg", gettext_noop("JPEG picture"), "image",
             ("image/jpeg",), has_pictures=True),
    FileType("png", ("png",), "image/png", gettext_noop("PNG picture"), "image",
             ("image/png", "image/apng"), has_pictures=True),
    FileType("heic", ("heic", "heif"), "image/heic", gettext_noop("HEIC picture"), "image",
             ("image/heic", "image/heif"), has_pictures=True),
    FileType("webp", ("webp",), "image/webp", gettext_noop("WebP picture"), "image",
             ("image/webp",), has_pictures=True),
    FileType("tiff", ("tif", "tiff"), "image/tiff", gettext_noop("TIFF picture"), "image",
             ("image/tiff",), has_pictures=True),
    FileType("zip", ("zip",), "application/zip", gettext_noop("ZIP archive"), "archive", ("application/zip",)),
)  # fmt: skip

BY_EXTENSION = {ending: file_type for file_type in TYPES for ending in file_type.extensions}
BY_KEY = {file_type.key: file_type for file_type in TYPES}

WITH_MACROS = frozenset(["docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "ppam"])
PROGRAMS = frozenset(
    [
        "app",
        "appimage",
        "apk",
        "application",
        "bat",
        "bin",
        "chm",
        "cmd",
        "com",
        "cpl",
        "deb",
        "dll",
        "dmg",
        "exe",
        "gadget",
        "hta",
        "inf",
        "ins",
        "iso",
        "jar",
        "js",
        "jse",
        "lib",
        "lnk",
        "mof",
        "msc",
        "msh",
        "msi",
        "msp",
        "mst",
        "paf",
        "pif",
        "pkg",
        "ps1",
        "psm1",
        "py",
        "rb",
        "reg",
        "rpm",
        "run",
        "scf",
        "scr",
        "sct",
        "sh",
        "so",
        "sys",
        "url",
        "vb",
        "vbe",
        "vbs",
        "vhd",
        "vhdx",
        "vxd",
        "wsc",
        "wsf",
        "wsh",
        "xll",
    ]
)


def type_of(name: str) -> FileType | None:
    """The type that the extension of a name stands for, if it is one we take."""
    return BY_EXTENSION.get(extension(name))
