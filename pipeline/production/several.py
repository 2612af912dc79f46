"""Productions with several specs: the specs share the takes, and each has masters and deliverables of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.errors import DeliveryError
from pipeline.production.assembly import Stale
from pipeline.production.job.job import Job
from pipeline.production.job.owning import check_own
from pipeline.production.kinds import lay_out
from pipeline.production.plan import Plan, plan_of
from pipeline.production.produce import Produced, produce
from pipeline.production.runtime import Runtime
from pipeline.qa.verdict import worst
from pipeline.store import Store


def plan_all(jobs: Sequence[Job], store: Store) -> Plan:
    """The plans of all specs in one; where there are several, each part and format carries the name of its spec."""
    plans = [plan_of(lay_out(job, store)) for job in jobs]
    first = plans[0]
    if len(plans) == 1:
        return first
    return replace(
        first,
        masters=_named(jobs, [plan.masters for plan in plans]),
        compute_ms=max(plan.compute_ms for plan in plans),  # the takes are shared
        deliverables=_named(jobs, [plan.deliverables for plan in plans]),
        findings=tuple(dict.fromkeys(finding for plan in plans for finding in plan.findings)),
        changed=tuple(dict.fromkeys(change for plan in plans for change in plan.changed)),
        verdict=worst([plan.verdict for plan in plans]),
        refused=next((p.refused for p in plans if p.refused), ""),
    )


def _named(jobs: Sequence[Job], stale: Iterable[tuple[Stale, ...]]) -> tuple[Stale, ...]:
    return tuple(
        replace(one, what=f"{one.what} [{job.spec_name}]")
        for job, ones in zip(jobs, stale, strict=True)
        for one in ones
    )


def produce_all(jobs: Sequence[Job], runtime: Runtime, upgrade: Iterable[str] = ()) -> Produced:
    """Runs `produce` for each spec in turn. A spec that its checks refuse does not stop the others.

    Raises:
        as `produce`; LockError and ConsentError before anything is made for any spec.
    """
    upgrade = tuple(upgrade)
    for job in jobs:
        job.check_consent(runtime.permission(job.repo))
        check_own(job)
        job.check_retired()
        job.check_lock(upgrade)
    made: list[Produced] = []
    refused: list[DeliveryError] = []
    for job in jobs:
        try:
            made.append(produce(job, runtime, upgrade))
        except DeliveryError as error:
            refused.append(error)
    if refused:
        raise DeliveryError("\n".join(map(str, refused)))
    first = made[0]
    if len(made) == 1:
        return first
    return replace(
        first,
        deliverables=tuple(one for each in made for one in each.deliverables),
        made=sum(each.made for each in made),
        findings=tuple(dict.fromkeys(finding for each in made for finding in each.findings)),
        lines_with_findings=max(each.lines_with_findings for each in made),
        verdict=worst([each.verdict for each in made]),
        compute_ms=sum(each.compute_ms for each in made),
        wall_ms=sum(each.wall_ms for each in made),
    )
