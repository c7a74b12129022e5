"""Whether a PDF is as a firm sealed it. Nothing of the file is kept."""

from dataclasses import dataclass
from datetime import datetime

from portal_cms.signing import seals, timestamps
from portal_cms.signing.models import Seal
from portal_cms.signing.pdf import process

VALID, CHANGED, FOREIGN, NOT_SEALED, UNREADABLE = "valid", "changed", "foreign", "not_sealed", "unreadable"
STATES = {VALID, CHANGED, FOREIGN, NOT_SEALED, UNREADABLE}
WALL_SECONDS = 30


@dataclass(frozen=True)
class Judgement:
    """`seal` and `sealed_at` are known for the first two states, `by` is what somebody else's certificate claims."""

    state: str
    seal: Seal | None = None
    sealed_at: datetime | None = None
    by_service: bool = False  # the time comes from a time-stamp service, not from the portal's clock
    by: str = ""


def judge(content: bytes, known: list[Seal]) -> Judgement:
    """What the seal of these bytes is worth, to those who know these seals."""
    chains = [seals.chain_of(seal) for seal in known]
    trusted = timestamps.trusted()
    try:
        said, _nothing = process.run(
            "verify",
            [content, *(one for chain in chains for one in chain), *trusted],
            wall_seconds=WALL_SECONDS,
            seals=[len(chain) for chain in chains],
            trusted=len(trusted),
        )
        return _understood(said, known)
    except (process.Refused, ValueError, LookupError, TypeError):
        return Judgement(UNREADABLE)


def _understood(said, known):
    state = said["state"] if said["state"] in STATES else UNREADABLE
    if state == FOREIGN:
        return Judgement(state, by=str(said["by"]))
    if "seal" not in said:
        return Judgement(UNREADABLE if state == VALID else state)
    at = datetime.fromisoformat(said["at"]) if said["at"] else None
    return Judgement(state, known[said["seal"]], at, said["clock"] == "service")
