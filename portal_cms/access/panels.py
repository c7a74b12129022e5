"""Panels that only show something, in the look of those that ask."""

from wagtail.admin.panels import Panel


class ShowPanel(Panel):
    """Renders a template with what `get_values(instance, request)` returns. Nothing of it is posted or kept in
    a revision."""

    def __init__(self, template_name, get_values, **kwargs):
        super().__init__(**kwargs)
        self.template_name, self.get_values = template_name, get_values

    def clone_kwargs(self):
        return {
            **super().clone_kwargs(),
            "template_name": self.template_name,
            "get_values": self.get_values,
        }

    class BoundPanel(Panel.BoundPanel):
        @property
        def template_name(self):
            return self.panel.template_name

        def get_context_data(self, parent_context=None):
            values = self.panel.get_values(self.instance, self.request)
            return {**super().get_context_data(parent_context), **values}
