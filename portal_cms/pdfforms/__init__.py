"""PDF forms: a PDF of the matter is filled in by the client in the browser, and comes back as a PDF (J6, J30).

A *paper* is what is known of such a PDF: its pages and its *fields*, found in the file (AcroForm) or placed on its
pages by staff. When a request is sent, the paper is frozen into a *sheet*: the fields as they were, and what the client
writes into them. A finished sheet is written into a copy of the PDF and filed as the answer; the original stays.
"""
