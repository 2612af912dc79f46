"""What several commands share."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
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
    accept_argument(
        parser, f"accept this alone (can be said several times): {', '.join(ACCEPTED)}; or {_TAKES}", _accepted
    )


def accept_argument(
    parser: argparse.ArgumentParser, explained: str = "", kind: Callable[[str], str] | None = None
) -> None:
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        type=kind or _take,
        metavar="WHAT",
        help=explained or f"as if: {_TAKES}",
    )


_TAKES = "a line (c003.l0042) whose approved take is given up for today's, or all such lines (all)"


def _accepted(written: str) -> str:
    return written if written in ACCEPTED else _take(written, ACCEPTED)


def _take(written: str, others: tuple[str, ...] = ()) -> str:
    if written != "all" and not re.fullmatch(r"c\d{3,}\.l\d{4,}", written):
        known = "".join(f"{one}, " for one in others)
        raise argparse.ArgumentTypeError(f"{written!r} is none of {known}a line's slate (c003.l0042) or all")
    return written


def upgrades(options: argparse.Namespace) -> tuple[str, ...]:
    """What of the lock may have changed, by --upgrade and --accept."""
    from pipeline.production import LOCKED

    return LOCKED if options.upgrade else tuple(one for one in options.accept if one in LOCKED)


def takes_accepted(options: argparse.Namespace) -> tuple[str, ...]:
    """Slates of lines whose approved takes are given up; "all" for every one that differs."""
    return tuple(one for one in getattr(options, "accept", ()) if one not in ACCEPTED)


def print_json(value: Any) -> None:
    # In one piece: `json.dump` writes every bracket by itself, 150,000 times for a long novel's plan.
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def count(number: int, thing: str, things: str = "") -> str:
    """A number with its noun; `things` is the plural where it is not `thing` with an s."""
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"
