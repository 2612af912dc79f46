"""Say how every production of a folder stands: what is made, what is to be made, what stands in the way."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from flows import answers
from flows.commands._common import print_json
from flows.repo import Repo
from pipeline.errors import MissingExtraError, RefusedError, VoicepressError
from pipeline.production.housekeeping import productions_under
from pipeline.qa.verdict import FAILED, UNFINISHED
from pipeline.report.gate import GateSummary


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, nargs="?", default=Path("manifests"))
    parser.add_argument("--store", help="where objects are kept (default: the repo's)")


def run(options: argparse.Namespace) -> int:
    paths = productions_under(options.folder)
    if not paths:
        raise RefusedError(f"there is no production.yaml under {options.folder}; 'voicepress new BOOK.epub' writes one")
    rows = []
    for path in paths:  # each is told as it is found: many books take their time
        row, parts = _row(path, options.store)
        rows.append(row)
        if not options.json:
            print(f"{row['slug']:40.40s} {_told(row, parts)}", flush=True)
    if options.json:
        print_json(rows)
    return 0


def _told(row: dict[str, Any], parts: str) -> str:
    """The row in words; `parts` is what masters are called."""
    if row["error"]:
        return f"{'cannot be told here' if row['verdict']['state'] == UNFINISHED else FAILED}: {row['error']}"
    between = f"{row['masters']:,} {parts}, " if parts else ""
    left = "fresh" if row["fresh"] else f"{row['takes']:,} takes, {between}{row['deliverables']} deliverables to make"
    if row["gate"] and row["gate"]["waiting"]:
        left += f"; {GateSummary.of(row['gate']).waits()}"
    facts = f"{row['lines']:6,} lines  {answers.clock(row['audio_ms']):>8s}  {answers.percent(row['share']):>6s} spoken"
    return f"{facts}  {left}{_judged(row)}"


def _judged(row: dict[str, Any]) -> str:
    verdict = row["verdict"]
    sentence = (
        "" if verdict["state"] == UNFINISHED else "; ".join(filter(None, [verdict["state"], *verdict["reasons"]]))
    )
    return f"; {sentence.replace('; ', ': ', 1)}" if sentence else ""


def _row(path: Path, store: str | None) -> tuple[dict[str, Any], str]:
    """What is known of a production, and what its masters are called."""
    slug = path.resolve().parent.name
    try:
        plan = Repo.at(path, store).plan(path)
    except VoicepressError as error:
        # What is not installed here is no fault of the production.
        state = UNFINISHED if isinstance(error, MissingExtraError) else FAILED
        return {
            "slug": slug,
            "production": str(path),
            "error": str(error),
            "schema": answers.SCHEMA,
            "verdict": {"state": state, "reasons": [str(error)]},
        }, ""
    return {
        "slug": slug,
        "production": str(path),
        "error": "",
        "fresh": plan.fresh,
        "lines": plan.lines,
        "takes": len(plan.takes),
        "to_hear": plan.to_hear,
        "gate": answers.gate(plan.gate),
        "masters": len(plan.masters),
        "deliverables": len(plan.deliverables),
        "audio_ms": plan.audio_ms,
        "compute_ms": plan.compute_ms,
        "changed": list(plan.changed),
        "refused": plan.refused,
        "schema": answers.SCHEMA,
        "verdict": answers.verdict(plan.verdict),
        "share": answers.share(plan),
    }, plan.parts
