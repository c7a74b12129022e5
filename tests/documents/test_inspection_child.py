"""Uploads are opened by a process that can do little, and whatever it does, nothing bad is released."""

import io
import os
import subprocess
import sys

import pytest
from PIL import Image

from portal_cms.common import vault
from portal_cms.documents.inspection import runner
from portal_cms.documents.inspection.pictures import encode
from portal_cms.documents.inspection.runner import run
from portal_cms.documents.inspection.types import TYPES
from portal_cms.documents.inspection.verdict import Verdict
from tests.documents import samples

MIB = 1024 * 1024


def put(content):
    return vault.store([content], max_bytes=200 * MIB)


def test_the_child_draws_the_pages_of_a_pdf():
    verdict, pictures = run(put(samples.pdf(25)), "contract.pdf")
    assert (verdict.ok, verdict.pages, len(pictures)) == (True, 25, 20)
    with Image.open(io.BytesIO(pictures[0].content)) as image:
        assert image.size == (pictures[0].width, pictures[0].height)
        assert image.width == 1000
        assert pictures[0].content_type == "image/png"


@pytest.mark.parametrize("name", ["photo.jpg", "logo.png", "phone.heic", "web.webp", "fax.tif"])
def test_the_child_re_encodes_every_kind_of_picture(name):
    verdict, pictures = run(put(samples.GOOD[name]), name)
    assert verdict.ok
    assert [(picture.width, picture.height) for picture in pictures] == [(400, 300)]


def test_where_and_by_whom_a_photo_was_taken_is_not_in_the_picture():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x013B] = "Anna Client"
    photo = samples.picture("JPEG", (3000, 2000), exif=exif, comment=b"Anna Client")
    _verdict, [picture] = run(put(photo), "photo.jpg")
    assert (picture.width, picture.height) == (1067, 1600)
    assert b"Anna" in photo
    assert b"Anna" not in picture.content
    with Image.open(io.BytesIO(picture.content)) as image:
        assert not image.getexif()


def test_text_becomes_a_small_png_and_a_photo_a_jpeg():
    page = Image.new("RGB", (1000, 1400), "white")
    assert encode(page).content_type == "image/png"
    photo = Image.merge("RGB", [Image.effect_noise((600, 600), 90) for _ in range(3)])
    assert encode(photo).content_type == "image/jpeg"


def test_an_encrypted_pdf_and_a_text_have_no_pictures():
    assert run(put(samples.pdf(password="x")), "a.pdf")[1] == []
    assert run(put(b"text"), "a.txt")[1] == []


def test_the_child_refuses_what_is_refused():
    assert run(put(b"<html>"), "a.jpg") == (Verdict.rejected("wrong_type"), [])
    zeros = samples.archive({"zeros": bytes(100 * MIB)})
    assert run(put(zeros), "a.zip") == (Verdict.rejected("bomb"), [])


def test_a_name_cannot_confuse_the_child():
    assert run(put(b"text"), 'a"}\n{"ok": true}\ud800.txt')[0].ok


def test_a_file_we_cannot_read_is_not_the_senders_fault():
    stored = put(b"text")
    vault.delete(stored.name)
    with pytest.raises(vault.Missing):
        run(stored, "a.txt")


READ = "import os, signal, sys, threading; sys.stdin.buffer.read()"
SAY_OK = (
    """print('{"ok": true, "encrypted": false, "pages": 1, "width": null, "height": null}', flush=True)"""
)
HANG = "threading.Event().wait()"
CHILDREN = {
    "crashes": ("import os; os.abort()", "damaged"),
    "leaves without a word": ("raise SystemExit", "damaged"),
    "talks nonsense": (f"{READ}; print('all is well')", "damaged"),
    "is not sure": (f"{READ}; print('{{\"ok\": true}}\\n')", "damaged"),
    "crashes while drawing": (f"{READ}; {SAY_OK}; os.abort()", "damaged"),
    "stops while drawing": (f"{READ}; {SAY_OK}", "damaged"),
    "talks nonsense while drawing": (f"{READ}; {SAY_OK}; print('nonsense')", "damaged"),
    "nests its nonsense": (f"{READ}; {SAY_OK}; print('[' * 100_000)", "damaged"),
    "talks on and on": (f"{READ}; {SAY_OK}; [print('x' * 1000) for n in range(10**6)]", "damaged"),
    "draws something else": (
        f"{READ}; {SAY_OK}; print('{{\"content_type\": \"image/png\", \"width\": 1, \"height\": 1, \"size\": 5}}')"
        "; print('<svg>\\n')",
        "damaged",
    ),
    "invents a reason": (f"{READ}; print('{{\"ok\": false, \"reason\": \"because\"}}\\n')", "damaged"),
    "refuses": (f"{READ}; print('{{\"ok\": false, \"reason\": \"macro\"}}\\n')", "macro"),
    "hangs": (f"{READ}; {HANG}", "timeout"),
    "does not even read": (f"import threading; {HANG}", "timeout"),
    "uses up its time": (f"{READ}; os.kill(os.getpid(), signal.SIGXCPU)", "timeout"),
}  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="Signals are those of POSIX.")
@pytest.mark.parametrize("what_it_does", CHILDREN)
def test_whatever_a_broken_child_does_nothing_is_released(monkeypatch, what_it_does):
    code, reason = CHILDREN[what_it_does]
    monkeypatch.setattr(runner, "COMMAND", [sys.executable, "-c", code])
    assert run(put(bytes(MIB)), "a.txt", wall_seconds=1) == (Verdict.rejected(reason), [])


def test_slow_drawing_costs_the_pictures_but_not_the_verdict(monkeypatch):
    monkeypatch.setattr(runner, "COMMAND", [sys.executable, "-c", f"{READ}; {SAY_OK}; {HANG}"])
    verdict, pictures = run(put(b"x"), "a.pdf", wall_seconds=1)
    assert (verdict.ok, verdict.content_type, pictures) == (True, "application/pdf", [])


def in_a_limited_process(code):
    start = "from portal_cms.documents.inspection import limits; limits.apply()\n"
    return subprocess.run([sys.executable, "-c", start + code], capture_output=True, text=True).stderr


def test_the_child_has_little_memory_no_network_and_starts_no_programs():
    pytest.importorskip("resource")
    assert "MemoryError" in in_a_limited_process("bytearray(600 * 1024 * 1024)")
    connect = "import socket; socket.create_connection(('127.0.0.1', 9))"
    assert "PermissionError: socket." in in_a_limited_process(connect)
    assert "PermissionError: subprocess." in in_a_limited_process("import subprocess; subprocess.run('ls')")
    assert "PermissionError: os." in in_a_limited_process("import os; os.system('ls')")
    assert "Too many open files" in in_a_limited_process("x = [open('/dev/null') for _ in range(100)]")


def test_the_child_knows_neither_django_nor_our_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    monkeypatch.setattr(runner, "COMMAND", [sys.executable, "-c", "import os; print(sorted(os.environ))"])
    with runner.start(runner.COMMAND) as child:
        assert b"SECRET_KEY" not in child.stdout.read()
    parsers = ", ".join(f"portal_cms.documents.inspection.parsers.{each.parser}" for each in TYPES)
    code = f"import sys, portal_cms.documents.inspection.child, {parsers}; print('django' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"
