"""Forms of the library of pictures. Tags are words all firms of an installation share, so there are none."""

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm


class NoTagsMixin:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("tags", None)


class ImageForm(NoTagsMixin, BaseImageForm):
    pass


class DocumentForm(NoTagsMixin, BaseDocumentForm):
    pass
