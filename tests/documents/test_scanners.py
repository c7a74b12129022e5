"""Only a clear "clean" of the virus scanner releases a file; every other answer means: ask again later."""

import socket
import threading
from contextlib import contextmanager

import pytest

from portal_cms.documents.inspection.checks import check_scanner
from portal_cms.documents.inspection.scanners import (
    Clamd,
    Off,
    ScannerUnavailable,
    ScanResult,
    get_scanner,
    scanner_from,
)

MIB = 1024 * 1024
CONTENT = [b"first " * 1000, b"", b"second"]


class FakeClamd(threading.Thread):
    """Takes one connection, reads as clamd does, and answers what the test wants."""

    def __init__(self, listener, answer, limit):
        super().__init__(daemon=True)
        self._listener, self._answer, self._limit = listener, answer, limit
        self.command, self.received = b"", b""
        self.released = threading.Event()  # ends a scanner that takes its time

    def run(self):
        connection, _address = self._listener.accept()
        with connection, connection.makefile("rb") as stream:
            while not self.command.endswith(b"\0"):
                self.command += stream.read(1)
            if self.command == b"zINSTREAM\0" and not self._read_stream(stream):
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            elif self._answer is None:
                self.released.wait(10)
            else:
                connection.sendall(self._answer)

    def _read_stream(self, stream):
        while length := int.from_bytes(stream.read(4), "big"):
            self.received += stream.read(length)
            if self._limit and len(self.received) > self._limit:
                return False
        return True


@contextmanager
def clamd(answer, *, limit=0, timeout=5):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        fake = FakeClamd(listener, answer, limit)
        fake.start()
        yield Clamd(listener.getsockname(), timeout=timeout), fake
        fake.released.set()
        fake.join(5)


def test_a_clean_file_is_clean_and_was_read_whole():
    with clamd(b"stream: OK\0") as (scanner, fake):
        assert scanner.scan(iter(CONTENT)) == ScanResult(clean=True)
    assert fake.command == b"zINSTREAM\0"
    assert fake.received == b"".join(CONTENT)


def test_a_find_is_told_by_its_name():
    with clamd(b"stream: Eicar-Test-Signature FOUND\0") as (scanner, _fake):
        assert scanner.scan(CONTENT) == ScanResult(clean=False, found="Eicar-Test-Signature")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0",
        b"OK\0",
        b"stream: OK",
        b"stream: OK\n\0",
        b"Stream: OK\0",
        b"stream: OK stream: OK\0",
        b"stream: OK\0stream: Eicar FOUND\0",
        b"stream: Can't allocate memory ERROR\0",
        b"(null) FOUND\0",
        b"UNKNOWN COMMAND\0",
        b"\xff\xfe\0",
        b"x" * 10_000,
        b"HTTP/1.1 400 Bad Request\r\n\r\nstream: OK\0",
    ],
)
def test_any_other_answer_means_later(answer):
    with clamd(answer) as (scanner, _fake), pytest.raises(ScannerUnavailable):
        scanner.scan(CONTENT)


def test_a_file_above_the_scanners_limit_waits():
    with clamd(b"stream: OK\0", limit=1000) as (scanner, _fake), pytest.raises(ScannerUnavailable):
        scanner.scan(bytes(64 * 1024) for _ in range(200))


def test_a_scanner_that_says_ok_before_it_has_seen_all_means_later():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def say_ok_and_leave():
            connection, _address = listener.accept()
            connection.recv(100)
            connection.sendall(b"stream: OK\0")
            connection.close()

        thread = threading.Thread(target=say_ok_and_leave)
        thread.start()
        with pytest.raises(ScannerUnavailable):
            Clamd(listener.getsockname()).scan(bytes(MIB) for _ in range(50))
        thread.join(5)


def test_a_scanner_that_takes_too_long_means_later():
    with clamd(None, timeout=0.2) as (scanner, _fake), pytest.raises(ScannerUnavailable):
        scanner.scan(CONTENT)


def test_a_scanner_that_is_not_there_means_later(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
    with pytest.raises(ScannerUnavailable):
        Clamd(address).scan(CONTENT)
    with pytest.raises(ScannerUnavailable):
        Clamd(str(tmp_path / "no-socket")).scan(CONTENT)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="This system has no local sockets.")
def test_a_local_socket_works_too(tmp_path):
    path = str(tmp_path / "clamd.socket")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        fake = FakeClamd(listener, b"stream: OK\0", 0)
        fake.start()
        assert scanner_from(f"clamd:{path}").scan(CONTENT).clean
        fake.join(5)


def test_engine_and_signatures_are_told():
    with clamd(b"ClamAV 1.4.6/27500/Fri Nov 20 08:00:00 2026\0") as (scanner, _fake):
        assert scanner.version() == "ClamAV 1.4.6/27500/Fri Nov 20 08:00:00 2026"


def test_an_error_while_reading_our_own_file_is_not_the_scanners():
    def broken():
        yield b"x"
        raise FileNotFoundError("vault")

    with clamd(b"stream: OK\0") as (scanner, fake):
        with pytest.raises(FileNotFoundError):
            scanner.scan(broken())
        fake.released.set()


def test_without_a_scanner_the_portal_says_so(settings):
    settings.PORTAL_SCANNER = "off"
    scanner = get_scanner()
    assert isinstance(scanner, Off)
    assert scanner.scan(CONTENT).clean
    assert not scanner.is_on
    assert str(scanner)


@pytest.mark.parametrize("text", ["off", "clamd:127.0.0.1:3310", "clamd:[::1]:3310", "clamd:/run/clamd.ctl"])
def test_every_way_to_name_a_scanner_is_understood(settings, text):
    settings.PORTAL_SCANNER = text
    assert check_scanner(None) == []


@pytest.mark.parametrize(
    "text", ["", "on", "clamd", "clamd:", "clamd:host", "clamd:host:", "clamd:host:0", "clamd::3310", None]
)
def test_a_wrong_setting_is_found_by_the_system_check(settings, text):
    settings.PORTAL_SCANNER = text
    [error] = check_scanner(None)
    assert error.id == "portal_cms.E004"
    assert "clamd:HOST:PORT" in error.hint
