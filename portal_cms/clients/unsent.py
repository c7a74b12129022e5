"""What was typed into a page after the session had ended: nothing of it is kept, so it is given back to be copied."""

from django.shortcuts import render
from django.utils.cache import patch_cache_control

NOT_TYPED = {"csrfmiddlewaretoken", "form_token", "send_key", "matter", "folder", "to"}
DRAWN = ("[", "{", "data:")  # a signature, say
SHORTEST = 4  # "yes" and "no" are quickly chosen again


def unsent_page(request, *, status, address):
    """The page that gives back what somebody who is not signed in any more sent in a form, or None if there is
    nothing to give back. `address`: where to go on after signing in."""
    if request.method != "POST" or request.user.is_authenticated:
        return None
    typed = [
        value.strip()
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_TYPED and not value.startswith(DRAWN)
    ]
    typed = [value for value in typed if len(value) >= SHORTEST]
    if not typed:
        return None
    context = {"typed": "\n\n".join(typed), "address": address}
    response = render(request, "portal_clients/unsent.html", context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response
