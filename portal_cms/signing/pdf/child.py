"""The process that opens PDFs to be signed or checked: `python -m portal_cms.signing.pdf.child`.

In: a line of JSON with the task and the lengths of its parts, then the parts. Out: lines of JSON. {"ask": ..., "data":
...} asks the parent for something only it can do, to sign with the firm's key or to fetch a time stamp, and is answered
by one line; the last line is {"done": ...} with the size of a file that follows. Nothing here imports Django.
"""

import asyncio
import base64
import json
import os
import sys

from portal_cms.documents.inspection import limits
from portal_cms.signing.pdf.refused import Refused


class Parent:
    """The way to the process that started this one."""

    def __init__(self):
        self._output = os.fdopen(os.dup(1), "wb")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints goes nowhere
        self._input = sys.stdin.buffer

    def receive(self):
        task = json.loads(self._input.readline())
        return task, [self._input.read(size) for size in task.pop("parts")]

    def ask(self, what: str, data: bytes) -> bytes:
        self._line({"ask": what, "data": base64.b64encode(data).decode()})
        return base64.b64decode(json.loads(self._input.readline())["answer"])

    def finish(self, outcome: dict, content: bytes = b""):
        self._line({"done": outcome, "size": len(content)})
        self._output.write(content)
        self._output.flush()

    def _line(self, data):
        self._output.write(json.dumps(data).encode() + b"\n")
        self._output.flush()


def main() -> None:
    loop = asyncio.new_event_loop()  # opens a socket to itself, which the limits would forbid
    limits.apply()
    parent = Parent()
    task, parts = parent.receive()
    try:
        outcome, content = loop.run_until_complete(TASKS[task.pop("task")](parent, parts, **task))
    except Refused as error:
        outcome, content = {"refused": str(error)}, b""
    parent.finish(outcome, content)
    loop.close()


async def inspect(parent, parts):
    """Whether the PDF can be signed, tried out on it: {"line": the place on its line for signing, or None, see `room`} or
    {"refused": code}."""
    from portal_cms.signing.pdf import opening, room, stamping

    stamped = stamping.stamp(parts[0], parts[1], places=[None])
    opening.open_for_sealing(stamped)
    return {"line": room.line_of(parts[0])}, b""


async def compose(parent, parts, *, places, certificates, crls, words, has_timestamp):
    """The original, stamped, with its page of evidence and the seal; `certificates`: how many of the parts."""
    from portal_cms.signing.pdf import sealing, stamping, verifying

    original, sheets, rest = parts[0], parts[1], parts[2:]
    stamped = stamping.stamp(original, sheets, places=places)
    chain, lists, trusted = (
        rest[:certificates],
        rest[certificates : certificates + crls],
        rest[certificates + crls :],
    )
    content, level = await sealing.seal(
        stamped,
        chain=chain,
        crls=lists,
        trusted=trusted,
        ask=parent.ask,
        has_timestamp=has_timestamp,
        **words,
    )
    judged = await verifying.verify(content, [chain], trusted)
    return {"level": level, "state": judged["state"]}, content


async def verify(parent, parts, *, seals, trusted):
    """What the seal of a PDF is worth; `seals`: for each known one the number of its certificates."""
    from portal_cms.signing.pdf import verifying

    content, rest = parts[0], parts[1:]
    chains = []
    for count in seals:
        chains.append(rest[:count])
        rest = rest[count:]
    return await verifying.verify(content, chains, rest[:trusted]), b""


TASKS = {"inspect": inspect, "compose": compose, "verify": verify}

if __name__ == "__main__":
    main()
