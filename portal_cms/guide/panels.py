"""The guide on the admin's home, until everything is done."""

from wagtail.admin.ui.components import Component

from portal_cms.guide.steps import Setup


class GuidePanel(Component):
    name = "portal_guide"
    order = 5
    template_name = "portal_guide/admin/_panel.html"

    def __init__(self, site, user):
        self.setup = Setup(site, user)

    def get_context_data(self, parent_context):
        return {"setup": self.setup}
