"""Signing as clients meet it, by the personal link or signed in, with and without scripts; and the check of a seal."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView, View

from portal_cms.accounts import throttle
from portal_cms.clients.area import closed_page
from portal_cms.common.errors import PortalError
from portal_cms.common.network import current_address, network_of
from portal_cms.common.serving import begins_later, file_response
from portal_cms.documents.downloads import NO_DOWNLOAD
from portal_cms.documents.services import note_opened
from portal_cms.requests.access import request_of
from portal_cms.requests.views import HolderMixin
from portal_cms.signing import seals, services, verification
from portal_cms.signing.access import identification, signer_of
from portal_cms.signing.forms import CheckForm, DeclineForm, SignForm
from portal_cms.signing.models import Signature
from portal_cms.signing.wording import why_closed

CHECKS = 30  # of seals, per network and hour


class SignerMixin(HolderMixin):
    """A page of one person's part; sets `self.signer`."""

    def dispatch(self, request, *args, uuid, item, **kwargs):
        self.item_uuid = item
        return super().dispatch(request, *args, uuid=uuid, **kwargs)

    def find(self):
        self.signer = signer_of(self.asked, self.item_uuid)
        return self.signer

    def still_allowed(self):
        """Raises Http404 if the way in was closed since the page was asked for."""
        request_of(self.request, self.asked.uuid)

    def own_url(self, name="sign", *args):
        return reverse(f"portal_signing:{name}", args=[self.asked.uuid, self.item_uuid, *args])


class SignView(SignerMixin, TemplateView):
    """The document, the words that are agreed to, and the place to sign."""

    template_name = "portal_signing/sign.html"
    form = decline_form = None

    def get(self, request):
        self.find()
        if not getattr(request.user, "is_simulated", False):
            services.note_shown(self.signer)
        return super().get(request)

    def post(self, request):
        self.find()
        if "decline" in request.POST:
            return self._decline()
        self.form = SignForm(request.POST, person=self.signer.client)
        if not self.form.is_valid():
            return self._again()
        try:
            services.sign(
                self.signer,
                self.form.cleaned_data,
                still_allowed=self.still_allowed,
                identified=identification(request, self.asked),
                address=current_address(),
                agent=request.headers.get("User-Agent", ""),
            )
        except PortalError as error:
            self.form.add_error(None, error)
            return self._again()
        said = (
            _(
                "You have signed “%(title)s”, and with it everything is handed in. You get a receipt by e-mail."
            )
            if self.signer.is_alone
            else _("You have signed “%(title)s”. Thank you.")
        )
        messages.success(request, said % {"title": self.signer.signing})
        return redirect("portal_requests:request", uuid=self.asked.uuid)

    def _decline(self):
        self.decline_form = DeclineForm(self.request.POST)
        if not self.decline_form.is_valid():
            return self._again()
        try:
            services.decline(
                self.signer, self.decline_form.cleaned_data["reason"], still_allowed=self.still_allowed
            )
        except PortalError as error:
            self.decline_form.add_error(None, error)
            return self._again()
        messages.success(self.request, _("You have declined to sign. We have been told why."))
        return redirect("portal_requests:request", uuid=self.asked.uuid)

    def _again(self):
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs):
        signing, document = self.signer.signing, self.signer.signing.document
        signers = list(signing.signers.select_related("client"))
        pictures = list(document.pictures.all())
        note_opened(
            document,
            by=self.request.user if self._is_known() else self.asked.client.user,
            downloaded=False,
            is_part=True,
        )
        method = self.form.data.get("how") if self.form else ""
        field = self.signer.field
        return super().get_context_data(
            asked=self.asked,
            signer=self.signer,
            signing=signing,
            document=document,
            others=[other for other in signers if other.pk != self.signer.pk],
            closed=why_closed(self.signer, signers),
            hands_in=self.signer.is_alone,
            pages=[
                {
                    "number": picture.number,
                    "url": self.own_url("page", picture.number),
                    "width": picture.width,
                    "height": picture.height,
                    "field": field if field and field["page"] == picture.number else None,
                }
                for picture in pictures
            ],
            more_pages=max(0, (document.pages or 0) - len(pictures)),
            field=field,
            form=self.form or SignForm(person=self.signer.client, initial={"sha256": signing.sha256}),
            is_typed=method == Signature.Method.TYPED,
            decline_form=self.decline_form or DeclineForm(),
            shell="theme/base.html" if self.request.user.is_authenticated else "theme/base_public.html",
            **kwargs,
        )

    def _is_known(self):
        return self.request.user.is_authenticated


class PageView(SignerMixin, View):
    """The picture of one page of the document that is to be signed."""

    def get(self, request, number):
        picture = self.find().signing.document.pictures.filter(number=number).first()
        if picture is None:
            raise Http404
        return file_response(
            request,
            picture,
            filename=f"{self.signer.signing.document.title} {number}",
            content_type=picture.content_type,
            inline=True,
        )


class ResultView(SignerMixin, View):
    """The signed and sealed PDF, for those who signed it."""

    not_simulated = NO_DOWNLOAD

    def get(self, request):
        signer = self.find()
        document = signer.signing.result
        if document is None or not document.is_released or signer.state != "signed":
            raise Http404
        if request.method == "GET":
            note_opened(
                document, by=self.asked.client.user, downloaded=True, is_part=begins_later(request, document)
            )
        return file_response(
            request, document, filename=document.original_name, content_type=document.content_type
        )


@method_decorator(never_cache, name="dispatch")
class VerifyView(FormView):
    """Is this PDF as the firm sealed it? For everybody, as a signed document goes to others too. Nothing is kept."""

    form_class = CheckForm
    template_name = "portal_signing/verify.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.firm.portal_enabled:
            return closed_page(request)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        bucket = f"seal-check:{network_of(current_address())}"
        if not throttle.hit(bucket, limit=CHECKS, window=throttle.HOUR):
            form.add_error(
                None, _("Too many files were checked from your network. Please try again in an hour.")
            )
            return self.form_invalid(form, status=429)
        known = list(seals.seals_of(self.request.site))
        judgement = verification.judge(form.cleaned_data["file"].read(), known)
        return self.render_to_response(
            self.get_context_data(form=CheckForm(), judgement=judgement, name=form.cleaned_data["file"].name)
        )

    def form_invalid(self, form, status=422):
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs):
        is_client = self.request.user.is_authenticated and self.request.user.is_client
        return super().get_context_data(
            shell="theme/base.html" if is_client else "theme/base_public.html", **kwargs
        )
