"""The papers of a bill as downloads: the PDF, rendered or uploaded, and its data as XML."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal_cms.billing import facturae, figures, paper
from portal_cms.billing.content import paper_of
from portal_cms.billing.einvoice import gaps, writing
from portal_cms.billing.looks import look_of
from portal_cms.common.serving import HEADERS, disposition, file_response
from sitesettings.firm import firm_for

PDF = "application/pdf"
XML = "application/xml"


def offered(bill, content):
    """What can be downloaded: rows of label and url; and whether an uploaded PDF still waits for its check."""
    rows = []
    if has_pdf(bill):
        rows.append(
            {"label": _("Download the PDF"), "url": reverse("portal_billing:paper", args=[bill.uuid])}
        )
    if label := data_label(paper_of(bill, content)):
        rows.append({"label": label, "url": reverse("portal_billing:data", args=[bill.uuid])})
    return {"rows": rows, "is_waiting": not has_pdf(bill)}


def data_label(content):
    """What the e-invoice of a bill is called; empty where there is none, because something in it is missing."""
    if content.kind != figures.INVOICE:
        return ""
    if is_facturae(content):
        return "" if facturae.missing(content) else _("Download the Facturae XML (not signed)")
    return "" if gaps.missing(content) else _("Download the e-invoice (XML)")


def is_facturae(content):
    """Spanish firms write the format of their country."""
    return content.seller.country == "ES"


def has_pdf(bill):
    """A file that is being checked is served to nobody; one that was refused never was there."""
    return bill.document is None or not bill.document.is_waiting


def pdf_response(request, bill):
    """The PDF, or None while the uploaded one is being checked."""
    if not has_pdf(bill):
        return None
    document = bill.document
    if document and document.is_released:
        name = document.original_name
        return file_response(request, document, filename=name, content_type=document.content_type)
    return bytes_response(rendered(bill), file_name(bill, "pdf"), PDF)


def xml_response(request, bill):
    """The e-invoice, or None if there is none."""
    content = paper_of(bill)
    if not data_label(content):
        return None
    data = facturae.xml(content) if is_facturae(content) else writing.xml(content, language_of(bill))
    return bytes_response(data, file_name(bill, "xml"), XML)


def rendered(bill):
    """The PDF in the firm's look and in the language of the person billed; an invoice carries its data inside
    (ZUGFeRD, Factur-X) if nothing in them is missing."""
    content, language = paper_of(bill), language_of(bill)
    pdf = paper.pdf(content, look_of(bill.site), language, issued_at=bill.published_at)
    if content.kind != figures.INVOICE or gaps.missing(content):
        return pdf
    data = writing.xml(content, language)
    return writing.embed(pdf, data, content, title=title_of(bill), language=language)


def language_of(bill):
    client = bill.billed
    return client.language if client else firm_for(bill.site).default_language


def title_of(bill):
    with translation.override(language_of(bill)):
        return str(bill)


def file_name(bill, extension):
    with translation.override(language_of(bill)):
        return f"{slugify(bill.get_kind_display())}-{bill.number.replace('/', '-')}.{extension}"


def bytes_response(content, filename, content_type):
    """With the headers of every client file."""
    headers = {**HEADERS, "Content-Disposition": disposition(filename), "Content-Length": str(len(content))}
    return HttpResponse(content, content_type=content_type, headers=headers)
