"""Refusal of a whole book before anything is spoken, and the verdict that the last run left.

A book that would come out silent, or as another book than was written, is not made: a finding whose code refuses the
book stops `plan`, `produce` and the night alike, unless a waiver accepts it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from pipeline.codes import BOOK
from pipeline.errors import UnfitError
from pipeline.production.assembly import Assembly
from pipeline.production.deciding.forbidden import FORBIDDEN
from pipeline.production.job.job import Job
from pipeline.qa.findings import PlacedFinding, in_words, placed
from pipeline.qa.verdict import FAILED, Verdict, failing
from pipeline.qa.waivers import WHOLE_BOOK, waive, waivers_line
from pipeline.records import Finding
from pipeline.store import digest_of, write_atomically

LAST = "verdict.json"
SCHEMA = 1


def refusing(job: Job, findings: Iterable[Finding]) -> list[PlacedFinding]:
    """The findings for which nothing of the book may be spoken, without those that are waived."""
    against, _ = waive((placed(one) for one in dict.fromkeys(findings) if one.refuses == BOOK), job.waivers)
    return failing(against, job.rehearsal)


def unfit(assembly: Assembly) -> str:
    """Why nothing of the book may be spoken, and what would let it pass; "" where it may."""
    job = assembly.job
    against = refusing(job, (*assembly.findings, *assembly.state.findings))
    if not against:
        return ""
    return (
        f"{job.slug} is not spoken: {in_words(against)}. "
        f"Where a person wants it so, {job.path.with_name('waivers.yaml')} says: "
        f"{waivers_line((one.code, one.where if one.code == FORBIDDEN else WHOLE_BOOK) for one in against)}"
    )


def check_fit(assembly: Assembly) -> None:
    """Raises UnfitError where nothing of the book may be spoken."""
    if reason := unfit(assembly):
        raise UnfitError(reason)


# ---------------------------------------------------------------- the last run's verdict


def remember(job: Job, verdict: Verdict) -> None:
    """Writes out/<production>/verdict.json. Nothing else records how a run ended in which a line failed."""
    answer = {"schema": SCHEMA, "state": verdict.state, "reasons": list(verdict.reasons), "of": _inputs(job)}
    write_atomically(job.out / LAST, (json.dumps(answer, ensure_ascii=False, indent=1) + "\n").encode())


def last_failure(job: Job) -> str:
    """Why the last run failed; "" where it did not, or where its inputs have changed since."""
    try:
        last = json.loads((job.out / LAST).read_text("utf-8"))
        if last["state"] == FAILED and last["of"] == _inputs(job):
            return f"the last run failed: {'; '.join(map(str, last['reasons']))}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # none, or damaged: the next run writes it
    return ""


def _inputs(job: Job) -> str:
    """A digest of what people wrote: lock, production, pickups, waivers, approvals."""
    parts = [
        job.fixed.model_dump_json(),
        job.production.model_dump_json(),
        *(one.model_dump_json() for one in (*job.pickups, *job.waivers, *job.approvals)),
    ]
    return digest_of("\n".join(parts).encode())
