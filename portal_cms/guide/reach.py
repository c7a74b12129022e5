"""Does a host name lead to this portal? Name, certificate and answer, asked as a visitor's browser would.

The name is typed by somebody of a firm, so the server must not become that person's arm into its own network:
only public addresses are called (unless the operator allows others), the address that was judged is the one
that is called, only on the two ports of the web, no redirect is followed, little is read, and all of it
together takes a few seconds at most. What comes back is a finding, never what was read.
"""

import ipaddress
import re
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

STEP_SECONDS = 4
ALL_SECONDS = 10
ANSWER_BYTES = 8 * 1024
SHOWN_ADDRESSES = 4
TIGHT = timedelta(days=14)
NAT64 = ipaddress.ip_network("64:ff9b::/96")
EXPIRED, WRONG_NAME, NOT_YET = 10, 62, 9  # OpenSSL's numbers for why a certificate is refused


@dataclass(frozen=True, slots=True)
class Finding:
    """What stands in the way: `problem` is a code of `checking.WORDS`, empty if the portal answered; `values`
    are for its sentence. JSON can hold both."""

    problem: str = ""
    values: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """`proof` is the text this portal answers with at `path`; `own` the addresses it is known to be at."""

    host: str
    path: str
    proof: str
    own: frozenset[str] = frozenset()
    https_port: int | None = 443
    http_port: int = 80
    may_be_private: bool = False


class _Stop(Exception):
    def __init__(self, problem, **values):
        super().__init__(problem)
        self.finding = Finding(problem, values)


def examine(target: Target) -> Finding:
    """Ask the three questions in order; the first that fails is the finding."""
    until = time.monotonic() + ALL_SECONDS
    try:
        addresses = _addresses(target, until)
        try:
            return _ask(target, addresses, until)
        except _Stop as stop:
            raise _elsewhere(target, addresses) or stop from None
    except _Stop as stop:
        return stop.finding


def resolve(host: str, seconds: float = STEP_SECONDS) -> list[str] | None:
    """The addresses of a name, none if it has none, None if the name servers did not answer in time."""
    if host == "localhost" or host.endswith(
        ".localhost"
    ):  # this machine by definition, known to no name server
        return ["127.0.0.1"]
    answers = []

    def look_up():
        try:
            rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            answers.append(list(dict.fromkeys(row[4][0] for row in rows)))
        except (OSError, UnicodeError):
            answers.append([])

    thread = threading.Thread(target=look_up, daemon=True)  # the system's call knows no time-out
    thread.start()
    thread.join(seconds)
    return answers[0] if answers else None


def is_public(text: str) -> bool:
    """Whether an address is one of the public internet, also where it carries another one inside."""
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = [address]
    if address.version == 6:
        inner += [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in inner if one)


def _addresses(target, until):
    found = resolve(target.host, _left(until))
    if found is None:
        raise _Stop("names_silent")
    if not found:
        raise _Stop("no_address")
    if not target.may_be_private and not all(is_public(address) for address in found):
        raise _Stop("private")  # which one is the own network's business
    return found


def _elsewhere(target, addresses):
    """Behind another machine a wrong certificate or answer is no wonder: the name itself is what is wrong."""
    if target.own and not target.own & set(addresses):
        return _Stop("elsewhere", addresses=_some(addresses), own=_some(sorted(target.own)))
    return None


def _ask(target, addresses, until):
    if target.https_port is None:  # the demo's own server
        with _connect(addresses, target.http_port, until) as plain:
            _proven(target, plain, target.http_port, until)
        return Finding("", {"is_plain": True})
    with _connect_secure(target, addresses, until) as plain, _wrap(target, plain, until) as secure:
        ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(secure.getpeercert()["notAfter"]), UTC)
        finding = _proven(target, secure, target.https_port, until)
        is_tight = ends - datetime.now(UTC) < TIGHT
        return Finding("", {"ends_soon": ends.date().isoformat()}) if is_tight else finding


def _connect_secure(target, addresses, until):
    try:
        return _connect(addresses, target.https_port, until)
    except _Stop as nothing:
        try:
            _connect(addresses, target.http_port, until).close()
        except _Stop:
            raise nothing from None
        raise _Stop("no_certificate") from None


def _connect(addresses, port, until):
    for address in addresses[:SHOWN_ADDRESSES]:
        try:
            return socket.create_connection((address, port), timeout=_left(until))
        except OSError:
            continue
    raise _Stop("closed", addresses=_some(addresses))


def _wrap(target, plain, until):
    plain.settimeout(_left(until))
    try:
        return tls_context().wrap_socket(plain, server_hostname=target.host)
    except ssl.SSLCertVerificationError as error:
        code = {EXPIRED: "expired", WRONG_NAME: "wrong_name", NOT_YET: "not_yet"}.get(error.verify_code)
        raise _Stop(code or "untrusted") from None
    except OSError:  # no TLS spoken there, or nothing said in time
        raise _Stop("no_certificate") from None


def tls_context() -> ssl.SSLContext:
    """The authorities this machine trusts, as browsers do."""
    return ssl.create_default_context()


def _proven(target, connection, port, until):
    name = target.host if port in (80, 443) else f"{target.host}:{port}"
    request = f"GET {target.path} HTTP/1.0\r\nHost: {name}\r\nAccept: text/plain\r\n\r\n"
    answer = b""
    try:
        connection.settimeout(_left(until))
        connection.sendall(request.encode("ascii"))
        while len(answer) < ANSWER_BYTES:
            connection.settimeout(_left(until))
            piece = connection.recv(2048)
            if not piece:
                break
            answer += piece
            if target.proof.encode() in answer:
                return Finding()
    except OSError:
        raise _Stop("silent") from None
    status = re.match(rb"HTTP/1\.[01] ([1-5]\d\d)\b", answer)
    raise _Stop("stranger", status=int(status[1]) if status else 0)


def _left(until):
    left = until - time.monotonic()
    if left <= 0:
        raise _Stop("silent")
    return min(left, STEP_SECONDS)


def _some(addresses):
    return ", ".join(addresses[:SHOWN_ADDRESSES])
