"""Pages of a client's lists, which are mostly short."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property


class ShortPaginator(Paginator):
    """Counts only when it has to: if everything fits on the first page, reading that page says how many, and a first
    page that was read for that is not read again."""

    @cached_property
    def _start(self):
        return list(self.object_list[: self.per_page + 1])

    def get_page(self, number):
        if number not in {None, "", "1"}:
            return super().get_page(number)
        if len(self._start) <= self.per_page:
            self.count = len(self._start)
        return self._get_page(self._start[: self.per_page], 1, self)
