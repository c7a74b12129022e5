"""What somebody fills in who signs, declines, or has a PDF checked."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal_cms.pdfforms.letters import plain
from portal_cms.signing import ink
from portal_cms.signing.evidence import is_legible
from portal_cms.signing.models import Signature
from portal_cms.signing.wording import CONSENT

LARGEST_CHECKED = 50 * 1024**2
FILLERS = "\u115f\u1160\u3164\uffa0"  # letters by name, that nobody sees


class SignForm(forms.Form):
    """Without scripts the name is typed; with them it can be drawn instead."""

    how = forms.ChoiceField(choices=Signature.Method, required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Your first and last name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=gettext_lazy("Typed here, your name is your signature."),
    )
    drawing = forms.CharField(required=False, widget=forms.HiddenInput, strip=True)
    is_agreed = forms.BooleanField(
        label=CONSENT,
        error_messages={"required": gettext_lazy("Please tick the box to sign.")},
    )
    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_drawing(self):
        try:
            return ink.read(self.cleaned_data["drawing"])
        except ink.NotADrawing:
            raise forms.ValidationError(
                _("Your drawing did not arrive complete. Please draw it again, or type your name.")
            ) from None

    def clean(self):
        data = super().clean()
        data["method"] = data.get("how") or Signature.Method.TYPED
        if data["method"] == Signature.Method.DRAWN:
            data["strokes"] = data.get("drawing") or []
            data["name"] = str(self.person)
            if "drawing" not in self.errors and not ink.is_enough(data["strokes"]):
                self.add_error("drawing", _("Please draw your signature, or type your name."))
        else:
            data["strokes"] = []
            self._check_typed(data)
        data["consent"] = str(CONSENT)
        return data

    def _check_typed(self, data):
        """Two words with letters, all of which can be seen on the document."""
        data["name"] = name = " ".join(plain(data.get("name") or "").split())
        if "name" in self.errors:
            return
        letters = "".join(char for char in name if char.isspace() or (char.isalpha() and char not in FILLERS))
        if len(letters.split()) < 2:
            self.add_error("name", _("Please type your first and your last name."))
        elif not is_legible(name):
            self.add_error(
                "name",
                _(
                    "Your name has letters that can not be written into the document. Please draw your signature, or "
                    "type your name in Latin letters, as in a passport."
                ),
            )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=pgettext_lazy("of declining a signature", "Why do you not want to sign?"),
        help_text=gettext_lazy("We read this and get in touch with you."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please tell us why, so that we can help.")},
    )


class CheckForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("PDF file"),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": gettext_lazy("Please choose a PDF file."),
            "empty": gettext_lazy("This file is empty. Please choose another one."),
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_CHECKED:
            raise forms.ValidationError(
                _("The file is larger than %(size)s MB, so it can not be checked here.")
                % {"size": LARGEST_CHECKED // 1024**2}
            )
        return file


class SealForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Certificate with its private key"),
        help_text=gettext_lazy("A PKCS#12 file, .p12 or .pfx."),
        max_length=200,
    )
    password = forms.CharField(
        label=gettext_lazy("Password of the file"),
        required=False,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("It is used once and not kept."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > 1024**2:
            raise forms.ValidationError(
                _("This file is too large to be a certificate. Please choose another one.")
            )
        return file
