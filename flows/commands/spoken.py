"""Print the spoken form of each line on standard input, on a line of its own; --explain adds the rules used."""

from __future__ import annotations

import argparse
import sys

from flows.commands._common import print_json
from pipeline.languages.spoken import spoken


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", default="en", help="BCP 47 (default: en)")
    parser.add_argument("--explain", action="store_true", help="add the rules, after a tab")


def run(options: argparse.Namespace) -> int:
    answers = []
    for line in sys.stdin.read().splitlines():
        form = spoken(line, options.language)
        rules = [{"written": line[r.start : r.end], "spoken": r.spoken, "rule": r.rule} for r in form.replacements]
        if options.json:
            answers.append({"text": line, "spoken": form.text, "rules": rules})
        elif options.explain and rules:
            print(f"{form.text}\t" + "; ".join(f"{r['written']} > {r['spoken']} ({r['rule']})" for r in rules))
        else:
            print(form.text)
    if options.json:
        print_json(answers)
    return 0
