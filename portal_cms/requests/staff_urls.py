"""Admin URLs of requests; registered under `/admin/` by `wagtail_hooks`."""

from django.urls import path

from portal_cms.requests import staff, staff_edit, staff_inquiries, staff_links

app_name = "portal_requests_admin"
TAB = "matters/<int:pk>/requests/"
ONE = f"{TAB}<uuid:asked>/"
urlpatterns = [
    path("inquiries/new/", staff_inquiries.NewInquiryView.as_view(), name="new_inquiry"),
    path(TAB, staff.RequestListView.as_view(), name="list"),
    path(f"{TAB}start/", staff_edit.StartView.as_view(), name="start"),
    path(f"{TAB}new/", staff_edit.DraftView.as_view(), name="new"),
    path(ONE, staff.DetailView.as_view(), name="detail"),
    path(f"{ONE}edit/", staff_edit.DraftView.as_view(), name="edit"),
    path(f"{ONE}mail/", staff_edit.MailView.as_view(), name="mail"),
    path(f"{ONE}duplicate/", staff_edit.DuplicateView.as_view(), name="duplicate"),
    path(f"{ONE}template/", staff_edit.SaveAsTemplateView.as_view(), name="save_as_template"),
    path(f"{ONE}send/", staff.SendView.as_view(), name="send"),
    path(f"{ONE}withdraw/", staff.WithdrawView.as_view(), name="withdraw"),
    path(f"{ONE}extend/", staff.ExtendView.as_view(), name="extend"),
    path(f"{ONE}link/", staff_links.LinkView.as_view(), name="make_link"),
    path(f"{ONE}links/end/", staff_links.EndLinkView.as_view(), name="end_links"),
    path(f"{ONE}links/<int:link>/end/", staff_links.EndLinkView.as_view(), name="end_link"),
    path(f"{ONE}items/<uuid:item>/accept/", staff.AcceptView.as_view(), name="accept"),
    path(f"{ONE}items/<uuid:item>/return/", staff.ReturnView.as_view(), name="return"),
]
