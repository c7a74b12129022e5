"""Files for the inspection, good ones and bad ones, all made here."""

import io
import zipfile

import pypdf
from PIL import Image

OOXML = "application/vnd.openxmlformats-officedocument"
MAIN = {
    "docx": f"{OOXML}.wordprocessingml.document.main+xml",
    "xlsx": f"{OOXML}.spreadsheetml.sheet.main+xml",
    "pptx": f"{OOXML}.presentationml.presentation.main+xml",
}
ODF = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def pdf(pages=1, password=None, owner_password=None):
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password is not None:
        writer.encrypt(password, owner_password=owner_password, algorithm="AES-256")
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def picture(file_format, size=(400, 300), mode="RGB", **options):
    output = io.BytesIO()
    if file_format == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    Image.linear_gradient("L").resize(size).convert(mode).save(output, file_format, **options)
    return output.getvalue()


def archive(entries, compression=zipfile.ZIP_DEFLATED):
    """A ZIP of {name or ZipInfo: content}."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", compression) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return output.getvalue()


def content_types(*kinds):
    parts = "".join(f'<Override PartName="/{n}" ContentType="{kind}"/>' for n, kind in enumerate(kinds))
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<?xml version="1.0"?><Types xmlns="{space}">{parts}</Types>'


def office(key, *more_kinds, parts=None):
    types = content_types(MAIN[key], *more_kinds)
    return archive({"[Content_Types].xml": types, "part.xml": "<x/>"} | (parts or {}))


def opendocument(key, manifest="", parts=None):
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<m:manifest xmlns:m="{space}">{manifest}</m:manifest>'
    entries = {"mimetype": ODF[key], "content.xml": "<x/>", "META-INF/manifest.xml": manifest}
    return archive(entries | (parts or {}))


EMAIL = (
    b"From: anna@example.com\r\nTo: kanzlei@example.com\r\nSubject: Vertrag\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHallo\r\n'
    b'--x\r\nContent-Type: application/octet-stream; name="NAME"\r\n'
    b'Content-Disposition: attachment; filename="NAME"\r\n\r\nCONTENT\r\n--x--\r\n'
)


def email(name=b"vertrag.txt", content=b"text"):
    return EMAIL.replace(b"NAME", name).replace(b"CONTENT", content)


GOOD = {
    "contract.pdf": pdf(),
    "SCAN.PDF": pdf(3),
    "letter.docx": office("docx"),
    "table.xlsx": office("xlsx"),
    "slides.pptx": office("pptx"),
    "letter.odt": opendocument("odt"),
    "table.ods": opendocument("ods"),
    "slides.odp": opendocument("odp"),
    "note.rtf": rb"{\rtf1\ansi Gr\'fc\'dfe}",
    "note.txt": "Grüße aus Köln, ñandú\r\n".encode(),
    "old.txt": "Grüße aus Köln".encode("latin-1"),
    "bom.csv": "\ufeffName;Betrag\r\nMüller;3,50\r\n".encode(),
    "list.csv": b"BM;II*;MZ\n1;2;3\n",  # letters that are the magic words of other types
    "mail.eml": email(),
    "photo.jpg": picture("JPEG"),
    "photo.jpeg": picture("JPEG", mode="CMYK"),
    "shot.png": picture("PNG"),
    "logo.png": picture("PNG", mode="RGBA"),
    "phone.heic": picture("HEIF"),
    "web.webp": picture("WEBP"),
    "fax.tif": picture("TIFF", mode="1", compression="group4"),
    "scan.tiff": picture("TIFF", compression="tiff_lzw"),
    "all.zip": archive({"Ordner/": b"", "Ordner/a.pdf": pdf(), "Ordner/b.docx": office("docx")}),
    "empty.zip": archive({}),
}
