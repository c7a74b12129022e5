"""The tab "Messages" of a matter: its conversations with clients, writing, and what still waits to be sent."""

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, View
from wagtail.admin import messages

from portal_cms.common.errors import PortalError
from portal_cms.common.uuids import valid_uuids
from portal_cms.documents import services as documents
from portal_cms.documents.forms import upload_key
from portal_cms.documents.screens import (
    DocumentScreenMixin,
    ServiceFormMixin,
    chosen_documents,
    why_not_share,
)
from portal_cms.documents.staff_forms import unreachable_clients
from portal_cms.matters.services import mark_seen
from portal_cms.matters.tabs import has_news_besides
from portal_cms.messaging import queue, services
from portal_cms.messaging.models import Message, QueuedMessage, Thread, ThreadSeen
from portal_cms.messaging.staff_forms import StaffMessageForm, StaffReplyForm

PER_PAGE = 50


class MessageScreenMixin(DocumentScreenMixin):
    active_tab = "messages"
    page_title = gettext_lazy("Messages")

    def thread_url(self, thread, anchor=""):
        return reverse("portal_messaging_admin:thread", args=[self.matter.pk, thread.uuid]) + anchor

    def channels(self):
        """The matter's channels, newest first, each with whether this person has yet to see something."""
        user = self.request.user
        threads = list(
            Thread.objects.filter(matter=self.matter)
            .select_related("client")
            .annotate(
                client_wrote_at=Max("messages__created_at", filter=Q(messages__from_client=True)),
                waiting=Count("queued", distinct=True),
            )
            .order_by("-last_message_at", "-pk")
        )
        seen = dict(
            ThreadSeen.objects.filter(user=user, thread__matter=self.matter).values_list(
                "thread_id", "seen_at"
            )
        )
        for thread in threads:
            seen_at = seen.get(thread.pk)
            wrote = thread.client_wrote_at
            thread.seen_at = seen_at
            thread.is_unseen = bool(wrote) and (seen_at is None or wrote > seen_at)
            thread.url = self.thread_url(thread)
        return threads


class WritingMixin(ServiceFormMixin):
    """Posting what staff wrote, or letting it wait for the check of its files (A49, A50)."""

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "matter": self.matter}

    def perform(self, form):
        data, user = form.cleaned_data, self.request.user
        fresh = [
            documents.receive_upload(
                self.matter,
                by=user,
                chunks=file.chunks(),
                name=file.name,
                upload_key=upload_key(form.key, position, file),
            )[0]
            for position, file in enumerate(data["files"])
        ]
        thread = self.find_thread(form)
        attached = [*data["document"], *fresh]
        sent = queue.send(thread, by=user, body=data["body"], send_key=form.key, documents=attached)
        self._replace(data["queued"], thread)
        self.sent_to = thread
        if isinstance(sent, Message):
            text = _("The message to %(client)s is sent. An e-mail with a link is on its way.")
            button = messages.button(self.thread_url(thread, "#latest"), _("View the message"))
            messages.success(self.request, text % {"client": thread.client}, buttons=[button])
        else:
            count = sum(document.is_waiting for document in attached)
            messages.warning(self.request, waiting_text(count))

    def _replace(self, uuid, thread):
        """The stopped message this one was made from has done its duty."""
        if uuid:
            old = QueuedMessage.objects.filter(thread=thread, uuid=uuid, state=queue.State.STOPPED).first()
            if old:
                queue.discard(old, by=self.request.user)

    def form_invalid(self, form):
        messages.validation_error(self.request, _("The message is not sent. Please look at the form."), form)
        return super().form_invalid(form)

    def get_success_url(self):
        """The top of the page, where the confirmation stands."""
        return self.thread_url(self.sent_to)


