"""From takes to verdicts: the first roles hear all takes, others those for which a check wants them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.hearing import hear_request
from pipeline.listener import Hearing, Role
from pipeline.qa.examining.ears import Ears
from pipeline.qa.gate.judging import judge
from pipeline.qa.gate.records import PASS, HeardTake, Limits, Norms, TakeVerdict
from pipeline.records import Take
from pipeline.takes import Failure

FIRST_ROLES: tuple[Role, ...] = ("signal", "words", "speaker")
ROUNDS = 3  # of roles that checks want


@dataclass(frozen=True, slots=True)
class Asked:
    """A take to be examined, with what is known of it beside its sound."""

    take: Take
    spoken: str
    language: str
    expected_ms: int = 0  # as its engine expects it; 0 where there is no engine
    reference_text: str = ""
    facts: Mapping[str, float | int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Examined:
    """A take with its verdict; `unheard` says by role why nobody heard it."""

    heard: HeardTake
    verdict: TakeVerdict
    unheard: Mapping[Role, str] = field(default_factory=dict)


def heard_first(ears: Ears, asked: Sequence[Asked], roles: Sequence[Sequence[Role]] | None = None) -> list[HeardTake]:
    """What the first roles (or `roles`, of each) hear of takes, without norms: from these, norms are learned."""
    takes = [
        HeardTake(
            one.spoken,
            one.language,
            one.take.duration_ms,
            one.expected_ms,
            {},
            Norms(),
            one.facts or one.take.facts,
            one.reference_text,
        )
        for one in asked
    ]
    return _heard_too(ears, asked, takes, roles or [FIRST_ROLES] * len(takes))


def examine(
    ears: Ears, asked: Sequence[Asked], heard: Sequence[HeardTake], limits: Sequence[Mapping[str, Limits]]
) -> list[Examined]:
    """The verdicts on takes that the first roles have heard, by the limits of each."""
    takes = list(heard)
    verdicts = [judge(take, limit) for take, limit in zip(takes, limits, strict=True)]
    for _ in range(ROUNDS):
        wanted = [
            [role for role in verdict.wanted if role not in take.hearings and role not in ears.unready]
            for take, verdict in zip(takes, verdicts, strict=True)
        ]
        if not any(wanted):
            break
        more = _heard_too(ears, asked, takes, wanted)
        for i, (old, new) in enumerate(zip(takes, more, strict=True)):
            if new.hearings.keys() != old.hearings.keys():
                verdicts[i] = judge(new, limits[i])
        if more == takes:
            break
        takes = more
    return [
        Examined(
            take,
            final(take, verdict, ears, one.take.digest),
            {r: why for r, why in ears.unready.items() if r not in take.hearings},
        )
        for one, take, verdict in zip(asked, takes, verdicts, strict=True)
    ]


def final(take: HeardTake, verdict: TakeVerdict, ears: Ears, digest: str) -> TakeVerdict:
    """The verdict; where nothing is wrong with the sound, but nobody has heard the words, it is inconclusive."""
    if "words" in take.hearings:
        return verdict
    if failed := ears.deaf.get((digest, "words")):
        state = "inconclusive" if verdict.state == PASS else verdict.state
        return replace(verdict, state=state, why=f"no word was heard, for the listener failed: {failed}")
    if verdict.state != PASS:
        return verdict
    nobody = f"no listener here understands {take.language!r}"
    return replace(
        verdict, state="inconclusive", why=verdict.why or f"no word was heard: {ears.unready.get('words', nobody)}"
    )


def _heard_too(
    ears: Ears, asked: Sequence[Asked], takes: Sequence[HeardTake], roles: Sequence[Sequence[Role]]
) -> list[HeardTake]:
    """The takes with what these roles heard of each; a role that nobody fills is passed over."""
    requests = {}
    for i, (one, wanted) in enumerate(zip(asked, roles, strict=True)):
        for role in wanted:
            if listener := ears.listener(role, one.language):
                requests[i, role] = hear_request(one.take, one.spoken, one.language, listener)
    answers = ears.hear(requests.values())
    hearings: list[dict[Role, Hearing]] = [dict(take.hearings) for take in takes]
    for (i, role), request in requests.items():
        answer = answers[request.key]
        if not isinstance(answer, Failure):
            hearings[i][role] = answer
    return [replace(take, hearings=heard) for take, heard in zip(takes, hearings, strict=True)]
