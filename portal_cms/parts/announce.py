"""What clients could be told about the parts of a matter, once staff decide to."""

from portal_cms.matters import pending


def changed(part, *, by, is_new):
    """A part became public, or a public one changed; it waits until staff say "notify". Returns whether anybody waits."""
    kind = part._meta.model_name
    return pending.note_change(
        part.matter, by=by, item=part, label=str(part), event=f"{kind}_news", is_new=is_new
    )


def forget(part):
    """Nobody is told of what is not public any more."""
    pending.forget(part)
