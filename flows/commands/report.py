"""Write a production's report again: out/<production>/report.html and report.json. Makes nothing else."""

from __future__ import annotations

import argparse
import webbrowser

from flows.commands._common import print_json, production_argument
from flows.repo import Repo
from pipeline.production import report_of, write_report
from pipeline.report.record import as_json


def arguments(parser: argparse.ArgumentParser) -> None:
    production_argument(parser)
    parser.add_argument("--spec", default="", help="of those that the production names (default: the first)")
    parser.add_argument("--rehearsal", action="store_true", help="of the rehearsal")
    parser.add_argument("--open", action="store_true", help="and show it in the browser")


def run(options: argparse.Namespace) -> int:
    repo = Repo.at(options.production, options.store)
    assembly = repo.lay_out(options.production, rehearsal=options.rehearsal, spec=options.spec)
    report = report_of(assembly)
    path = write_report(assembly.job, report)
    if options.json:
        print_json(as_json(report))
    else:
        print(path)
    if options.open:
        webbrowser.open(path.resolve().as_uri())
    return 0
