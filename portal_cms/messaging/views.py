"""The client's postbox: channels across matters, one conversation, writing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal_cms.accounts.models import User
from portal_cms.clients.area import ClientAreaMixin
from portal_cms.common.errors import PortalError
from portal_cms.common.paging import ShortPaginator
from portal_cms.documents import services as documents
from portal_cms.documents.forms import upload_key
from portal_cms.documents.rows import upload_context
from portal_cms.matters.access import get_matter_or_404
from portal_cms.matters.models import Matter
from portal_cms.matters.page import matter_tabs
from portal_cms.messaging import services
from portal_cms.messaging.access import get_thread_or_404
from portal_cms.messaging.forms import NewMessageForm, ReplyForm
from portal_cms.messaging.models import Message, Thread
from portal_cms.messaging.rows import message_rows, thread_address, thread_row

THREADS_PER_PAGE = 30
MESSAGES_PER_PAGE = 50
ABOUT_LIMIT = 120


def threads_for_list(user):
    """Channels with their unread count and the text of their newest message, in one query."""
    last = Message.objects.filter(thread=OuterRef("pk")).order_by("-created_at", "-pk")
    is_unread = Q(messages__from_client=False, messages__read_at=None)
    return (
        Thread.objects.visible_to(user)
        .select_related("matter")
        .annotate(
            unread_count=Count("messages", filter=is_unread),
            last_body=Subquery(last.values("body")[:1]),
            last_author=Subquery(last.values("author_name")[:1]),
            last_author_id=Subquery(last.values("author_id")[:1]),
        )
        .order_by("-last_message_at", "-pk")
    )


def with_pictures(threads):
    """Rows of channels with the picture of who wrote last; one query for all."""
    threads = list(threads)
    authors = User.objects.select_related("profile").in_bulk({row.last_author_id for row in threads} - {None})
    return [thread_row(row, author=authors.get(row.last_author_id)) for row in threads]


class PostboxView(ClientAreaMixin, TemplateView):
    """All channels, newest first (A27)."""

    template_name = "portal_messaging/postbox.html"

    def get_context_data(self, **kwargs):
        page = ShortPaginator(threads_for_list(self.request.user), THREADS_PER_PAGE).get_page(
            self.request.GET.get("page")
        )
        return super().get_context_data(
            channels=with_pictures(page),
            page_obj=page,
            new_message_url=reverse("portal_messaging:new_any"),
            **kwargs,
        )


class MatterMessagesView(ClientAreaMixin, TemplateView):
    """The channels of one matter."""

    template_name = "portal_messaging/postbox.html"

    def get_context_data(self, uuid, **kwargs):
        matter = get_matter_or_404(self.request.user, uuid)
        threads = threads_for_list(self.request.user).filter(matter=matter)
        page = ShortPaginator(threads, THREADS_PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            matter=matter,
            tabs=matter_tabs(matter, "messages"),
            channels=with_pictures(page),
            page_obj=page,
            new_message_url=reverse("portal_messaging:new", args=[uuid]),
            **kwargs,
        )


class WritingMixin(ClientAreaMixin):
    """Posting a client's message with its files; what was typed stays when something is refused."""

    form = None

    def send(self, matter, find_thread):
        """Keep the files, then post. On a refusal nothing is posted and the form says why; files that
        arrived are found again by their key when the form is sent once more."""
        form, user = self.form, self.request.user
        try:
            attached = self._keep_files(matter)
            thread = find_thread()
            services.post_message(
                thread, by=user, body=form.cleaned_data["body"], send_key=form.key, documents=attached
            )
        except PortalError as error:
            form.add_error(None, error)
            return None
        messages.success(
            self.request, _("Your message is sent. We tell the people in charge of your matter.")
        )
        return thread

    def _keep_files(self, matter):
        return [
            documents.receive_upload(
                matter, by=self.request.user, chunks=file.chunks(), name=file.name, client=self.client,
                upload_key=upload_key(self.form.key, position, file),
            )[0]
            for position, file in enumerate(self.form.cleaned_data["files"])
        ]  # fmt: skip


class ThreadView(WritingMixin, TemplateView):
    """One conversation, oldest first, and the form to answer (A28)."""

    template_name = "portal_messaging/thread.html"

    def post(self, request, uuid):
        thread = get_thread_or_404(request.user, uuid)
        self.form = ReplyForm(request.POST, request.FILES)
        if self.form.is_valid() and self.send(thread.matter, lambda: thread):
            return redirect(thread_address(uuid, "#latest"))
        return self.render_to_response(self.get_context_data(uuid=uuid), status=422)

    def get_context_data(self, uuid, **kwargs):
        user = self.request.user
        thread = get_thread_or_404(user, uuid)
        rows = thread.messages.select_related("author__profile").prefetch_related("attachments__document")
        paginator = Paginator(rows, MESSAGES_PER_PAGE)
        page = paginator.get_page(self.request.GET.get("page", paginator.num_pages))
        channels = threads_for_list(user).filter(matter=thread.matter)[:THREADS_PER_PAGE]
        context = super().get_context_data(
            thread=thread,
            matter=thread.matter,
            tabs=matter_tabs(thread.matter, "messages"),
            messages_list=message_rows(page, user),
            older_url=f"?page={page.previous_page_number()}" if page.has_previous() else "",
            channels=[thread_row(row, current=thread) for row in channels],
            new_message_url=reverse("portal_messaging:new", args=[thread.matter.uuid]),
            form=self.form or ReplyForm(),
            draft_key=f"thread-{thread.uuid}",
            can_write=True,
            rows_url=reverse("portal_documents:files", args=[thread.matter.uuid]),
            **upload_context(self.request.site),
            **kwargs,
        )
        services.mark_read(thread, by=user)
        return context


class NewMessageView(WritingMixin, TemplateView):
    """A new channel, started by the client (A19): of the matter in the address, or of one chosen in the form."""

    template_name = "portal_messaging/new_message.html"

    def post(self, request, uuid=None):
        self.form = self._form(uuid, request.POST, request.FILES)
        if self.form.is_valid():
            matter = self._matter(uuid) or self.form.cleaned_data["matter"]
            name = self.form.cleaned_data["name"]
            thread = self.send(
                matter, lambda: services.open_thread(matter, self.client, name, by=request.user)
            )
            if thread:
                return redirect(thread_address(thread.uuid, "#latest"))
        return self.render_to_response(self.get_context_data(uuid=uuid), status=422)

    def get_context_data(self, uuid=None, **kwargs):
        matter = self._matter(uuid)
        return super().get_context_data(
            matter=matter,
            tabs=matter_tabs(matter, "messages") if matter else None,
            form=self.form or self._form(uuid),
            draft_key=f"new-{uuid or 'message'}",
            **upload_context(self.request.site),
            **kwargs,
        )

    def _matter(self, uuid):
        return get_matter_or_404(self.request.user, uuid) if uuid else None

    def _form(self, uuid, *data):
        matters = None if uuid else Matter.objects.visible_to(self.request.user)
        about = self.request.GET.get("about", "")[:ABOUT_LIMIT]  # what a page with a question proposes
        return NewMessageForm(*data, matters=matters, initial={"name": about})