class ThreadView(WritingMixin, MessageScreenMixin, FormView):
    """One conversation beside the list of all, and the form to answer. Without a thread: the newest one."""

    template_name = "portal_messaging/admin/messages.html"
    results_template_name = "portal_messaging/admin/messages_results.html"
    results_only = False
    form_class = StaffReplyForm

    def prepare(self, request):
        self.threads = self.channels()
        wanted = self.kwargs.get("thread")
        if wanted:
            self.thread = next((thread for thread in self.threads if thread.uuid == wanted), None)
            if self.thread is None:
                raise Http404
        else:
            self.thread = self.threads[0] if self.threads else None

    def check_rights(self, request):
        self.needs_share = request.method == "POST"
        super().check_rights(request)

    def get_template_names(self):
        return [self.results_template_name] if self.results_only else [self.template_name]

    def get_initial(self):
        """A stopped message comes back into the form."""
        queued = QueuedMessage.objects.filter(
            thread=self.thread, uuid__in=self.queued_names(), state=queue.State.STOPPED
        ).first()
        if queued is None:
            return {}
        return {
            "body": queued.body,
            "document": [str(row.uuid) for row in queued.documents.all() if not row.is_rejected],
            "queued": queued.uuid,
        }

    def queued_names(self):
        return valid_uuids(self.request.GET.get("queued"))

    def post(self, request, *args, **kwargs):
        if self.thread is None:
            raise Http404
        return super().post(request, *args, **kwargs)

    def find_thread(self, form):
        return self.thread

    def get_context_data(self, **kwargs):
        kwargs["thread"] = self.thread
        if not self.may_share or self.thread is None:
            kwargs["form"] = None
        context = super().get_context_data(
            threads=self.threads,
            several_clients=len({thread.client_id for thread in self.threads}) > 1,
            refusal="" if self.may_share else why_not_share(self.request.user, self.matter),
            results_url=self._results_url(),
            **kwargs,
        )
        if self.thread:
            context.update(self._talk())
            self._mark_seen()
        return context

    def _mark_seen(self):
        """Seen is this channel, and the matter once nothing else in it waits to be seen."""
        user = self.request.user
        if not self.thread.is_unseen:  # not a write each time the page renews itself
            return
        services.mark_thread_seen(self.thread, user)
        others = any(thread.is_unseen for thread in self.threads if thread != self.thread)
        if not others and not has_news_besides(self.active_tab, user, self.matter):
            mark_seen(self.matter, user)

    def _results_url(self):
        if self.thread is None:
            return reverse("portal_messaging_admin:results", args=[self.matter.pk])
        return reverse("portal_messaging_admin:thread_results", args=[self.matter.pk, self.thread.uuid])

    def _talk(self):
        rows = self.thread.messages.prefetch_related("attachments__document__folder")
        paginator = Paginator(rows, PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p", paginator.num_pages))
        for message in page:
            message.is_unseen = message.from_client and (
                self.thread.seen_at is None or message.created_at > self.thread.seen_at
            )
        queued = self.thread.queued.select_related("author").prefetch_related("documents")
        return {"page_obj": page, "queued_messages": [queued_row(row) for row in queued]}


class NewMessageView(WritingMixin, MessageScreenMixin, FormView):
    """The form of the postbox: client, channel, text, attachments (A47 to A49)."""

    template_name = "portal_messaging/admin/new.html"
    form_class = StaffMessageForm
    needs_share = True
    page_title = gettext_lazy("New message")

    def prepare(self, request):
        self.documents = chosen_documents(self.matter, request.GET.getlist("document"))

    def get_initial(self):
        return {"document": [str(document.uuid) for document in self.documents]}

    def find_thread(self, form):
        data = form.cleaned_data
        return data["thread"] or services.open_thread(
            self.matter, data["client"], data["new_channel"], by=self.request.user
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            unreachable=list(unreachable_clients(self.matter)),
            back_url=reverse("portal_messaging_admin:list", args=[self.matter.pk]),
            **kwargs,
        )


class QueuedView(MessageScreenMixin, View):
    """Take a waiting message back into the form, or throw it away."""

    http_method_names = ["post", "options"]
    needs_share = True
    discards = False

    def post(self, request, *args, **kwargs):
        queued = QueuedMessage.objects.select_related("thread__matter").filter(thread__matter=self.matter)
        queued = get_object_or_404(queued, uuid=self.kwargs["queued"])
        try:
            if self.discards:
                queue.discard(queued, by=request.user)
                messages.success(request, _("The message is discarded. Nothing was sent."))
                return redirect(self.thread_url(queued.thread))
            queue.stop(queued, by=request.user)
        except PortalError as error:
            messages.error(request, error.text)
            return redirect(self.thread_url(queued.thread))
        return redirect(self.thread_url(queued.thread, f"?queued={queued.uuid}#reply"))


def queued_row(queued):
    waiting = sum(document.is_waiting for document in queued.documents.all())
    return {"message": queued, "waiting": waiting, "text": waiting_text(waiting)}


def waiting_text(count):
    return ngettext(
        "Not sent yet: waiting for the check of %(count)s file. It is sent automatically as soon as that is done.",
        "Not sent yet: waiting for the check of %(count)s files. It is sent automatically as soon as that is done.",
        count,
    ) % {"count": count}
