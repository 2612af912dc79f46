"""From a gate file to the limits and norms of the checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.errors import ManifestError
from pipeline.listener import Role
from pipeline.manifests import Gate, did_you_mean
from pipeline.qa.gate.checks import TAKE_CHECKS
from pipeline.qa.gate.records import Limits, Norms, TakeCheck


def limits_of(gate: Gate | None, checks: Iterable[TakeCheck] = TAKE_CHECKS) -> Mapping[str, Limits]:
    """The limits in force, by the checks' names: as the file has them, else as they ship.

    Raises:
        ManifestError: the file names a check that there is not.
    """
    limits = {check.name: check.limits for check in checks}
    for name, written in (gate.thresholds if gate else {}).items():
        if name not in limits:
            raise ManifestError(f"thresholds: there is no check {name!r} of takes; {did_you_mean(name, set(limits))}")
        shipped, said = limits[name], written.model_fields_set
        limits[name] = now = Limits(
            written.flag if "flag" in said else shipped.flag, written.fail if "fail" in said else shipped.fail
        )
        if _out_of_order(now, shipped):
            raise ManifestError(
                f"thresholds.{name}: a take that fails is flagged before: write flag and fail, and fail (now "
                f"{now.fail:g}) beyond flag ({now.flag:g})"
            )
    return limits


def _out_of_order(now: Limits, shipped: Limits) -> bool:
    """Whether fail lies before flag, on whichever side of it is worse."""
    if now.flag is None or now.fail is None:
        return False
    downwards = shipped.flag is not None and shipped.fail is not None and shipped.fail < shipped.flag
    return now.fail > now.flag if downwards else now.fail < now.flag


def norms_of(gate: Gate | None) -> Norms:
    """What the file knows of the voice; nothing where it was written for all voices of a language."""
    if gate is None or gate.norms is None:
        return Norms()
    return Norms(gate.norms.takes, gate.norms.figures, gate.norms.speaker)


def heard_by_others(gate: Gate | None, listeners: Mapping[Role, str]) -> tuple[Role, ...]:
    """The roles whose listener is another than the one that the thresholds were found with."""
    known = gate.calibrated.listeners if gate and gate.calibrated else {}
    return tuple(role for role, fingerprint in listeners.items() if known.get(role, fingerprint) != fingerprint)
