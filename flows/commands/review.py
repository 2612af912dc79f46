"""Listen to a production and decide: a page on this machine with its lines by risk, until Ctrl-C.

It writes pickups.yaml, waivers.yaml, approvals.yaml and lexicons beside the production, shows what before it does, and
writes nothing else. With --host others can reach it, by the token in the address that is printed.
"""

from __future__ import annotations

import argparse
import csv
import io
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from flows.commands._common import count, print_json, production_argument
from flows.repo import Repo
from pipeline.errors import RefusedError
from pipeline.production.housekeeping import productions_under

if TYPE_CHECKING:
    from flows.review.desk import Desk
    from flows.review.studio import Studio


def arguments(parser: argparse.ArgumentParser) -> None:
    production_argument(parser, "or its folder; a folder of several is shown as a shelf")
    parser.add_argument("--rehearsal", action="store_true", help="of the rehearsal")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
    parser.add_argument("--port", type=int, default=0, help="(default: the first that is free from 8642)")
    parser.add_argument("--no-browser", action="store_true", help="do not open the page")
    parser.add_argument("--export", type=Path, metavar="FOLDER", help="write the page as files, to listen elsewhere")
    parser.add_argument("--all", action="store_true", help="with --export: the sound of every line")
    parser.add_argument("--corrections", type=Path, metavar="FILE", help="write the list of corrections as CSV")
    parser.add_argument("--import", dest="decisions", type=Path, metavar="FILE", help="decisions.json of such a page")


def run(options: argparse.Namespace) -> int:
    # Starlette and uvicorn are imported for this command alone.
    from flows.review.events import Events
    from flows.review.studio import Studio

    repo = Repo.at(options.production, options.store)
    studio = Studio(repo, {}, "", Events(), options.rehearsal)
    if options.production.is_dir() and not any((options.export, options.corrections, options.decisions)):
        return _shelf(studio, options)
    desk = studio.desk(studio.take_up(Path(options.production)))
    assert desk is not None
    _ = desk.reviewed  # what cannot be read is said before a page opens
    if options.decisions is not None:
        return _import(desk, options)
    if options.corrections is not None:
        return _corrections(desk, options)
    if options.export is not None:
        return _export(desk, options)
    studio.shelve(productions_under(repo.root / "manifests"))
    return _serve(studio, options)


def _shelf(studio: Studio, options: argparse.Namespace) -> int:
    """All productions under a folder, where no single one is named."""
    paths = productions_under(options.production)
    if not paths:
        raise RefusedError(f"there is no production.yaml under {options.production}; 'voicepress new BOOK' writes one")
    studio.shelve(paths)
    return _serve(studio, options)


def _import(desk: Desk, options: argparse.Namespace) -> int:
    from flows.review.importing import imported

    done = imported(desk, options.decisions)
    if options.json:
        print_json([{"decision": asdict(one.decision), "outcome": one.outcome, "why": one.why} for one in done.told])
    else:
        print(done.diff, end="")
        for one in done.left:
            print(f"not written: {one.decision.what} {one.decision.slate}: {one.why}")
        written = sum(one.outcome == "new" for one in done.told)
        print(f"{count(written, 'decision')} of {len(done.told)} written")
    return RefusedError.exit_code if done.left else 0


def _corrections(desk: Desk, options: argparse.Namespace) -> int:
    from flows.review.corrections import correction_list
    from pipeline.store import write_atomically

    data = correction_list(desk.reviewed)
    write_atomically(options.corrections, data)
    rows = len([*csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))]) - 1
    if options.json:
        print_json({"corrections": str(options.corrections), "rows": rows})
    else:
        print(f"{options.corrections}: {count(rows, 'correction')}")
    return 0


def _export(desk: Desk, options: argparse.Namespace) -> int:
    from flows.review.exporting import export

    heard = export(desk, options.export, everything=options.all)
    page = options.export / "index.html"
    if options.json:
        print_json({"page": str(page), "lines": heard})
    else:
        print(f"{page}: {count(heard, 'line')} to hear; decisions that are saved there come back with --import")
    return 0


def _serve(studio: Studio, options: argparse.Namespace) -> int:
    from flows.review.serving import serve

    def tell(url: str) -> None:
        print_json({"url": url}) if options.json else print(f"{url}\nCtrl-C ends it", flush=True)

    try:
        serve(studio, options.host, options.port, tell, browser=not options.no_browser)
    except KeyboardInterrupt:
        pass
    finally:
        studio.close()
    return 0
