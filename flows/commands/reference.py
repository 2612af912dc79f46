"""Print the reference as Markdown: every field of every manifest, every code, every exit code. Made from the code."""

from __future__ import annotations

import argparse
import inspect
from collections.abc import Iterator

import pipeline.errors
from flows.commands._common import print_json
from pipeline.manifests.schemas import KINDS, schema_of, tables
from pipeline.qa.findings import severity
from pipeline.records import CODES, REFUSES_BOOK, REFUSING

HEAD = """# Reference

Made from the code by `voicepress reference`; `voicepress schema --to manifests/schemas` writes the same for editors.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(options: argparse.Namespace) -> int:
    if options.json:
        print_json(
            {
                "schema": 2,
                "manifests": {kind: schema_of(kind) for kind in KINDS},
                "codes": [
                    {"code": code, "title": title, "severity": severity(code), "refuses": refuses(code)}
                    for code, title in CODES.items()
                ],
            }
        )
    else:
        print(reference(), end="")
    return 0


def reference() -> str:
    """The whole page."""
    return "\n".join([HEAD, "# Manifests", "", *tables(), *_codes(), *_exit_codes()]).rstrip() + "\n"


def refuses(code: str) -> str:
    """What a finding with this code, which nobody has waived, holds back: "book", "file" or ""."""
    return "book" if code in REFUSES_BOOK else "file" if code in REFUSING else ""


def _codes() -> Iterator[str]:
    yield "# Codes\n"
    yield (
        "Of findings; permanent. An error that nobody has waived makes the verdict failed. Refuses book: nothing is "
        "spoken; file: the file is kept aside. `voicepress explain CODE` says what to do.\n"
    )
    yield "| code | what was found | severity | refuses |\n|---|---|---|---|"
    for code, title in sorted(CODES.items()):
        yield f"| `{code}` | {title} | {severity(code)} | {refuses(code)} |"
    yield ""


def _exit_codes() -> Iterator[str]:
    yield "# Exit codes\n"
    yield "```"
    said = inspect.getdoc(pipeline.errors) or ""
    yield said[said.index("VoicepressError") : said.rindex("\n\n")]
    yield "```"
