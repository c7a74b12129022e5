"""Bases of every admin screen of a scoped model."""

from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal_cms.access.views import scoped


class ScopedViewSetMixin:
    """Every view the viewset builds, now or in a later Wagtail, is a scoped one."""

    add_to_reference_index = False  # usage counts would tell of objects one may not see
    copy_view_enabled = False  # copying skips the rules of creating

    def construct_view(self, view_class, **kwargs):
        return super().construct_view(scoped(view_class), **kwargs)


class ScopedModelViewSet(ScopedViewSetMixin, ModelViewSet):
    """Plain models: no drafts, a state of their own."""


class ScopedChooserMixin(ScopedViewSetMixin):
    """Choosers list, search and resolve only what the person may see. Without a form to create with there is no
    address for it: Wagtail's would answer with an error."""

    def get_urlpatterns(self):
        can_create = self.creation_form_class or self.form_fields or self.exclude_form_fields
        return [route for route in super().get_urlpatterns() if can_create or route.name != "create"]


class ScopedChooserViewSet(ScopedChooserMixin, ChooserViewSet):
    pass


class ScopedSnippetChooserViewSet(ScopedChooserMixin, SnippetChooserViewSet):
    """The chooser Wagtail makes for every snippet."""


class ScopedSnippetViewSet(ScopedViewSetMixin, SnippetViewSet):
    """Models with drafts. Combine RevisionMixin only with DraftStateMixin: autosave writes live rows otherwise."""

    chooser_viewset_class = ScopedSnippetChooserViewSet
