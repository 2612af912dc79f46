"""Print a production's lines: slate, words, spoken form, language, voice, pause."""

from __future__ import annotations

import argparse

from flows import answers
from flows.commands._common import print_json, production_argument
from flows.local import settings_of, store_of
from models.registry import engine_of
from pipeline.production import lay_out, load


def arguments(parser: argparse.ArgumentParser) -> None:
    production_argument(parser)


def run(options: argparse.Namespace) -> int:
    house, folder = settings_of(options.production, options.store)
    state = lay_out(load(options.production, engine_of, out=folder / house.out), store_of(house, folder)).state
    if options.json:
        print_json(answers.script(state.lines))
        return 0
    for line in state.lines:
        # A forced break, or a cell's end, stands inside a line: one line is one line here, too.
        print(f"{line.slate}  {' / '.join(line.text.split(chr(10)))}")
        if line.spoken != line.text:
            print(f"{'':11s} > {' / '.join(line.spoken.split(chr(10)))}")
    return 0
