"""t-015: what the engine itself tells of a performance: that it stopped at its limit, or said one sound on and on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.qa.gate.checks.beyond import beyond
from pipeline.qa.gate.records import HeardTake, Limits, TakeCheck, TakeFinding

STOPPED_WELL = frozenset({"", "eos", "end"})
TOKENS_PER_PHONE = 6.0  # of a voice at rest 2 to 4; a runaway has many times as many
FEW_PHONES = 6  # below, silence outweighs speech


def stopped(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """1.0 where the engine did not end by itself."""
    why = str(take.facts.get("stopped", ""))
    if why not in STOPPED_WELL:
        yield from beyond("t-015", 1.0, limits, f"the engine stopped by its {why}, not at the end of the text")


def runaway(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """The longest run of one token, in tokens of 40 ms: a sound that is held on and on, or silence."""
    run = _number(take, "longest_run")
    for value in run:
        yield from beyond("t-015", value, limits, f"the engine said one sound {value:.0f} times in a row")


def tokens(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """Tokens a phone, by what is most for a voice that is well."""
    phones = next(_number(take, "phones"), 0.0)
    for value in _number(take, "tokens_per_phone"):
        if phones >= FEW_PHONES:
            found = f"the engine needed {value:.1f} tokens a phone"
            yield from beyond("t-015", value / TOKENS_PER_PHONE, limits, found)


def _number(take: HeardTake, name: str) -> Iterator[float]:
    value = take.facts.get(name)
    if isinstance(value, int | float):
        yield float(value)


CHECKS = (
    TakeCheck("engine_stopped", "t-015", (), Limits(None, 1.0), stopped),
    TakeCheck("engine_run", "t-015", (), Limits(30.0, 48.0), runaway),
    TakeCheck("engine_tokens", "t-015", (), Limits(1.0, 1.6), tokens),
)
