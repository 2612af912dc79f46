"""Print the reference as Markdown, made from the code: manifests' fields, formats, codes, exit codes."""

from __future__ import annotations

import argparse
import inspect
from collections.abc import Iterator

import pipeline.errors
from flows.commands._common import print_json
from pipeline.codes import CODES, Code
from pipeline.delivery.formats import FORMATS, Format, format_of
from pipeline.manifests.schemas import MANIFESTS, schema_of, tables

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
                "manifests": {kind: schema_of(kind) for kind in MANIFESTS},
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
    return "\n".join([HEAD, "# Manifests", "", *tables(), *_formats(), *_codes(), *_exit_codes()]).rstrip() + "\n"


def _title(code: Code) -> str:
    return f"{code.means} (retired)" if code.retired else code.means


def _formats() -> Iterator[str]:
    yield "# Formats\n"
    yield "What `deliver:` names. Signed are the files of those formats in whose container C2PA has a place.\n"
    yield "| format | what it is | container | signed |\n|---|---|---|---|"
    for form in map(format_of, FORMATS):
        yield f"| `{form.name}` | {form.what} | {_container(form)} | {_signed(form)} |"
    yield ""


def _container(form: Format) -> str:
    names = ", ".join(container.name.upper() for container in form.containers)
    return f"{names} in {form.package_suffix}" if form.package_suffix else names


def _signed(form: Format) -> str:
    return "yes" if not form.package_suffix and any(one.signable for one in form.containers) else ""


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
    tree = inspect.getdoc(pipeline.errors) or ""
    yield tree[tree.index("VoicepressError") : tree.rindex("\n\n")]
    yield "```"
