"""What people read about a PDF that can not be filled in."""

from django.utils.translation import gettext_lazy as _

REASON_TEXTS = {
    "encrypted": _("The PDF is protected by a password or against changes. Please upload it without protection."),
    "signed": _("The PDF is signed already. Filling it in would break the signature; please use an unsigned copy."),
    "xfa": _(
        "The PDF is a form of an old kind (XFA) that only one program can show. "
        "Please print it to a new PDF and place the fields yourself."
    ),
    "too_large": _("The PDF is too large to be filled in here: up to 100 pages and 25 MB are possible."),
    "too_many": _("The PDF has more fields than can be filled in here: up to 400 are possible."),
    "damaged": _("The PDF can not be read; it may be damaged. Please save it again and upload the new file."),
    "timeout": _("Reading the PDF took too long. Please save it again in a simpler form and upload the new file."),
    "no_room": _("Some text does not fit into its field."),
}  # fmt: skip


def reason_text(reason):
    return str(REASON_TEXTS.get(reason, REASON_TEXTS["damaged"]))
