"""Runs the measurement and prints it as a table and as JSON."""

from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from portal_cms.bench import pages
from portal_cms.bench.load import Figures, measure
from portal_cms.bench.seed import HOST
from portal_cms.bench.servers import Server

COLUMNS = (
    "page",
    "queries",
    "median ms",
    "p95 ms",
    "req/s",
    "CPU ms",
    "MiB",
    "x CPU",
    "x median",
    "aim",
)


@dataclass
class Line:
    page: str
    queries: int | None
    portal: Figures
    bare: Figures
    aim: float | None

    @property
    def cpu_ratio(self):
        return self.portal.cpu_ms / self.bare.cpu_ms if self.portal.cpu_ms and self.bare.cpu_ms else None

    @property
    def median_ratio(self):
        return self.portal.median_ms / self.bare.median_ms

    def as_json(self):
        return {**asdict(self), "cpu_ratio": self.cpu_ratio, "median_ratio": self.median_ratio}


def run(seeded, data_dir, *, quick=False, say=print):
    """Measure every page against its bare counterpart; returns the lines.

    Portal and bare server run side by side and are asked in turn.
    """
    lines = []
    with Server(data_dir) as portal, _bare(data_dir) as bare:
        for page in pages.pages_of(seeded, quick):
            browser = pages.Browser(page.person, seeded.matter.site)
            queries = _queries(page, browser)
            ours, theirs = measure(
                (portal, pages.requests_of(page, browser, portal, seeded)),
                (bare, _bare_requests(page, browser, bare, seeded)),
                count=page.count,
            )
            lines.append(Line(page.name, queries, ours, theirs, page.limit))
            say(row_of(lines[-1]))
    return lines


def header():
    return _row(COLUMNS)


def row_of(line):
    ours = line.portal
    cells = [line.page, line.queries, ours.median_ms, ours.p95_ms, ours.per_second, ours.cpu_ms, ours.memory_mib,
             line.cpu_ratio, line.median_ratio, line.aim]  # fmt: skip
    return _row([_cell(cell) for cell in cells])


def growth(large, small):
    """How much longer each page takes at the large size than at the small one; both as JSON lines."""
    by_name = {line["page"]: line["portal"] for line in small}
    rows = [(line["page"], line["portal"], by_name[line["page"]]) for line in large]
    return [
        f"{name:<16} median {_ratio(ours['median_ms'], theirs['median_ms']):>6} x"
        f"   CPU {_ratio(ours['cpu_ms'], theirs['cpu_ms']):>6} x"
        for name, ours, theirs in rows
    ]


def _bare(data_dir):
    return Server(
        data_dir, settings="portal_cms.bench.bare_settings", application="portal_cms.bench.bare_asgi"
    )


def _bare_requests(page, browser, server, seeded):
    wanted = urlencode({"address": page.address, "matter": str(seeded.matter.uuid)})
    address = f"/bare/{page.kind}/?{wanted}"
    body = pages.BODY if page.kind == "upload" else None
    return lambda number: (page.method, address, browser.headers(server.port), body)


def _queries(page, browser):
    """SQL statements of one warm request; counted in this process for pages, not for writes and transfers."""
    if page.kind != "page":
        return None
    driver = Browser(SERVER_NAME=HOST, headers={"cookie": browser.cookies})
    driver.get(page.address)
    with CaptureQueriesContext(connection) as captured:
        driver.get(page.address)
    return len(captured)


def _ratio(large, small):
    return f"{large / small:.2f}" if large and small else "-"


def _cell(value):
    if isinstance(value, float):
        return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    return "-" if value is None else str(value)


def _row(cells):
    return f"{cells[0]:<16}" + "".join(f"{cell:>11}" for cell in cells[1:])
