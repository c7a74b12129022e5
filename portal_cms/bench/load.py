"""Asks one page with several browsers at once and notes how long each answer took."""

import http.client
import statistics
import threading
import time
from dataclasses import dataclass

BROWSERS = 8
WARM_UP = 16


@dataclass
class Figures:
    """What one page cost: milliseconds, requests per second, CPU per request of all server processes."""

    median_ms: float
    p95_ms: float
    per_second: float
    cpu_ms: float | None
    memory_mib: float | None


def measure(server, request_of, *, count, browsers=BROWSERS):
    """Send `count` requests; `request_of(number)` is (method, path, headers, body). Answers must be below 400."""
    _send_all(server.port, request_of, range(-WARM_UP, 0), browsers)
    before = server.cpu_ms()
    started = time.monotonic()
    times = _send_all(server.port, request_of, range(count), browsers)
    elapsed = time.monotonic() - started
    after = server.cpu_ms()
    return Figures(
        median_ms=statistics.median(times),
        p95_ms=statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0],
        per_second=count / elapsed,
        cpu_ms=None if before is None or after is None else (after - before) / count,
        memory_mib=server.memory_mib(),
    )


def _send_all(port, request_of, numbers, browsers):
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

    threads = [threading.Thread(target=browse) for _number in range(min(browsers, len(queue)))]
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
