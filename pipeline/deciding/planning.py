"""From a decision to the edits of the manifests that say it.

An edit is computed on what the manifests say now, which may be more than a production that was loaded earlier knows. A
decision that they say already has no edits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from pipeline.codes import CODES
from pipeline.deciding.pronouncing import lexicon_edits
from pipeline.deciding.records import Decision
from pipeline.errors import RefusedError
from pipeline.manifests import Approval, Approvals, Later, NamesLine, Pickup, Pickups, Review, Strict, Waiver, Waivers
from pipeline.manifests.editing import Draft, Edit, ListEdit
from pipeline.manifests.reading.documents import NO_TEXT
from pipeline.matching import plain
from pipeline.records import Line

E = TypeVar("E", bound=NamesLine)
S = TypeVar("S", bound=Strict)
_FILES: Mapping[str, tuple[str, type[Strict]]] = {
    "approvals": ("approvals.yaml", Approvals),
    "pickups": ("pickups.yaml", Pickups),
    "later": ("review.yaml", Review),
    "waivers": ("waivers.yaml", Waivers),
}


@dataclass(frozen=True)
class Place:
    """Where decisions are written: a production, its repo, and its lines."""

    production: Path  # its production.yaml
    repo: Path
    lines: Sequence[Line] = field(repr=False)

    @cached_property
    def by_slate(self) -> Mapping[str, Line]:
        return {line.slate: line for line in self.lines}

    @cached_property
    def _by_words(self) -> Mapping[str, list[Line]]:
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(plain(line.text), []).append(line)
        return found

    def same_words(self, text: str) -> Sequence[Line]:
        return self._by_words.get(plain(text), ())

    def line_of(self, decision: Decision) -> Line:
        """The line that a decision is about, although its slate may have moved since.

        Raises:
            RefusedError: there is none, or it cannot be told which of several.
        """
        line = self.by_slate.get(decision.slate)
        if line and (not decision.text or plain(line.text) == plain(decision.text)):
            return line
        same = self.same_words(decision.text) if decision.text else ()
        if len(same) == 1:
            return same[0]
        if same:
            raise RefusedError(f"{decision.text[:60]!r} stands at {', '.join(one.slate for one in same)}; say which")
        raise RefusedError(f"{decision.text[:60] or decision.slate!r} is no line of this book any more")


def decide(draft: Draft, decision: Decision, place: Place) -> None:
    """Puts a decision into a draft.

    Raises:
        RefusedError: it cannot be carried out; the message says why.
    """
    draft.edit(edits_of(draft, decision, place))


def edits_of(draft: Draft, decision: Decision, place: Place) -> list[Edit]:
    """The edits that make the manifests of a draft say a decision; none where they say it already.

    Raises:
        RefusedError: it is about no line, or lacks what its kind needs.
    """
    decision = _tidied(decision)
    if decision.what == "lexicon" or (decision.what == "withdraw" and decision.undoes == "lexicon"):
        return lexicon_edits(draft, decision, place.production, language_at(place, decision))
    desk = _Desk(draft, place, place.line_of(decision))
    return _KINDS[decision.what](desk, decision)


def _tidied(decision: Decision) -> Decision:
    """Without what a word processor pastes and no manifest holds: its line ends, control characters, blanks around."""
    texts = {one.name: getattr(decision, one.name) for one in fields(decision)}
    tidied: dict[str, Any] = {
        name: NO_TEXT.sub(" ", said).strip() for name, said in texts.items() if isinstance(said, str)
    }
    return replace(decision, **tidied)


def language_at(place: Place, decision: Decision) -> str:
    """The language of the line that a decision was made on."""
    line = place.by_slate.get(decision.slate) or next(iter(place.lines), None)
    return line.language if line else "en"


@dataclass(frozen=True, slots=True)
class _Desk:
    """A line, with what the manifests say of it."""

    draft: Draft
    place: Place
    line: Line

    def entries(self, field: str) -> tuple[Strict, ...]:
        name, model = _FILES[field]
        return tuple(getattr(self.draft.read(self.place.production.with_name(name), model), field))

    def entry(self, field: str, kind: type[E]) -> E | None:
        """What is written for this line alone: an entry for several lines of the same words is left to them."""
        found = None
        for one in self.entries(field):
            if isinstance(one, kind) and self._names_alone(one):
                found = one
        return found

    def _names_alone(self, named: NamesLine) -> bool:
        """Whether an entry is about this line and no other, as `matching.matched` finds lines."""
        if named.slate:
            return named.slate == self.line.slate and (not named.text or plain(named.text) == plain(self.line.text))
        return [one.slate for one in self.place.same_words(named.text)] == [self.line.slate]

    def edit(self, field: str, old: Strict | None, new: Strict | None) -> list[Edit]:
        """Nothing where nothing changes."""
        if old == new:
            return []
        name, model = _FILES[field]
        return [ListEdit(self.place.production.with_name(name), model, (field,), old, new)]

    def names(self) -> dict[str, str]:
        """How an entry names the line: by its words, with the slate where others have the same."""
        if not any(map(str.isalnum, self.line.text)):
            return {"slate": self.line.slate}
        alone = len(self.place.same_words(self.line.text)) == 1
        return {"text": self.line.text} if alone else {"text": self.line.text, "slate": self.line.slate}

    def settled(self) -> list[Edit]:
        """The line is no longer put off."""
        return self.edit("later", self.entry("later", Later), None)

    def no_longer_frozen(self) -> list[Edit]:
        """What asks for another sound takes the approval of the old one back."""
        return self.edit("approvals", self.entry("approvals", Approval), None)


def _approve(desk: _Desk, decision: Decision) -> list[Edit]:
    old = desk.entry("approvals", Approval)
    if old and old.take == decision.take:
        return desk.settled()
    by = decision.by.strip() or "a reviewer"
    note, date = decision.reason, decision.date
    new = _made(Approval, {**_named(old, desk), "take": decision.take, "by": by, "note": note, "date": date})
    return desk.edit("approvals", old, new) + desk.settled()


def _pickup(desk: _Desk, decision: Decision) -> list[Edit]:
    old = desk.entry("pickups", Pickup)
    asked: dict[str, object] = {
        "reason": decision.reason or (old.reason if old else ""),
        "direction": decision.direction,
    }
    if decision.file:
        asked |= {"file": decision.file, "say": decision.say}
    else:
        say = decision.say or (old.say if old and not old.file else "")
        asked |= {"say": say, "attempt": decision.attempt or (old.attempt if old else 0) + 1}
    return _performed_again(desk, old, asked)


def _say(desk: _Desk, decision: Decision) -> list[Edit]:
    old = desk.entry("pickups", Pickup)
    reason = decision.reason or (old.reason if old else "")
    asked: dict[str, object] = {
        "reason": reason,
        "say": decision.say,
        "attempt": decision.attempt,
        "direction": decision.direction,
    }
    return _performed_again(desk, old, asked)


def _performed_again(desk: _Desk, old: Pickup | None, asked: Mapping[str, object]) -> list[Edit]:
    if not str(asked["reason"]).strip():
        raise RefusedError("a pickup needs a reason, for those who read the manifest: what is wrong with the take?")
    new = _made(Pickup, {**_named(old, desk), **asked})
    return desk.edit("pickups", old, new) + ([] if old == new else desk.no_longer_frozen()) + desk.settled()


def _waive(desk: _Desk, decision: Decision) -> list[Edit]:
    if decision.code not in CODES:
        raise RefusedError(f"there is no code {decision.code!r} of findings to waive")
    if not decision.reason.strip():
        raise RefusedError(f"a waiver needs a reason: why is {decision.code} right as it is?")
    old = _waiver(desk, decision.code)
    names = desk.names()
    where = old.where if old else names.get("slate") or names["text"]
    new = Waiver(code=decision.code, where=where, reason=decision.reason)
    return desk.edit("waivers", old, new) + desk.settled()


def _later(desk: _Desk, decision: Decision) -> list[Edit]:
    old = desk.entry("later", Later)
    if old and old.reason == (decision.reason.strip() or old.reason):
        return []
    reason = decision.reason.strip() or "to be heard again"
    new = _made(Later, {**_named(old, desk), "reason": reason, "by": decision.by, "date": decision.date})
    return desk.edit("later", old, new)


def _withdraw(desk: _Desk, decision: Decision) -> list[Edit]:
    if decision.undoes == "approve":
        return desk.edit("approvals", desk.entry("approvals", Approval), None)
    if decision.undoes in ("pickup", "say"):
        return desk.edit("pickups", desk.entry("pickups", Pickup), None)
    if decision.undoes == "later":
        return desk.settled()
    if decision.undoes == "waive":
        return desk.edit("waivers", _waiver(desk, decision.code), None)
    raise RefusedError(f"there is nothing to withdraw that is called {decision.undoes!r}")


def _waiver(desk: _Desk, code: str) -> Waiver | None:
    places = {plain(desk.line.slate)}
    if len(desk.place.same_words(desk.line.text)) == 1:
        places.add(plain(desk.line.text))
    found = [one for one in desk.entries("waivers") if isinstance(one, Waiver)]
    return next((one for one in reversed(found) if one.code == code and plain(one.where) in places), None)


def _made(kind: type[S], fields: Mapping[str, object]) -> S:
    """An entry, or the refusal of one in the words of its model."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise RefusedError("; ".join(one["msg"].removeprefix("Value error, ") for one in error.errors())) from None


def _named(old: NamesLine | None, desk: _Desk) -> dict[str, str]:
    """An entry that is changed goes on naming its line as its author did."""
    return {"text": old.text, "slate": old.slate} if old else desk.names()


_KINDS: Mapping[str, Callable[[_Desk, Decision], list[Edit]]] = {
    "approve": _approve,
    "pickup": _pickup,
    "say": _say,
    "waive": _waive,
    "later": _later,
    "withdraw": _withdraw,
}
