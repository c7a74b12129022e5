"""The demo as a real portal: its own process with web server and worker, and people with real browsers in front of it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe

PATIENCE = 300  # seconds; a busy machine loads the demo slowly
MOMENT = 15_000  # milliseconds a page may take on a busy machine


@pytest.fixture(scope="session")
def loaded_demo(tmp_path_factory):
    """A demo's folder as it is after loading, and the port its links name. Never served: each module takes a copy."""
    folder, port = tmp_path_factory.mktemp("loaded"), _free_port()
    with open(folder / "demo.log", "w") as log:
        process = _start(folder, port, log, "--no-serve")
        assert process.wait(PATIENCE) == 0, (folder / "demo.log").read_text()[-2000:]
    return folder, port


@pytest.fixture(scope="module")
def demo(chromium, loaded_demo, tmp_path_factory):
    """The running portal: its `port`, the `entries` of logins.json and the folder `data`."""
    loaded, port = loaded_demo
    folder = tmp_path_factory.mktemp("portal")
    shutil.copytree(loaded / "data", folder / "data")
    with open(folder / "demo.log", "w") as log:
        process = _start(folder, port, log)
        try:
            _wait_until_ready(process, port, folder / "demo.log")
            data = folder / "data"
            yield SimpleNamespace(
                port=port, data=data, entries=json.loads((data / "logins.json").read_text())
            )
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def _start(folder, port, log, *options):
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DJANGO_SETTINGS_MODULE", "PORTAL_DATA_DIR")
    }
    call = [sys.executable, "-m", "portal_cms", "demo", "--data", str(folder / "data"), "--port", str(port)]
    return subprocess.Popen([*call, *options], env=kept, stdout=log, stderr=subprocess.STDOUT)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_ready(process, port, log):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urlopen(f"http://localhost:{port}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"The demo is not ready: {log.read_text()[-2000:]}")


@dataclass
class Visitor:
    """A person at a browser window. `complaints` are errors of scripts and breaches of the content policy."""

    page: object
    base: str
    complaints: list

    def go(self, path):
        answer = self.page.goto(self.base + path)
        return answer

    def sign_in(self, entry):
        self.go("/sign-in/")
        self.page.fill("[name=email]", entry["email"])
        self.page.fill("[name=password]", entry["password"])
        self.page.locator("form:has([name=password]) [type=submit]").first.click()
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)
        return self

    def choose_language(self, code):
        menu = self.page.locator("details:has(form.language)")
        if menu.count():
            menu.first.locator("summary").click()
        self.page.locator(f"form.language [name=language][value={code}]").first.click()
        self.page.locator(f"html[lang={code}]").wait_for(state="attached")

    def check_accessibility(self):
        """axe finds nothing on the page as it is now. It is a script: where none run, it would be waited for for ever."""
        assert self.page.evaluate("matchMedia('(scripting: enabled)').matches"), "axe needs scripts"
        found = Axe().run(self.page).response["violations"]
        lines = [
            f"{rule['id']}: {rule['help']} {[node['target'] for node in rule['nodes']][:4]}" for rule in found
        ]
        assert not lines, f"{self.page.url}: {lines}"


@pytest.fixture
def visitor(demo, chromium):
    """`visitor(entry, width=390)` is that person, signed in; without an entry, nobody at the German firm."""
    contexts = []

    def open_(entry=None, *, width=1280, scripts=True, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            accept_downloads=True,
            **options,
        )
        context.set_default_timeout(MOMENT)
        contexts.append(context)
        page, complaints = context.new_page(), []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None,
        )
        base = entry["base_url"] if entry else f"http://localhost:{demo.port}"
        person = Visitor(page, base, complaints)
        return person.sign_in(entry) if entry else person

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def person(demo):
    """`person("client", "Anna")` is the entry of that role whose name begins so."""

    def find(role, name=""):
        return next(
            row
            for row in demo.entries
            if row["role"] == role and row["name"].startswith(name) and row["host"] == "localhost"
        )

    return find
