"""Listen to a production and decide: a page on this machine with its lines by risk, until Ctrl-C.

It writes pickups.yaml, waivers.yaml, approvals.yaml and lexicons beside the production, shows what before it does, and
writes nothing else. With --host others can reach it, by the token in the address that is printed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.commands._common import print_json, production_argument
from flows.repo import Repo


def arguments(parser: argparse.ArgumentParser) -> None:
    production_argument(parser)
    parser.add_argument("--rehearsal", action="store_true", help="of the rehearsal")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
    parser.add_argument("--port", type=int, default=0, help="(default: the first that is free from 8642)")
    parser.add_argument("--no-browser", action="store_true", help="do not open the page")


def run(options: argparse.Namespace) -> int:
    # Starlette and uvicorn are imported for this command alone.
    from flows.review.events import Events
    from flows.review.serving import serve
    from flows.review.studio import Studio

    repo = Repo.at(options.production, options.store)
    path = Path(options.production)
    studio = Studio(repo, {}, "", Events(), options.rehearsal)
    first = studio.take_up(path)
    desk = studio.desk(first)
    assert desk is not None
    _ = desk.reviewed  # what cannot be read is said before a page opens

    def tell(url: str) -> None:
        print_json({"url": url}) if options.json else print(f"{url}\nCtrl-C ends it", flush=True)

    try:
        serve(studio, options.host, options.port, tell, browser=not options.no_browser)
    except KeyboardInterrupt:
        pass
    finally:
        studio.close()
    return 0
