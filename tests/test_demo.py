"""`portal-cms demo` as a newcomer runs it: a process of its own, a folder of its own, a real port."""

import email
import email.policy
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import requests

from fixtures.folder import DemoFolder

ROLES = {"client", "handler", "assistant", "staff", "marketing", "firm_admin", "superuser"}
KEYS = ["firm", "host", "base_url", "role", "name", "email", "password", "start_url"]
PATIENCE = 240  # seconds; a busy machine loads the world slowly
REQUEST = "/r/"  # in the personal link of a request
LINK = re.compile(r"https?://[^\s<>\"]+")
pytestmark = pytest.mark.xdist_group("demo")


def command(*arguments, **options):
    environment = {
        k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE", "PORTAL_DATA_DIR")
    }
    call = [sys.executable, "-m", "portal_cms", "demo", *map(str, arguments)]
    return subprocess.Popen(
        call, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )


def finished(process):
    output, _none = process.communicate(timeout=PATIENCE)
    return process.returncode, output


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ready(port, process):
    """Wait for the portal to answer."""
    for _try in range(PATIENCE * 5):
        if process.poll() is not None:
            pytest.fail(f"The demo has stopped: {process.stdout.read()}")
        try:
            if requests.get(f"http://127.0.0.1:{port}/healthz", timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    pytest.fail("The demo does not answer.")


def logins(folder):
    return json.loads((folder / "logins.json").read_text())


def count(folder, table):
    with sqlite3.connect(f"file:{folder / 'portal.sqlite3'}?mode=ro", uri=True) as database:
        return database.execute(f"SELECT site_id, count(*) FROM {table} GROUP BY site_id").fetchall()


def get(url, session=requests, **options):
    """Ask this machine for `url`, whatever its host name is; `*.localhost` resolves only in browsers."""
    parts = urlsplit(url)
    address = parts._replace(netloc=f"127.0.0.1:{parts.port}").geturl()
    return session.get(address, headers={"Host": parts.netloc}, timeout=30, **options)


def sign_in(entry):
    """A session of this person, signed in by the form."""
    session = requests.Session()
    page = get(f"{entry['base_url']}/sign-in/", session)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    parts = urlsplit(entry["base_url"])
    answer = session.post(
        f"http://127.0.0.1:{parts.port}/sign-in/",
        {"csrfmiddlewaretoken": token, "email": entry["email"], "password": entry["password"]},
        headers={"Host": parts.netloc},
        allow_redirects=False,
        timeout=30,
    )
    assert answer.status_code == 302, f"{entry['role']} {entry['email']} was not let in"
    return session


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with an older demo in it, after `demo --reset --no-serve`."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "demo.json").write_text(json.dumps({"complete": True, "password": "old", "sign_ins": []}))
    (folder / "mails").mkdir()
    (folder / "mails" / "old.eml").write_text("old")
    (folder / "notes.txt").write_text("mine")
    port = free_port()
    code, output = finished(command("--data", folder, "--port", port, "--reset", "--no-serve"))
    assert code == 0, output
    return SimpleNamespace(folder=folder, port=port, output=output, logins=logins(folder))


@pytest.fixture(scope="module")
def running(made):
    """The same demo, started a second time, this time serving."""
    process = command("--data", made.folder, "--port", made.port)
    ready(made.port, process)
    yield made
    process.send_signal(signal.SIGINT)
    finished(process)


def test_the_table_of_sign_ins_is_written_and_printed(made):
    assert all(list(entry) == KEYS for entry in made.logins)
    for firm in {entry["firm"] for entry in made.logins}:
        entries = [entry for entry in made.logins if entry["firm"] == firm]
        assert {entry["role"] for entry in entries} == ROLES
        assert all(entry["email"] in made.output for entry in entries)
    hosts = {entry["host"] for entry in made.logins}
    assert hosts == {"localhost", "despacho.localhost"}
    for entry in made.logins:
        assert entry["base_url"] == f"http://{entry['host']}:{made.port}"
        assert entry["start_url"] == entry["base_url"] + ("/" if entry["role"] == "client" else "/admin/")


def test_both_firms_have_clients_and_matters(made):
    assert [number >= 8 for _firm, number in count(made.folder, "portal_clients_client")] == [True, True]
    assert [number >= 12 for _firm, number in count(made.folder, "portal_matters_matter")] == [True, True]


def test_reset_throws_away_the_old_demo_and_nothing_else(made):
    assert not (made.folder / "mails" / "old.eml").exists()
    assert (made.folder / "notes.txt").read_text() == "mine"
    assert made.logins[0]["password"] != "old"


def test_the_table_is_readable_by_its_owner_only(made):
    assert (made.folder / "logins.json").stat().st_mode & 0o077 == 0


def test_a_second_start_finds_its_data_again(running):
    assert logins(running.folder) == running.logins
    assert sum(number for _firm, number in count(running.folder, "portal_matters_matter")) == 33


def test_everybody_in_the_table_can_sign_in_and_start(running):
    for entry in running.logins:
        page = get(entry["start_url"], sign_in(entry), allow_redirects=False)
        assert page.status_code == 200, f"{entry['role']} {entry['email']} got {page.status_code}"


def test_the_other_firms_people_are_not_let_in(running):
    german, spanish = (
        [e for e in running.logins if e["host"] == host] for host in ("localhost", "despacho.localhost")
    )
    stranger = {**spanish[0], "base_url": german[0]["base_url"]}
    with pytest.raises(AssertionError, match="was not let in"):
        sign_in(stranger)


def test_every_host_of_a_firm_answers_and_an_unknown_one_does_not(running):
    for host in ("localhost", "127.0.0.1", "kanzlei.localhost", "despacho.localhost"):
        assert get(f"http://{host}:{running.port}/sign-in/").status_code == 200
    assert get(f"http://elsewhere.localhost:{running.port}/sign-in/").status_code == 404


def test_logo_portrait_and_style_are_served(running):
    page = get(f"http://localhost:{running.port}/").text
    addresses = set(re.findall(r'(?:src|href)="(/(?:media|static)/[^"]+)"', page))
    assert any("logo" in address for address in addresses)
    for address in addresses:
        assert get(f"http://localhost:{running.port}{address}").status_code == 200, address


def mails_of(folder, names="*"):
    """(recipient, subject, link) of each mail, the oldest first."""
    for path in sorted((folder / "mails").glob(f"{names}.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        link = LINK.search(mail.get_body(("plain",)).get_content())
        assert link, path.name
        yield mail["To"], mail["Subject"], link[0]


def test_mails_are_real_and_their_links_lead_to_what_they_tell_of(running):
    mails = list(mails_of(running.folder))
    assert len(mails) > 100
    kinds = {(urlsplit(link).hostname, subject): (to, link) for to, subject, link in mails}
    newest = {to: link for to, _subject, link in mails if REQUEST in link}  # each ends the one before
    over = {link for _to, _subject, link in mails if REQUEST in link} - set(newest.values())
    places = [
        (to, link) for to, link in kinds.values() if "/password/set/" not in link and link not in over
    ]  # those are used by now
    assert len(places) >= 8
    people = {(entry["host"], entry["email"]): entry for entry in running.logins}
    sessions = {}
    for to, link in places:
        assert get(link).status_code == 200, link  # a stranger is asked to sign in
        entry = people.get((urlsplit(link).hostname, to))
        if entry:
            sessions[to] = sessions.get(to) or sign_in(entry)
            assert get(link, sessions[to], allow_redirects=False).status_code == 200, link


def test_the_link_of_an_open_invitation_lets_the_client_set_a_password(running):
    _to, _subject, link = next(mails_of(running.folder, "*hannes-petersen*"))
    page = get(link)
    assert page.status_code == 200
    assert page.text.count('type="password"') == 2


def send(url, session, **values):
    """Send the form of this page with these values."""
    page = get(url, session)
    values["csrfmiddlewaretoken"] = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    parts = urlsplit(page.url)
    address = parts._replace(netloc=f"127.0.0.1:{parts.port}").geturl()
    headers = {"Host": urlsplit(url).netloc}
    return session.post(address, values, headers=headers, allow_redirects=False, timeout=30)


def test_the_start_password_of_a_mail_leads_to_an_own_password(running):
    path = min((running.folder / "mails").glob("*emily-carter*.eml"))
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    start = re.search(r"Start password: (\S+)", mail.get_body(("plain",)).get_content())[1]
    base, session = f"http://localhost:{running.port}", requests.Session()
    answer = send(f"{base}/sign-in/", session, email="emily.carter@example.net", password=start)
    assert answer.status_code == 302
    page = get(base + answer.headers["Location"], session)
    assert page.text.count('type="password"') == 2


def test_the_personal_link_of_a_mail_opens_the_portal_of_a_client_who_has_no_password(running):
    _to, _subject, link = next(mails_of(running.folder, "*aylin-demir*"))
    assert "aylin.demir@example.net" not in {entry["email"] for entry in running.logins}
    session = requests.Session()
    assert send(link, session).status_code == 302
    assert get(f"http://localhost:{running.port}/", session, allow_redirects=False).status_code == 200


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find the child process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_web_and_worker(made, number):
    port = free_port()
    process = command("--data", made.folder, "--port", port)
    ready(port, process)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(children) == 1
    process.send_signal(number)
    code, output = finished(process)
    assert (code, "Traceback" in output) == (0, False), output
    assert not Path(f"/proc/{children[0]}").exists()
    assert output.rstrip().endswith("Stopped.")


def test_a_taken_port_is_named_in_a_sentence(made):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, output = finished(command("--data", made.folder, "--port", port))
    assert code == 1
    assert f"Port {port} is taken" in output


def test_a_folder_with_other_peoples_files_is_refused(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    code, output = finished(command("--data", tmp_path, "--no-serve"))
    assert code == 1
    assert "holds other files (thesis.txt)" in output


def test_an_interrupted_start_is_not_taken_for_a_whole_demo(tmp_path):
    folder = DemoFolder(tmp_path)
    folder.begin()
    assert (folder.is_demo, folder.is_complete) == (True, False)
    folder.finish([])
    assert folder.is_complete
    folder.empty()
    assert not folder.is_demo
