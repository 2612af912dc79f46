"""Make everything that a manifest asks for and the store does not hold: takes, masters, deliverables.

A book in place of a manifest gets one, in a folder beside it; a folder stands for every production under it.
Stopped or killed at any moment, the same command goes on where it was.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, cast

from flows import answers
from flows.commands._common import count, print_json, takes_accepted, upgrade_argument, upgrades
from flows.commands._warm import tell_cold
from flows.progress import progress_bars
from flows.repo import Repo
from pipeline.delivery import distrust
from pipeline.errors import RefusedError, Stopped, VoicepressError
from pipeline.production import produce_all
from pipeline.production.housekeeping import productions_under
from pipeline.production.starting.beginning import is_book, production_beside
from pipeline.report.gate import GateSummary


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "productions",
        type=Path,
        nargs="+",
        metavar="PRODUCTION.yaml",
        help="or a book (BOOK.epub), or a folder of productions; several, one after another",
    )
    parser.add_argument("--store", help="where objects are kept: a folder, or a URL (default: the repo's, ./store)")
    parser.add_argument("--keep-going", action="store_true", help="when one fails, go on with the others")
    parser.add_argument("--workers", type=int, help="engine processes (default: the repo's, or one a core)")
    parser.add_argument(
        "--prefect",
        action="store_true",
        help="as a Prefect flow run; with a server of its own for the while, where none is set",
    )
    parser.add_argument(
        "--verify",
        action="store_true",
        help="read every published file first: what has rotted on the disk is put right",
    )
    upgrade_argument(parser)


def run(options: argparse.Namespace, rehearsal: bool = False) -> int:
    rows: list[dict[str, Any]] = []
    code = 0
    named = [path for argument in options.productions for path in _named(argument)]
    for path in named:
        try:
            made = _made(path, options, rehearsal)
        except VoicepressError as error:
            if not options.keep_going or isinstance(error, Stopped):
                raise
            code = code or error.exit_code
            rows.append({"production": str(path), "error": str(error), "exit_code": error.exit_code})
            print(f"voicepress: {path}: {error}", file=sys.stderr)
            continue
        rows.append({"production": str(path), **made})
        if not options.json:
            tell(made)
    if options.json:
        print_json(rows[0] if len(named) == 1 else rows)
    return code


def _named(argument: Path) -> list[Path]:
    """The productions or books that an argument stands for."""
    if is_book(argument) or not argument.is_dir():
        return [argument]
    if (own := argument / "production.yaml").is_file():
        return [own]
    if not (found := productions_under(argument)):
        books = sorted(path.suffix for path in argument.iterdir() if path.suffix in (".epub", ".md", ".html", ".txt"))
        raise RefusedError(
            f"there is no production.yaml under {argument}; "
            + (f"name its books: voicepress produce {argument}/*{books[0]}" if books else "name a manifest or a book")
        )
    return found


def _made(path: Path, options: argparse.Namespace, rehearsal: bool) -> dict[str, Any]:
    if is_book(path):
        path = production_beside(path, must_speak=not rehearsal)
        if not options.json:
            print(f"{path}: change it as you like, and produce it again")
    options = argparse.Namespace(**{**vars(options), "production": path})
    Repo.at(path, options.store).accept(path, takes_accepted(options))
    if getattr(options, "verify", False):
        verify(path, rehearsal)
    return _by_prefect(options, rehearsal) if options.prefect else _by_threads(options, rehearsal)


def _by_threads(options: argparse.Namespace, rehearsal: bool) -> dict[str, Any]:
    repo = Repo.at(options.production, options.store, options.workers)
    tell_cold(repo)
    jobs = repo.jobs(options.production, rehearsal=rehearsal)
    with progress_bars(quiet=options.json) as progress, repo.runtime(jobs[0], progress) as runtime:
        return answers.produced(produce_all(jobs, runtime, upgrades(options)))


def _by_prefect(options: argparse.Namespace, rehearsal: bool) -> dict[str, Any]:
    repo = Repo.at(options.production, options.store, options.workers)
    repo.jobs(options.production, rehearsal=rehearsal)  # before a server is started
    from flows.audiobook import produce_book

    made: Any = produce_book(
        str(options.production),
        upgrade=list(upgrades(options)),
        rehearsal=rehearsal,
        store=options.store,
        workers=options.workers,
    )
    return cast(dict[str, Any], made)


def verify(production: Path, rehearsal: bool) -> None:
    """Reads what was published; what is no longer what it was counts as changed, and is put right by the run."""
    repo = Repo.at(production)
    for job in repo.jobs(production, rehearsal=rehearsal):
        for name in distrust(job.out):
            print(f"{job.out / name} is not what was put there; it is kept under another name", file=sys.stderr)


def tell(made: dict[str, Any]) -> None:
    """The closing lines: where it is, how long it is, how long it took, how many lines have notes."""
    for delivered in made["deliverables"]:
        print(f"{delivered['format']:6s} {delivered['path']}   {answers.clock(delivered['duration_ms'])}")
    ratio = f", {made['audio_ms'] / max(1, made['wall_ms']):.0f} times real time" if made["made"] else ""
    print(
        f"{count(made['lines'], 'line')}, {made['made']:,} takes made now; "
        f"{answers.clock(made['audio_ms'])} of audio in {made['wall_ms'] / 1000:.1f} s{ratio}"
    )
    if made["gate"]:
        print(GateSummary.of(made["gate"]).in_words())
    findings = made["notes"]
    waived = f", {made['waived']:,} waived" if made["waived"] else ""
    print(f"{count(made['lines_with_notes'], 'line')} with notes, {count(len(findings), 'note')} in all{waived}")
    for finding in findings[:8]:
        print(f"  {finding['code']} {finding['where']}: {finding['found']}")
    if len(findings) > 8:
        print(f"  ... and {len(findings) - 8} more (all of them in the report)")
    verdict = made["verdict"]
    print(": ".join(filter(None, [verdict["state"], "; ".join(verdict["reasons"])])))
    print(f"report {made['report']}")
