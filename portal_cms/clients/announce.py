"""The mails that let a client in. Their secrets are never stored, so they are made when the mail is."""

from portal_cms.notices.services import enqueue


def invitation(client):
    enqueue("invitation", site=client.site, to=client.user, context={}, merge="invitation")


def new_link(client):
    enqueue("personal_link", site=client.site, to=client.user, context={}, merge="link")
