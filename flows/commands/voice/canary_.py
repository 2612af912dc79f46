"""voicepress voice canary: a version speaks beside the one that it is to replace, and both are compared."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import Any

import msgspec

from flows.commands._common import print_json
from flows.commands.voice._registry import by_argument, house, version_argument, version_named, voice_of, who
from pipeline.errors import RefusedError
from pipeline.manifests import VoiceName, read_settings
from pipeline.registry import RegisteredVoice
from pipeline.registry.records import STABLE

LINES = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    version_argument(parser)
    parser.add_argument("--against", default="", metavar="VERSION", help="3, or an alias (default: stable)")
    parser.add_argument("--lines", type=int, default=LINES, help=f"sentences of the audition set ({LINES})")
    parser.add_argument("--texts", type=Path, metavar="FILE", help="sentences, one a line, in place of those that ship")
    parser.add_argument("--production", type=Path, metavar="PRODUCTION.yaml", help="speak chapters of it instead")
    parser.add_argument("--share", type=float, default=0.1, help="of its chapters (0.1)")
    parser.add_argument("--language", default="", help="BCP 47 (default: the voice's first)")
    parser.add_argument("--votes", type=Path, action="append", default=[], metavar="FILE", help="that the page saved")
    by_argument(parser)


def run(options: argparse.Namespace) -> int:
    from flows.canary.promoting import last_comparison

    name, where = version_named(options.version), house()
    voice = voice_of(where, name.voice)
    old = _against(options.against or STABLE, voice)
    if old == name.version:
        raise RefusedError(f"{name} is what it would be compared with; name another with --against")
    if options.votes:
        event = last_comparison(voice, name.version, old)
        if event is None:
            raise RefusedError(f"{name} was not compared with {name.voice}@{old} yet, so there is no page to vote on")
        details = _with_votes(dict(event.details), options.votes, where.repo)
    else:
        details = _compared(options, name, old, where.repo)
    where.registry.compared(name.voice, name.version, who(options), details)
    if options.json:
        print_json({"voice": name.voice, "version": name.version, **details})
    else:
        _tell(name, old, details)
    return 0


def _against(written: str, voice: RegisteredVoice) -> int:
    number = int(written) if written.isascii() and written.isdigit() else voice.alias(written).version
    if number not in voice.versions:
        raise RefusedError(f"there is no {voice.name}@{written} to compare with; name a version with --against")
    return number


def _compared(options: argparse.Namespace, name: VoiceName, old: int, root: Path) -> dict[str, Any]:
    from flows.canary.comparing import compare
    from flows.canary.page import order_of, write_page
    from flows.canary.texts import auditioned, of_chapters
    from flows.commands.check import progress_of
    from flows.repo import Repo
    from models.registry import engine_of
    from pipeline.production.job.voices import voices_in_use
    from pipeline.qa.comparing.gates import refusals

    repo = Repo.at(root)
    names = str(name), f"{name.voice}@{old}"
    new, was = voices_in_use(names, root, engine_of, "", rehearsal=False).values()
    language = options.language or new.voice.languages[0]
    if options.production:
        texts = of_chapters(repo, options.production, name.voice, language, options.share)
    else:
        texts = auditioned(language, options.lines, options.texts)
    heard = compare(repo, new, was, texts, language, progress_of)
    order = order_of(str(name), heard.pairs)
    folder = repo.out / "voices" / f"{name}-against-{old}"
    page = write_page(folder, name.voice, heard.pairs, order, repo.store)
    found = heard.comparison
    return {
        "against": old, "language": language, "texts": str(options.production or options.texts or "audition set"),
        "candidate": _plain(found.candidate), "champion": _plain(found.champion), "likeness": found.likeness,
        "unheard": list(found.unheard), "refused": list(refusals(found, repo.settings.canary)),
        "page": str(page.relative_to(root)), "order": order, "votes": {}}  # fmt: skip


def _plain(figures: object) -> dict[str, Any]:
    return dataclasses.asdict(figures)  # type: ignore[call-overload,no-any-return]


def _with_votes(details: dict[str, Any], files: list[Path], root: Path) -> dict[str, Any]:
    from flows.canary.votes import counted
    from pipeline.qa.comparing.figures import Comparison, Figures
    from pipeline.qa.comparing.gates import refusals

    votes = counted(files, Path(details["page"]).parent.name, details["order"])
    new, old = (msgspec.convert(details[side], Figures) for side in ("candidate", "champion"))
    found = Comparison(new, old, details["likeness"], tuple(details["unheard"]))
    return {**details, "votes": votes, "refused": list(refusals(found, read_settings(root).canary, votes))}


def _tell(name: VoiceName, old: int, told: dict[str, Any]) -> None:
    print(f"{'':24s}{name!s:>14s}{name.voice + '@' + str(old):>14s}")
    for title, field, times, unit in (
        ("words heard otherwise", "errors", 100, " %"),
        ("naturalness", "naturalness", 1, ""),
        ("letters a second", "pace", 1, ""),
        ("level", "level_dbfs", 1, " dBFS"),
        ("computing / sound", "cost", 1, ""),
    ):
        sides = [told[side][field] for side in ("candidate", "champion")]
        print(f"{title:24s}" + "".join(f"{'not heard' if v is None else f'{times * v:.2f}{unit}':>14s}" for v in sides))
    likeness = "not heard" if told["likeness"] is None else f"{told['likeness']:.2f}"
    print(f"likeness of both: {likeness}; {told['candidate']['lines']} lines in {told['language']}")
    if told["votes"]:
        print(f"votes: {', '.join(f'{side} {number}' for side, number in told['votes'].items())}")
    print(f"listen without knowing which is which: {told['page']}")
    for why in told["refused"]:
        print(f"not to be promoted: {why}")
    if not told["refused"]:
        print(f"may be promoted: voicepress voice promote {name} stable")
