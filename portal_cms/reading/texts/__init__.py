"""The words of a file, page by page: its own text if it has some, else what can be read off its pictures.

Runs in the child process only. One module per family of files, each importing its library when it is first needed.
"""

from importlib import import_module

from portal_cms.reading.texts.pages import Text

MODULES = {
    "pdf": "pdf", "docx": "office", "odt": "office", "txt": "plain", "eml": "plain", "rtf": "plain",
    "jpg": "picture", "png": "picture", "heic": "picture", "webp": "picture", "tiff": "picture",
}  # fmt: skip


def read(file, type_key: str, eyes=None) -> Text:
    """The text of an open file of a type the portal takes. `eyes` reads pictures (`ocr.Eyes`); without them only text
    that is text is read. Raises what the libraries raise on damaged files."""
    module = import_module(f"portal_cms.reading.texts.{MODULES[type_key]}")
    return module.read(file, type_key, eyes)
