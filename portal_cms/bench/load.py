"""Asks one page with several browsers at once and notes how long each answer took."""

import http.client
import statistics
import threading
import time
from dataclasses import dataclass

BROWSERS = 8
WARM_UP = 40
TURNS = 4


@dataclass
class Figures:
    """What one page cost: milliseconds, requests per second, CPU per request of all server processes."""

    median_ms: float
    p95_ms: float
    per_second: float
    cpu_ms: float | None
    memory_mib: float | None


class Asked:
    """One of the servers that are asked in turn, and what its answers cost so far."""

    def __init__(self, server, request_of):
        self.server, self.request_of = server, request_of
        self.times, self.cpu_ms, self.seconds = [], 0, 0

    def warm_up(self):
        _send_all(self.server.port, self.request_of, range(-WARM_UP, 0))

    def ask(self, numbers):
        before, started = self.server.cpu_ms(), time.monotonic()
        self.times += _send_all(self.server.port, self.request_of, numbers)
        self.seconds += time.monotonic() - started
        after = self.server.cpu_ms()
        self.cpu_ms = None if None in (before, after, self.cpu_ms) else self.cpu_ms + after - before

    def figures(self):
        count = len(self.times)
        return Figures(
            median_ms=statistics.median(self.times),
            p95_ms=statistics.quantiles(self.times, n=20)[-1],
            per_second=count / self.seconds,
            cpu_ms=None if self.cpu_ms is None else self.cpu_ms / count,
            memory_mib=self.server.memory_mib(),
        )


def measure(*rivals, count):
    """Send `count` requests to each of `rivals` and return the figures of each. A rival is a server and a function number
    -> (method, path, headers, body). They are asked in turn, some requests at a time, so that what slows the machine down
    or finds its memory occupied meets all of them. Answers must be below 400."""
    asked = [Asked(*rival) for rival in rivals]
    for each in asked:
        each.warm_up()
    for turn in range(TURNS):
        for each in asked:
            each.ask(range(turn * count // TURNS, (turn + 1) * count // TURNS))
    return [each.figures() for each in asked]


def _send_all(port, request_of, numbers):
    queue, times, errors, lock = list(numbers), [], [], threading.Lock()

    def browse():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while not errors:
            with lock:
                if not queue:
                    break
                number = queue.pop(0)
            try:
                times.append(_send(connection, *request_of(number)))
            except Exception as error:  # a browser that fails ends the measurement with its reason
                errors.append(error)
        connection.close()

    threads = [threading.Thread(target=browse) for _number in range(min(BROWSERS, len(queue)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return times


def _send(connection, method, path, headers, body):
    started = time.monotonic()
    connection.request(method, path, body=body, headers=headers)
    answer = connection.getresponse()
    while answer.read(1024 * 1024):
        pass
    if answer.status >= 400:
        raise RuntimeError(f"{method} {path} answered {answer.status}")
    return (time.monotonic() - started) * 1000
