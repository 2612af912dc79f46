"""Make everything that the manifest asks for and the store does not hold: takes, masters, deliverables.

Stopped or killed at any moment, the same command goes on where it was.
"""

from __future__ import annotations

import argparse
from typing import Any, cast

from flows import answers
from flows.commands._common import count, print_json, production_argument, upgrade_argument, upgrades
from flows.local import settings_of, store_of, studio_for
from flows.progress import progress_bars
from models.worker import engine_of
from pipeline.production import load_all, produce_all


def arguments(parser: argparse.ArgumentParser) -> None:
    production_argument(parser)
    parser.add_argument("--workers", type=int, help="engine processes (default: the house's, or one a core)")
    parser.add_argument("--prefect", action="store_true",
                        help="as a Prefect flow run; with a server of its own for the while, where none is set")
    upgrade_argument(parser)


def run(options: argparse.Namespace, rehearsal: bool = False) -> int:
    made = _by_prefect(options, rehearsal) if options.prefect else _by_threads(options, rehearsal)
    if options.json:
        print_json(made)
    else:
        tell(made)
    return 0


def _by_threads(options: argparse.Namespace, rehearsal: bool) -> dict[str, Any]:
    house, folder = settings_of(options.production, options.store, options.workers)
    jobs = load_all(options.production, engine_of, rehearsal=rehearsal, out=folder / house.out)
    store = store_of(house, folder)
    with progress_bars(quiet=options.json) as progress, studio_for(jobs[0], store, house, progress) as studio:
        return answers.produced(produce_all(jobs, studio, upgrades(options)))


def _by_prefect(options: argparse.Namespace, rehearsal: bool) -> dict[str, Any]:
    house, folder = settings_of(options.production, options.store, options.workers)
    load_all(options.production, engine_of, rehearsal=rehearsal, out=folder / house.out)  # before a server is started
    from flows.audiobook import produce_book

    made: Any = produce_book(str(options.production), upgrade=list(upgrades(options)), rehearsal=rehearsal,
                             store=options.store, workers=options.workers)
    return cast(dict[str, Any], made)


def tell(made: dict[str, Any]) -> None:
    """The closing lines: where it is, how long it is, how long it took, how many lines have notes."""
    for delivered in made["deliverables"]:
        print(f"{delivered['format']:6s} {delivered['path']}   {answers.clock(delivered['duration_ms'])}")
    ratio = f", {made['audio_ms'] / max(1, made['wall_ms']):.0f} times real time" if made["made"] else ""
    print(f"{count(made['lines'], 'line')}, {made['made']:,} takes made now; "
          f"{answers.clock(made['audio_ms'])} of audio in {made['wall_ms'] / 1000:.1f} s{ratio}")
    notes = made["notes"]
    waived = f", {made['waived']:,} waived" if made["waived"] else ""
    print(f"{count(made['lines_with_notes'], 'line')} with notes, {count(len(notes), 'note')} in all{waived}")
    for note in notes[:8]:
        print(f"  {note['code']} {note['where']}: {note['found']}")
    if len(notes) > 8:
        print(f"  ... and {len(notes) - 8} more (all of them in the report)")
    verdict = made["verdict"]
    print(": ".join(filter(None, [verdict["state"], "; ".join(verdict["reasons"])])))
    print(f"report {made['report']}")
