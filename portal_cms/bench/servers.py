"""Starts web servers for measuring, and reads what they cost from the operating system."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

WORKERS = 2
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
START_SECONDS = 60


class Server:
    """`WORKERS` processes on a free loopback port, started as the README says."""

    def __init__(self, data_dir, *, settings="portal_cms.conf.dev", application="portal_cms.conf.asgi"):
        self.port = _free_port()
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "PORTAL_DATA_DIR": str(data_dir),
                       "MALLOC_ARENA_MAX": "2"}  # fmt: skip
        command = [sys.executable, "-m", "gunicorn", "--config", "python:portal_cms.conf.web", "--bind",
                   f"127.0.0.1:{self.port}", "--workers", str(WORKERS), "--log-level", "error",
                   f"{application}:application"]  # fmt: skip
        self.process = subprocess.Popen(command, env=environment)

    def __enter__(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                _ask(f"http://127.0.0.1:{self.port}/healthz")
                return self
            time.sleep(0.2)
        self.process.terminate()
        raise RuntimeError("The server did not start.")

    def __exit__(self, *_reason):
        self.process.terminate()
        self.process.wait(timeout=20)

    def cpu_ms(self):
        """CPU used so far by all processes of the server, in milliseconds; None where /proc is missing."""
        used = [_ticks(pid) for pid in self._pids()]
        return None if not used or None in used else sum(used) * 1000 / TICKS

    def memory_mib(self):
        """Memory of all processes of the server in MiB, shared pages counted once; None where /proc is missing."""
        held = [_held_kib(pid) for pid in self._pids()]
        return None if not held or None in held else sum(held) / 1024

    def _pids(self):
        found, queue = [], [self.process.pid]
        while queue:
            pid = queue.pop()
            found.append(pid)
            with contextlib.suppress(OSError):
                for task in Path(f"/proc/{pid}/task").iterdir():
                    queue += [int(child) for child in (task / "children").read_text().split()]
        return found


def _ticks(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[11]) + int(fields[12])


def _held_kib(pid):
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _ask(url):
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except urllib.error.HTTPError:
        return  # it answers, whatever it says


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
