"""Print the reference as Markdown: every field of every manifest, every code, every exit code. Made from the code."""

from __future__ import annotations

import argparse
import inspect
from collections.abc import Iterator

import pipeline.errors
from flows.commands._common import print_json
from pipeline.codes import CODES, Code
from pipeline.manifests.schemas import KINDS, schema_of, tables

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
                    {"code": code.code, "title": _title(code), "severity": code.severity, "refuses": code.refuses}
                    for code in CODES.values()
                ],
            }
        )
    else:
        print(reference(), end="")
    return 0


def reference() -> str:
    """The whole page."""
    return "\n".join([HEAD, "# Manifests", "", *tables(), *_codes(), *_exit_codes()]).rstrip() + "\n"


def _title(code: Code) -> str:
    return f"{code.means} (retired)" if code.retired else code.means


def _codes() -> Iterator[str]:
    yield "# Codes\n"
    yield (
        "Of findings; permanent. An error that nobody has waived makes the verdict failed. Refuses book: nothing is "
        "spoken; file: the file is kept aside. `voicepress explain CODE` says what to do.\n"
    )
    yield "| code | what was found | severity | refuses |\n|---|---|---|---|"
    for name, code in sorted(CODES.items()):
        yield f"| `{name}` | {_title(code)} | {code.severity} | {code.refuses} |"
    yield ""


def _exit_codes() -> Iterator[str]:
    yield "# Exit codes\n"
    yield "```"
    said = inspect.getdoc(pipeline.errors) or ""
    yield said[said.index("VoicepressError") : said.rindex("\n\n")]
    yield "```"
