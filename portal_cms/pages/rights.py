"""What nobody may do to the root page of a firm: its portal hangs on it."""

from wagtail.models.pages import PagePermissionTester


class HomePermissions(PagePermissionTester):
    def can_delete(self, ignore_bulk=False):
        return False

    def can_unpublish(self):
        return False

    def can_move(self):
        return False

    def can_copy(self):
        return False
