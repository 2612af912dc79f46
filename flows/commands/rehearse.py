"""Do all of a production with the tone engine: everything but the voice. Results lie apart, in out/SLUG/rehearsal."""

from __future__ import annotations

import argparse

from flows.commands import produce


def arguments(parser: argparse.ArgumentParser) -> None:
    produce.arguments(parser)


def run(options: argparse.Namespace) -> int:
    return produce.run(options, rehearsal=True)
