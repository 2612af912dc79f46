"""Verdicts of a finished book, kept as one entry: a plan of 12,000 lines does not read and judge every hearing again.

It is pure work under the digest of what it follows from: code, limits, listeners, and the take of every line. What an
entry says is used only where the store still holds every take that it names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pipeline.production.gating as code_here
import pipeline.qa.gate as code_of_verdicts
import pipeline.takes as code_of_takes
from pipeline.errors import StoreError
from pipeline.listener import ROLES, Role
from pipeline.production.gating.attempts import Course
from pipeline.production.gating.in_force import GateInForce
from pipeline.production.gating.teaching import group_of
from pipeline.qa.gate.records import PASS, TakeVerdict
from pipeline.records import Missing, Take
from pipeline.store import NewEntry, Store, digest_of_code, from_json, gate_key, to_json
from pipeline.takes import Failure, TakeRequest

LEAST = 0.98  # of the first takes have to be there, or the book is not finished and nothing was kept


@dataclass(frozen=True, slots=True)
class KeptAttempt:
    take: str  # digest; "" where it could not be spoken
    why: str = ""
    verdict: TakeVerdict | None = None
    heard_by: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptVerdicts:
    """Of the courses in their order. Most pass at once: of these only by whom they were heard is said.

    Attributes:
        ears: sets of roles.
        heard: for each course the number of its set; -1 where it is among the others.
        others: attempts of the other courses, by their number.
    """

    ears: tuple[tuple[Role, ...], ...]
    heard: tuple[int, ...]
    others: Mapping[int, tuple[KeptAttempt, ...]] = field(default_factory=dict)


def verdicts_key(
    in_force: GateInForce, courses: Sequence[Course], takes: Mapping[str, Take | Failure | Missing]
) -> str:
    """The key of a finished book's verdicts; "" where too many of its takes are to be made."""
    first = [(course.first.key, take.digest if isinstance(take := takes[course.first.key], Take) else "")
             for course in courses]  # fmt: skip
    if sum(1 for _, digest in first if digest) < LEAST * len(first) or not first:
        return ""
    groups = sorted({(*group_of(course.first), course.first.language) for course in courses})
    listeners = [
        [role, language, used.fingerprint if used else "", not in_force.lacks(used) if used else False]
        for language in sorted({language for *_, language in groups})
        for role in ROLES
        for used in [in_force.listener(role, language)]
    ]
    measures = [to_json(in_force.measure(voice, language)).decode() for voice, _, language in groups]
    code = [digest_of_code(Path(str(one.__file__)).parent) for one in (code_here, code_of_verdicts, code_of_takes)]
    return gate_key([code, in_force.level, in_force.share, listeners, measures], first)


def find_verdicts(store: Store, key: str) -> KeptVerdicts | None:
    """The verdicts of a finished book; None where none are kept."""
    with suppress(StoreError):  # damaged: they are worked out again
        found = store.find_as("gate", key, lambda entry: from_json(store.read(entry.digest), KeptVerdicts))
        return found if isinstance(found, KeptVerdicts) else None
    return None


def keep_verdicts(store: Store, key: str, courses: Sequence[Course]) -> None:
    """Keeps the verdicts on courses of which every one is settled."""
    ears: dict[tuple[Role, ...], int] = {}
    heard, others = [], {}
    for number, course in enumerate(courses):
        used = course.used
        plain = len(course.attempts) == 1 and used.verdict and used.verdict.state == PASS and not used.verdict.findings
        heard.append(ears.setdefault(used.heard_by, len(ears)) if plain else -1)
        if not plain:
            others[number] = tuple(
                KeptAttempt(one.take.digest, "", one.verdict, one.heard_by)
                if isinstance(one.take, Take)
                else KeptAttempt("", one.take.why if isinstance(one.take, Failure) else "")
                for one in course.attempts
            )
    data = to_json(KeptVerdicts(tuple(ears), tuple(heard), others))
    with suppress(StoreError):  # a store that cannot be written to: they are worked out again
        store.keep(NewEntry("gate", key, data, {}, {"lines": len(courses)}), synced=False)


def same_takes(
    kept: Sequence[KeptAttempt], requests: Sequence[TakeRequest], take_of: Callable[[TakeRequest], object]
) -> bool:
    """Whether the store holds the takes that verdicts are about."""
    return len(kept) <= len(requests) and all(
        not one.take or (isinstance(take := take_of(request), Take) and take.digest == one.take)
        for one, request in zip(kept, requests, strict=False)
    )
