"""Decisions as a file: what was decided on a page that was used offline, and its way into the manifests.

Importing is told decision by decision. What the manifests say already changes nothing, so that a file may be imported
twice; what somebody else has decided otherwise meanwhile is a conflict, and is left as it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.deciding.planning import Place, decide, language_at
from pipeline.deciding.pronouncing import said_now
from pipeline.deciding.records import WHAT, Decision
from pipeline.errors import RefusedError
from pipeline.manifests.editing import Change, Draft, UnprovedError

SCHEMA = 1
LARGEST = 16 << 20  # bytes: a decision has some 400, and a long book 12,000 lines

# new: it is written. already: the manifests say so. conflict: they say something else by now. lost: it cannot be
# carried out, as for a line that is no longer there.
Outcome = Literal["new", "already", "conflict", "lost"]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one decision of a file, and why."""

    decision: Decision
    outcome: Outcome
    why: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schema: int
    production: str
    decisions: tuple[Decision, ...]


def decisions_bytes(production: str, decisions: Sequence[Decision]) -> bytes:
    """decisions.json of a production's slug."""
    return msgspec.json.format(msgspec.json.encode(_File(SCHEMA, production, tuple(decisions))), indent=1) + b"\n"


def read_decisions(path: Path, production: str) -> tuple[Decision, ...]:
    """The decisions in a file.

    Raises:
        RefusedError: it is none, is damaged, or is about another production.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise RefusedError(f"{path} has more than {LARGEST >> 20} MB, which no file of decisions has")
        return decisions_in(path.read_bytes(), production, str(path))
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}") from None


def decisions_in(data: bytes, production: str, where: str) -> tuple[Decision, ...]:
    """The decisions in the bytes of a file called `where` in messages.

    Raises:
        RefusedError: as `read_decisions`.
    """
    try:
        found = msgspec.json.decode(data, type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedError(f"{where} is no file of decisions, or is damaged: {error}") from None
    if found.schema != SCHEMA:
        raise RefusedError(f"{where} is of another version of voicepress ({found.schema}, here {SCHEMA})")
    if found.production != production:
        raise RefusedError(f"{where} is about the production {found.production!r}, not {production!r}")
    if unknown := next((one.what for one in found.decisions if one.what not in WHAT), None):
        raise RefusedError(f"{where}: there is no decision {unknown!r}")
    return found.decisions


def import_decisions(
    decisions: Sequence[Decision], place: Place, versions: Mapping[str, str], insist: Collection[int] = ()
) -> tuple[list[Change], list[Told]]:
    """What a file of decisions changes, and what becomes of each. Nothing is written.

    Args:
        versions: of the lines' rows as they are now, by slate (ReviewRow.version).
        insist: numbers of decisions, from 0, that count although somebody else has decided otherwise.
    """
    decisions = [_numbered(one) for one in decisions]
    try:
        return _imported(decisions, place, versions, insist, Draft(place.repo, prove=False))
    except UnprovedError:
        return _imported(decisions, place, versions, insist, Draft(place.repo))


def _imported(
    decisions: Sequence[Decision], place: Place, versions: Mapping[str, str], insist: Collection[int], draft: Draft
) -> tuple[list[Change], list[Told]]:
    told: dict[int, Told] = {}
    for numbers in _by_line(decisions, place, told):
        trial = draft.copy()
        try:
            for number in _settled(decisions, numbers):
                decide(trial, decisions[number], place)
        except RefusedError as error:
            told |= {number: Told(decisions[number], "lost", str(error)) for number in numbers}
            continue
        if not trial.differs_from(draft):
            told |= {number: Told(decisions[number], "already") for number in numbers}
        elif why := _overtaken(draft, [decisions[n] for n in numbers if n not in insist], place, versions):
            told |= {number: Told(decisions[number], "conflict", why) for number in numbers}
        else:
            told |= {number: Told(decisions[number], "new") for number in numbers}
            draft = trial
    return draft.changes(), [told[number] for number in range(len(decisions))]


def _numbered(decision: Decision) -> Decision:
    """A pickup that names no attempt asks for the first: counted on from what stands there, it would never be done."""
    asks = decision.what == "pickup" and not decision.attempt and not decision.file
    return replace(decision, attempt=1) if asks else decision


def _by_line(decisions: Sequence[Decision], place: Place, told: dict[int, Told]) -> list[list[int]]:
    """The numbers of the decisions that belong together: about one line, or one word of a lexicon."""
    groups: dict[tuple[str, str], list[int]] = {}
    for number, decision in enumerate(decisions):
        if "lexicon" in (decision.what, decision.undoes):
            groups.setdefault(("", f"{decision.lexicon} {decision.word}"), []).append(number)
            continue
        try:
            groups.setdefault((place.line_of(decision).slate, ""), []).append(number)
        except RefusedError as error:
            told[number] = Told(decision, "lost", str(error))
    return [*groups.values()]


def _settled(decisions: Sequence[Decision], numbers: Sequence[int]) -> list[int]:
    """Without what the same person has decided otherwise later: only the last word on a line counts.

    Else a file that flags a line for later and then approves it would flag it again when it is imported twice.
    """
    kept: list[int] = []
    closed: set[str] = set()
    for number in reversed(numbers):
        one = decisions[number]
        kind = f"{one.what} {one.code}" if one.what == "waive" else "pickup" if one.what == "say" else one.what
        if one.what == "withdraw":
            kind = f"{one.undoes} {one.code}" if one.undoes == "waive" else one.undoes.replace("say", "pickup")
        if kind not in closed:
            kept.append(number)
        closed.add(kind)
        if one.what in ("approve", "pickup", "say", "waive"):
            closed.add("later")
        if one.what in ("pickup", "say"):
            closed.add("approve")
    return kept[::-1]


def _overtaken(draft: Draft, decisions: Sequence[Decision], place: Place, versions: Mapping[str, str]) -> str:
    """Why the decisions of an offline page are not simply taken; "" where nobody else has touched the line."""
    for one in decisions:
        if one.what == "lexicon":
            now = said_now(draft, one, place.production, language_at(place, one))
            if now and now != one.seen:
                return f"{one.word!r} is said {now!r} by now"
        if "lexicon" in (one.what, one.undoes):
            continue
        slate = place.line_of(one).slate
        now = versions.get(slate, "")
        if one.seen and now and one.seen != now:
            return f"{slate} has changed since the page was made: another take, other words or another decision"
    return ""
