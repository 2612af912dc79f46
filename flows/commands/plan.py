"""Say what would be made and why each thing is stale, with the expected audio and compute time. Makes nothing."""

from __future__ import annotations

import argparse
from collections import Counter

from flows import answers
from flows.commands._common import accept_argument, count, print_json, production_argument, takes_accepted
from flows.commands._warm import tell_cold
from flows.repo import Repo
from pipeline.codes import CODES
from pipeline.errors import UnfitError
from pipeline.production import Plan
from pipeline.qa.verdict import UNFINISHED

FINDINGS_SHOWN = 5  # of a code


def arguments(parser: argparse.ArgumentParser) -> None:
    production_argument(parser)
    parser.add_argument("--all", action="store_true", help="list every line and every finding, not some of each kind")
    accept_argument(parser)
    parser.add_argument("--rehearsal", action="store_true", help="of the rehearsal")


def run(options: argparse.Namespace) -> int:
    repo = Repo.at(options.production, options.store)
    tell_cold(repo)
    plan = repo.plan(options.production, rehearsal=options.rehearsal, accept=takes_accepted(options))
    if options.json:
        print_json(answers.plan(plan))
    else:
        _tell(plan, options.all)
    return UnfitError.exit_code if plan.unfit else 0


def _tell(plan: Plan, everything: bool) -> None:
    if plan.refused:
        print(f"failed: {plan.refused} (produce refuses, too)")
    elif plan.verdict.state != UNFINISHED:
        print(plan.verdict)
    if plan.fresh:
        print(f"nothing to make: {count(plan.lines, 'line')}, {answers.clock(plan.audio_ms)} of audio")
    for title, stale in (("takes", plan.takes), ("masters", plan.masters), ("deliverables", plan.deliverables)):
        if not stale:
            continue
        print(f"{title}: {len(stale):,} to make")
        if everything:
            for one in stale:
                print(f"  {one.what}: {one.reason}")
            continue
        # What differs from line to line stands after a comma: "its spoken form has changed, from ...".
        for kind, number in Counter(one.reason.partition(", ")[0] for one in stale).most_common(8):
            first = next(one for one in stale if one.reason.partition(", ")[0] == kind)
            if number == 1:
                print(f"  {number:6,} {first.what}: {first.reason}")
            else:
                print(f"  {number:6,} {kind} ({first.what} ...)")
    if plan.to_hear:
        print(f"takes to hear: {plan.to_hear:,}")
    if plan.gate and plan.gate.judged:
        print(f"gate {plan.gate.level}: {plan.gate.in_words()}")
    if not plan.fresh:
        print(f"expected: {answers.clock(plan.audio_ms)} of audio, {answers.clock(plan.compute_ms)} of compute")
    if plan.loading:
        each = ", ".join(f"{voice.voice} {voice.ms / 1000:.1f} s" for voice in plan.loading)
        print(f"to load before the first line, per engine process: {each}")
    for voice in plan.loading:
        if voice.size:
            here = f"{voice.fetched / 1e6:,.1f} MB came here now" if voice.fetched else "this one has them"
            print(f"{voice.voice}: {voice.size / 1e6:,.1f} MB of files for each machine that speaks; {here}")
    if plan.skipped:
        print("chapters that are not read:")
        for chapter, reason in plan.skipped:
            print(f"  {chapter or '(untitled)'}: {reason}")
    _coverage(plan)
    _notes(plan, everything)


def _notes(plan: Plan, everything: bool) -> None:
    """By code, the first of each; how many there are is always said."""
    for code, number in sorted(Counter(finding.code for finding in plan.findings).items()):
        mine = [finding for finding in plan.findings if finding.code == code]
        print(f"{CODES[code].severity} {code}: {CODES[code].means} ({number:,})")
        for finding in mine if everything else mine[:FINDINGS_SHOWN]:
            print(f"  {finding.where}: {finding.found}")
        if not everything and number > FINDINGS_SHOWN:
            print(f"  and {number - FINDINGS_SHOWN:,} more (--all shows them)")


def _coverage(plan: Plan) -> None:
    table = plan.coverage
    total = max(1, table.characters)
    print(
        f"spoken: {answers.percent(plan.share)} of the book's text, {plan.spoken_of_body:,} of {plan.body:,} "
        "characters; licences, notes, lists of contents and the like are not counted in it"
    )
    print(f"coverage of all {table.characters:,} characters: {100 * table.spoken / total:.2f} % spoken as written")
    for title, part in (("replaced", table.replaced), ("skipped", table.skipped)):
        for name, number in sorted(part.items(), key=lambda item: -item[1]):
            print(f"  {title} {number:8,}  {name}")
