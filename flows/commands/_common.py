"""What several commands share."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

# What `pipeline.production.LOCKED` says, which costs an import too many where only `--help` is asked for.
ACCEPTED = ("manuscript", "lexicons", "spec", "voices", "consent", "disclosure", "watermark")


def production_argument(parser: argparse.ArgumentParser, told: str = "or its folder") -> None:
    parser.add_argument("production", type=_manifest, metavar="PRODUCTION.yaml", help=told)
    parser.add_argument("--store", help="where objects are kept: a folder, or a URL (default: the repo's, ./store)")


def _manifest(written: str) -> Path:
    path = Path(written)
    return own if (own := path / "production.yaml").is_file() else path


def upgrade_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--upgrade", action="store_true", help="accept everything that has changed since the lock")
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        choices=ACCEPTED,
        metavar="WHAT",
        help=f"accept this alone (can be said several times): {', '.join(ACCEPTED)}",
    )


def upgrades(options: argparse.Namespace) -> tuple[str, ...]:
    """What of the lock may have changed, by --upgrade and --accept."""
    from pipeline.production import LOCKED

    return LOCKED if options.upgrade else tuple(options.accept)


def print_json(value: Any) -> None:
    # In one piece: `json.dump` writes every bracket by itself, 150,000 times for a long novel's plan.
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def count(number: int, thing: str, things: str = "") -> str:
    """A number with its noun; `things` is the plural where it is not `thing` with an s."""
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"
