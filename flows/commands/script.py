"""Print a production's lines: slate, words, spoken form, language, voice, pause."""

from __future__ import annotations

import argparse

from flows import answers
from flows.commands._common import print_json, production_argument
from flows.repo import Repo


def arguments(parser: argparse.ArgumentParser) -> None:
    production_argument(parser)


def run(options: argparse.Namespace) -> int:
    state = Repo.at(options.production, options.store).lay_out(options.production).state
    if options.json:
        print_json(answers.script(state.lines))
        return 0
    for line in state.lines:
        # A forced break, or a cell's end, stands inside a line: one line is one line here, too.
        print(f"{line.slate}  {' / '.join(line.text.split(chr(10)))}")
        if line.spoken != line.text:
            print(f"{'':11s} > {' / '.join(line.spoken.split(chr(10)))}")
    return 0
