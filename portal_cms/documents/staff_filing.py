"""What staff do with the documents of a matter on their own side: fetch, file, name, delete; and folders."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from portal_cms.common.errors import PortalError
from portal_cms.common.serving import zip_response
from portal_cms.documents import filing, services
from portal_cms.documents.models import Folder
from portal_cms.documents.screens import DocumentScreenMixin, SelectionMixin, ServiceFormView
from portal_cms.documents.staff_forms import FolderForm, MoveForm, TitleForm
from portal_cms.matters.access import require_share


class DownloadView(SelectionMixin, View):
    """The one document, or a ZIP of several; those still being checked are left out, with a word."""

    def get(self, request, *args, **kwargs):
        released = [document for document in self.documents if document.is_released]
        if not released:
            messages.error(request, _("These files can not be downloaded: their check is not finished."))
            return redirect(self.get_success_url())
        if len(self.documents) == 1:
            return redirect("portal_documents:download", uuid=released[0].uuid)
        services.note_each_opened(released, by=request.user, downloaded=True)
        return zip_response(
            request, [(path_of(row), row) for row in released], f"{self.matter.reference}.zip"
        )


class MoveView(SelectionMixin, ServiceFormView):
    needs_permission = "portal_documents.change_document"
    form_class = MoveForm
    page_title = gettext_lazy("Move to folder")
    submit_label = gettext_lazy("Move")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "matter": self.matter}

    def get_initial(self):
        folder = self.documents[0].folder
        return {"folder": folder.uuid if folder else None}

    def perform(self, form):
        folder, name = form.cleaned_data["folder"], form.cleaned_data["new_folder"]
        if name.strip():
            folder = services.make_folder(self.matter, name, by=self.request.user, area=Folder.Area.FILE)
        filing.move_documents(self.documents, folder, by=self.request.user)
        count = len(self.documents)
        text = ngettext("%(count)s document is moved.", "%(count)s documents are moved.", count)
        messages.success(self.request, text % {"count": count})


class RenameView(SelectionMixin, ServiceFormView):
    """One title at a time: of several ticked documents it asks for the first and says so."""

    needs_permission = "portal_documents.change_document"
    form_class = TitleForm
    page_title = gettext_lazy("Rename")
    submit_label = gettext_lazy("Rename")

    def prepare(self, request):
        response = super().prepare(request)
        if response is None and len(self.documents) > 1:
            messages.error(request, _("Please select only the one document that gets another title."))
            return redirect(self.get_success_url())
        return response

    def get_initial(self):
        return {"title": self.documents[0].title}

    def perform(self, form):
        filing.rename_document(self.documents[0], form.cleaned_data["title"], by=self.request.user)
        messages.success(self.request, _("The title is changed."))


class DeleteView(SelectionMixin, TemplateView):
    """Asks before it deletes; what a client ever saw can not be deleted."""

    needs_permission = "portal_documents.delete_document"
    template_name = "portal_documents/admin/delete.html"
    page_title = gettext_lazy("Delete")

    def post(self, request, *args, **kwargs):
        count = len(self.documents)
        try:
            filing.delete_documents(self.documents, by=request.user)
        except PortalError as error:
            messages.error(request, error.text)
        else:
            text = ngettext("%(count)s document is deleted.", "%(count)s documents are deleted.", count)
            messages.success(request, text % {"count": count})
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs):
        reasons = filter(None, (filing.why_not_deletable(document) for document in self.documents))
        return super().get_context_data(reasons=list(reasons), **kwargs)


class FolderMixin(DocumentScreenMixin):
    template_name = "portal_documents/admin/form.html"
    active_tab = "documents"
    needs_permission = "portal_documents.change_document"
    folder = None

    def prepare(self, request):
        """A folder of the portal is what clients read, so it takes the right to send to them."""
        if "folder" in self.kwargs:
            self.folder = get_object_or_404(Folder, matter=self.matter, uuid=self.kwargs["folder"])
            if self.folder.is_in_portal:
                self.active_tab = "portal"
                require_share(request.user, self.matter)

    def get_success_url(self):
        if self.active_tab == "portal":
            return reverse("portal_documents_admin:portal", args=[self.matter.pk])
        url = reverse("portal_documents_admin:list", args=[self.matter.pk])
        return f"{url}?folder={self.folder.uuid}" if self.folder else url

    def get_context_data(self, **kwargs):
        kwargs["folder"] = self.folder
        return super().get_context_data(back_url=self.get_success_url(), **kwargs)


class FolderCreateView(FolderMixin, ServiceFormView):
    form_class = FolderForm
    page_title = gettext_lazy("New folder")
    submit_label = gettext_lazy("Create folder")

    def perform(self, form):
        name = form.cleaned_data["name"]
        self.folder = services.make_folder(self.matter, name, by=self.request.user, area=Folder.Area.FILE)
        messages.success(self.request, _("The folder “%(name)s” is there.") % {"name": self.folder})


class FolderRenameView(FolderMixin, ServiceFormView):
    form_class = FolderForm
    page_title = gettext_lazy("Rename folder")
    submit_label = gettext_lazy("Rename")

    def get_initial(self):
        return {"name": self.folder.name}

    def perform(self, form):
        filing.rename_folder(self.folder, form.cleaned_data["name"], by=self.request.user)
        messages.success(self.request, _("The folder is now called “%(name)s”.") % {"name": self.folder})


class FolderDeleteView(FolderMixin, TemplateView):
    needs_permission = "portal_documents.delete_document"
    template_name = "portal_documents/admin/folder_delete.html"
    page_title = gettext_lazy("Delete folder")

    def post(self, request, *args, **kwargs):
        name = self.folder.name
        try:
            filing.delete_folder(self.folder, by=request.user)
        except PortalError as error:
            messages.error(request, error.text)
        else:
            messages.success(request, _("The folder “%(name)s” is deleted.") % {"name": name})
            self.folder = None
        return redirect(self.get_success_url())


def path_of(document):
    """Where the document lies in an archive."""
    folder = f"{document.folder.name}/" if document.folder else ""
    return f"{folder}{document.original_name}"
