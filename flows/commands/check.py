"""Check what sound files say against their texts.

    voicepress check LIST.jsonl [--json]
    voicepress check FILE.m4b --production PRODUCTION.yaml [--json]

The second hears a finished file against the script of its production, line by line, and listens to nothing but the
file: a line is found by the times of its master as long as the file agrees with them, else by its words. Answers are
those of a list, with {"slate", "text", "start", "end"} in the place of "audio".

The first hears every file of a list. A line of the list is one JSON object:

    {"audio": "takes/001.wav", "text": "It was late.", "language": "en", "voice": "heart"}

audio is relative to the list. text is as written; numbers and abbreviations are compared as they are said. `spoken`
stands in its place where the words are known exactly as they should be said. language is BCP 47 (else --language).
voice groups takes: what is usual for a voice is learned from 20 and more takes of it in the list, else read from its
gate file (configs/gates), else unknown.

With --json the answers are JSON, one object a line, in the order of the list:

    {"audio", "verdict", "notes": [{"code", "where", "found", "state", "said", "should"}], "heard", "scores", "risk"}

verdict is pass, flag (listen to it), fail (it is wrong) or inconclusive (`why` says so; `error`, where the line could
not be examined at all: no such file, no sound, no text). where is the time in the file, m:ss.mmm. scores are by code,
1.0 at the limit. What differs in spelling alone stands in `quirks`.

Exit code 0: nothing failed (a flag is no failure). 12: a line failed. 15: none failed, but some could not be examined.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from flows.commands._common import count
from flows.local import cores
from pipeline.engine import Engine
from pipeline.errors import DeliveryError, RefusedError, VoicepressError
from pipeline.listener import Role
from pipeline.manifests import read_gate, repo_of
from pipeline.qa.gate.limits import heard_by_others
from pipeline.qa.lists.answering import Answer
from pipeline.qa.lists.checking import Checker
from pipeline.qa.lists.reading import Wanted, read_list
from pipeline.registry.resolving import found_voice

FAILED, NOT_EXAMINED = DeliveryError.exit_code, RefusedError.exit_code


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="LIST.jsonl, or a finished file")
    parser.add_argument("--production", type=Path, metavar="PRODUCTION.yaml", help="whose finished file it is")
    parser.add_argument("--spec", default="", help="of those that the production names (default: the first)")
    parser.add_argument("--language", default="en", help="of lines that name none (default: en)")
    parser.add_argument("--store", help="keep what was heard there: a second check hears nothing again")
    parser.add_argument("--workers", type=int, default=0, help="listening processes (default: one a core, or a GPU)")


def run(options: argparse.Namespace) -> int:
    return _check_finished(options) if options.production else _check_list(options)


def _check_list(options: argparse.Namespace) -> int:
    from flows.ears import listening
    from flows.repo import Repo

    lines = read_list(options.file, options.language)
    repo = repo_of(options.file)
    gate_of = cache(lambda voice, language: read_gate(voice, language, repo))
    with listening(options.store, options.workers, progress_of("heard"), Repo.at(repo).listener_of) as ears:
        answers = Checker(ears, gate_of, cores(), expected_by_engines(repo)).check(lines)
        _tell_of_listeners(ears.unready)
        for voice, language in sorted({(a.voice, a.language) for a in lines if isinstance(a, Wanted)}):
            if others := heard_by_others(gate_of(voice, language), ears.fingerprints()):
                print(
                    f"voicepress: the limits of {voice or 'voices'} in {language} were found with another listener for "
                    f"{', '.join(others)}; voicepress calibrate finds new ones",
                    file=sys.stderr,
                )
    for number, answer in enumerate(answers, start=1):
        if options.json:
            print(json.dumps(answer.as_json(), ensure_ascii=False))
        else:
            _tell(number, answer)
    _sum_up(answers, options.json)
    return exit_code(answers)


def _check_finished(options: argparse.Namespace) -> int:
    from flows.commands._finished import script_of
    from flows.ears import listening
    from flows.repo import Repo
    from pipeline.qa.finished import check_finished

    path = own if (own := options.production / "production.yaml").is_file() else options.production
    repo = Repo.at(path, options.store)
    chapters = script_of(repo, path, options.spec)
    gate_of = cache(lambda voice, language: read_gate(voice, language, repo.root))
    with listening(options.store, options.workers, progress_of("heard"), repo.listener_of) as ears:
        answers = check_finished(options.file, chapters, Checker(ears, gate_of, cores()))
        _tell_of_listeners(ears.unready)
    for number, one in enumerate(answers, start=1):
        if options.json:
            print(json.dumps(one.as_json(), ensure_ascii=False))
        else:
            _tell(number, replace(one.answer, audio=f"{one.line.slate}  {one.line.text}"))
    _sum_up([one.answer for one in answers], options.json)
    return exit_code([one.answer for one in answers])


def _sum_up(answers: Sequence[Answer], as_json: bool) -> None:
    if not as_json:
        states = Counter("not examined" if answer.error else answer.verdict for answer in answers)
        print(f"{count(len(answers), 'line')}: {', '.join(f'{n:,} {state}' for state, n in states.most_common())}")


def exit_code(answers: Sequence[Answer]) -> int:
    if any(answer.wrong for answer in answers):
        return FAILED
    return NOT_EXAMINED if any(answer.error for answer in answers) else 0


def expected_by_engines(repo: Path) -> Callable[[str, str], int]:
    """How long a voice's engine expects a text to sound; 0 where the repo has no such voice."""

    @cache
    def engine(voice: str) -> Engine | None:
        from models.registry import engine_of

        try:
            return engine_of(found_voice(voice, repo).voice) if voice else None
        except VoicepressError:  # an outside list may name voices as it likes
            return None

    def expected_ms(voice: str, spoken: str) -> int:
        known = engine(voice)
        return known.expected_ms(spoken) if known else 0

    return expected_ms


def progress_of(what: str) -> Callable[[int, int], None] | None:
    """A line that counts, where somebody looks."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, total: int) -> None:
        end = "\n" if done >= total else ""
        print(f"\r{what} {done // 60_000}:{done // 1000 % 60:02} of {total // 60_000} min", end=end, file=sys.stderr)

    return tell


def _tell_of_listeners(unready: Mapping[Role, str]) -> None:
    for role, why in unready.items():
        what = "no word was heard, the sound alone was measured" if role == "words" else f"{role} was not judged"
        print(f"voicepress: {why}: {what}", file=sys.stderr)


def _tell(number: int, answer: Answer) -> None:
    if answer.verdict == "pass":
        return
    print(f"{number:6}  {answer.verdict:12}  {answer.audio}{'  ' + answer.why if answer.why else ''}")
    for note in answer.notes:
        said = f"  said: {note.said!r}, should be: {note.should!r}" if note.said or note.should else ""
        print(f"        {note.code} {note.where}  {note.found}{said}")
