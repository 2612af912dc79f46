"""Print what is known of each language, and what it lacks: splitting, spoken forms, headings, credits and so on."""

from __future__ import annotations

import argparse
import importlib
from typing import Any

from flows.commands._common import print_json
from pipeline.languages import Language, known, record_of


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("tags", nargs="*", metavar="TAG", help="BCP 47; without any, every language with a record")


def run(options: argparse.Namespace) -> int:
    records = [record_of(tag) for tag in options.tags] if options.tags else list(known().values())
    described = [_described(record) for record in records]
    if options.json:
        print_json({"schema": 1, "languages": described})
        return 0
    for one in described:
        codes = f" ({', '.join(one['codes'])})" if one["codes"] else ""
        print(f"{one['tag']:4s} {one['name']}{codes}")
        print(f"     has: {', '.join(one['has']) or 'nothing beside its codes'}")
        print(f"     lacks: {', '.join(one['lacks']) or 'nothing'}")
        if one["spoken_forms"]:
            print(f"     says: {', '.join(one['spoken_forms'])}")
    return 0


def _described(record: Language) -> dict[str, Any]:
    parts = record.parts()
    return {
        "tag": record.tag,
        "name": record.name,
        "codes": record.codes.split(),
        "has": [part for part, there in parts.items() if there],
        "lacks": [part for part, there in parts.items() if not there],
        "spoken_forms": _kinds(record),
    }


def _kinds(record: Language) -> list[str]:
    """The kinds of text that a language's rules know: dates, money, units and so on."""
    if not record.spoken:
        return []
    return sorted({rule.name for rule in importlib.import_module(record.spoken).RULES})
