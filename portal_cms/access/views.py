"""What every admin view of a scoped model does: unknown and forbidden objects are the same 404."""

import functools

from django import forms
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404
from wagtail.admin.widgets import BaseChooser
from wagtail.models import CollectionMember
from wagtail.permissions import policy_registry

from portal_cms.access.guard import page_model, seen
from portal_cms.access.listing import matching

MEETING = {"view", "choose", "add", "change", "delete", "publish"}


class ScopedViewMixin:
    """Mixed in front of each view of a viewset, also those Wagtail adds in later versions."""

    @property
    def scope_policy(self):
        return policy_registry.get_by_type(self.model)

    def narrow(self, queryset):
        """Wagtail starts from the default manager; asking its queryset keeps the scope in one flat WHERE, so
        that a long list is read in the order of an index."""
        if queryset is None or queryset.model is not self.model:
            return queryset
        if not self.may_meet():
            return queryset.none()
        if hasattr(queryset, "visible_to"):
            return queryset.visible_to(self.request.user)
        allowed = self.scope_policy.scope(self.request.user, ["view"])
        return queryset.filter(pk__in=allowed.values("pk"))

    def may_meet(self):
        """Choosers ask for no model permission of their own, so it is asked here."""
        return self.scope_policy.user_has_any_permission(self.request.user, MEETING)

    def get_base_queryset(self, *args, **kwargs):
        return self.narrow(super().get_base_queryset(*args, **kwargs))

    def get_base_object_queryset(self, *args, **kwargs):
        return self.narrow(super().get_base_object_queryset(*args, **kwargs))

    def get_object_list(self, *args, **kwargs):
        return self.narrow(super().get_object_list(*args, **kwargs))

    def get_objects(self, pks):
        return self.narrow(super().get_objects(pks))

    def get_object(self, *args, **kwargs):
        try:
            instance = super().get_object(*args, **kwargs)
        except (
            PermissionDenied
        ):  # some views ask the policy themselves; what one may not see is unknown first
            asked_for = unquote(str(self.kwargs.get("pk", "")))
            if not self.scope_policy.scope(self.request.user, ["view"]).filter(pk=asked_for or None).exists():
                raise Http404 from None
            raise
        if isinstance(instance, self.model) and instance.pk is not None:
            if (
                not self.may_meet()
                or not self.scope_policy.scope(self.request.user, ["view"]).filter(pk=instance.pk).exists()
            ):
                raise Http404
            self.check_object(instance)
        return instance

    def get_filter_form_class(self):
        """Of choosers: their search must not hand the scoped queryset to the search backend."""
        form_class = super().get_filter_form_class()
        return type(form_class.__name__, (ScopedSearchMixin, form_class), {})

    def check_object(self, instance):
        """Views that change something need the right to change this very object."""
        action = getattr(self, "permission_required", None)
        if action in {None, "add", "view"}:
            return
        if not self.scope_policy.user_has_permission_for_instance(self.request.user, action, instance):
            raise PermissionDenied

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        scope_form(form, self.request)
        return form


class ScopedSearchMixin(forms.Form):
    def filter(self, objects):
        query = self.cleaned_data.pop("q", "")
        objects = super().filter(objects)
        if query:
            self.is_searching, self.search_query = True, query
            objects = objects.filter(pk__in=matching(objects.model, query))
        return objects


def scope_form(form, request):
    """Choices of a form, and of its formsets, are what the person may see; new rows get the request's firm."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = scope_choices(field.queryset, request)
            hide_foreign_title(field)
    instance = getattr(form, "instance", None)
    if instance is not None and instance.pk is None and hasattr(instance, "site_id") and not instance.site_id:
        instance.site = request.site
    for formset in getattr(form, "formsets", {}).values():
        for child in [*formset.forms, formset.empty_form]:
            scope_form(child, request)


def scope_choices(queryset, request):
    """A posted key of another firm is not among the choices, so it is refused like a made-up one."""
    if queryset.model is get_user_model():
        return get_user_model().objects.staff_of(request.site)
    if hasattr(queryset, "visible_to"):
        return queryset.visible_to(request.user)
    if issubclass(queryset.model, CollectionMember | page_model()) and not request.user.is_superuser:
        return queryset & seen(queryset.model, request.user)
    return queryset


def hide_foreign_title(field):
    """A chooser shows the title of whatever key was posted, also when the field refuses it."""
    widget = field.widget
    if not isinstance(widget, BaseChooser):
        return
    find = widget.get_instance

    def find_among_choices(value):
        instance = find(value)
        return instance if instance and field.queryset.filter(pk=instance.pk).exists() else None

    widget.get_instance = find_among_choices


@functools.cache
def scoped(view_class):
    return type(view_class.__name__, (ScopedViewMixin, view_class), {"__module__": view_class.__module__})
