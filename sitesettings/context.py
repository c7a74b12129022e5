"""Templates find their firm as `firm`."""


def firm(request):
    return {"firm": getattr(request, "firm", None)}
