"""Tell the full story of a sound: from a second of the book, or a slate, back to the words and who spoke them.

With a code instead of a production (voicepress explain m-002): what it means, how grave it is, and what to do.
"""

from __future__ import annotations

import argparse
import re

from flows import answers
from flows.commands._common import print_json, production_argument
from flows.repo import Repo
from pipeline.codes import BOOK, CODES
from pipeline.errors import RefusedError
from pipeline.manifests import did_you_mean
from pipeline.production import Story, explain
from pipeline.production.explain import milliseconds
from pipeline.qa.waivers import WHOLE_BOOK, waivers_line


def arguments(parser: argparse.ArgumentParser) -> None:
    production_argument(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--at", metavar="1:02:33", help="a time of the finished book")
    what.add_argument("--slate", metavar="c003.l0042")
    parser.add_argument("--spec", default="", help="of those that the production names (default: the first)")
    parser.add_argument("--rehearsal", action="store_true", help="of the rehearsal")


def run(options: argparse.Namespace) -> int:
    if re.fullmatch(r"[a-z]-\d{3}", code := str(options.production)):
        return _explain_code(code, options.json)
    if not (options.at or options.slate):
        raise RefusedError(
            "say which sound: --at 1:02:33 or --slate c003.l0042; or a code instead of the production: m-002"
        )
    at_ms = milliseconds(options.at) if options.at else None
    repo = Repo.at(options.production, options.store)
    assembly = repo.lay_out(options.production, rehearsal=options.rehearsal, spec=options.spec)
    told = explain(assembly, at_ms=at_ms, slate=options.slate)
    if options.json:
        print_json(answers.story(told))
    else:
        _tell(told)
    return 0


def _explain_code(code: str, as_json: bool) -> int:
    if code not in CODES:
        raise RefusedError(f"there is no code {code}; {did_you_mean(code, CODES)}; all of them: voicepress reference")
    known = CODES[code]
    title, grave, held = known.means, known.severity, known.refuses
    waiver = waivers_line([(code, WHOLE_BOOK if held == BOOK else "WHERE")])
    if as_json:
        print_json({"schema": 2, "code": code, "title": title, "severity": grave, "refuses": held, "waiver": waiver})
        return 0
    does = {
        "book": "nothing of the book is spoken until it is put right or waived",
        "file": "the file is kept aside until it is put right or waived",
        "": {
            "error": "the production's verdict is failed until it is put right or waived",
            "warning": "worth a look; it holds nothing back",
            "info": "only worth knowing",
        }[grave],
    }[held]
    print(f"{code}  {title}\n{grave}: {does}\nto accept it, in waivers.yaml beside the production:\n  {waiver}")
    if held != BOOK:
        print("WHERE is what the finding names: a slate, the words of the line, a chapter's title, a file")
    return 0


def _tell(told: Story) -> None:
    when = "no time yet"
    if told.at_ms is not None:
        when = f"{_clock(told.at_ms)} to {_clock(told.until_ms or 0)}"
    print(f"{told.slate}  {told.chapter}  {when}")
    print(f"text      {told.text}\nwhere     {told.where}\nspoken    {told.spoken or '(nothing to speak)'}")
    for r in told.replacements:
        print(f"          {told.text[r.start : r.end]!r} spoken as {r.spoken!r}: {r.rule}")
    print(f"pause     {told.pause_after_ms} ms after it, for the {told.pause}")
    says = told.voice_says
    consent = says.get("consent")
    print(f"voice     {told.voice}, version {says['version']}, {told.engine}")
    print(f"weights   {told.fingerprint}")
    agreed = f"{consent['kind']} {consent['of']}, for {', '.join(consent['uses'])}" if consent else "none"
    print(f"consent   {agreed}")
    if told.take:
        print(f"take      {told.take}  {told.take_ms} ms, seed {told.seed}")
    else:
        print(f"take      {'none yet' if told.spoken else 'none: there is nothing to speak'}")
    if told.pickup:
        print(f"pickup    {told.attempt}: {told.pickup}")
    for tried in told.tried:
        print(f"attempt   {tried}")
    if told.approved:
        print(f"approved  {told.approved[:12]}: it stays, whatever would be made today")
    if told.master:
        print(f"master    {told.master}  gain {told.gain_db:+.2f} dB")
    for finding in told.findings:
        print(f"note      {finding.code} {finding.found}")


def _clock(ms: int) -> str:
    """Most lines are shorter than a second or two."""
    return f"{answers.clock(ms - ms % 1000)}.{ms % 1000 // 100}"
