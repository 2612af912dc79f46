"""What the take sheet tells of attempts: each in a few words, and why one of them was taken."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.production.gating.attempts import Attempt
from pipeline.production.state import ProductionState
from pipeline.qa.gate.records import PASS
from pipeline.qa.gate.telling import in_words
from pipeline.records import Missing
from pipeline.takes import Failure, Tried, machine_attempt

HOW = ("first take", "another seed", "conservative settings", "another seed again")


def tried_of(state: ProductionState) -> Mapping[str, Tried]:
    """The attempts by the key of the one that is used, where there was more than a first take that passed."""
    found = {}
    for course in state.gate.courses if state.gate else ():
        verdict = course.used.verdict
        if len(course.attempts) > 1 or (verdict and verdict.state != PASS):
            words = [f"{number}: {in_short(one)}" for number, one in enumerate(course.attempts, start=1)]
            if course.wrong and len(course.attempts) > 1:
                words.append(f"taken: {course.circled + 1}, of the lowest risk")
            found[course.used.request.key] = Tried(course.circled + 1, tuple(words))
    return found


def how(attempt: Attempt) -> str:
    """How it was performed."""
    request = attempt.request
    return "clause by clause" if request.pieces else HOW[min(machine_attempt(request), len(HOW) - 1)]


def in_short(attempt: Attempt) -> str:
    """An attempt in a few words: what became of it, how it was performed, what was found."""
    if isinstance(attempt.take, Failure):
        return f"fail ({how(attempt)}): {attempt.take.why}"
    if isinstance(attempt.take, Missing):
        return f"wanted ({how(attempt)})"
    if attempt.verdict is None:
        return f"not judged ({how(attempt)})"
    found = ", ".join(f"{one.code} {in_words(one)}" for one in attempt.verdict.findings)
    return f"{attempt.verdict.state} ({how(attempt)})" + (f": {found}" if found else "")
