"""Records of languages: one per language, in one file, each part of it optional.

A language is added by a module with its LANGUAGES and one line in RECORDS. Languages without a record have their
tag and codes alone (iso639.py).
"""

from __future__ import annotations

import functools
import importlib

from pipeline.languages.iso639 import CODES
from pipeline.languages.record import Language

# Modules with records, in the order in which languages are asked where several fit alike: Han is
# Chinese where there is neither kana nor hangul.
RECORDS = [
    "pipeline.languages.records.english",
    "pipeline.languages.records.german",
    "pipeline.languages.records.french",
    "pipeline.languages.records.spanish",
    "pipeline.languages.records.italian",
    "pipeline.languages.records.portuguese",
    "pipeline.languages.records.european",
    "pipeline.languages.records.japanese",
    "pipeline.languages.records.others",
    "pipeline.languages.records.chinese",
]


@functools.cache
def known() -> dict[str, Language]:
    """Every language with a record, by its tag."""
    modules = map(importlib.import_module, RECORDS)
    return {language.tag: language for module in modules for language in module.LANGUAGES}


def record_of(tag: str) -> Language:
    """The record of a BCP 47 tag's language; one with its codes alone where it has none."""
    first = tag.replace("_", "-").partition("-")[0].lower()
    return known().get(first) or Language(tag=first, name=first, codes=CODES.get(first, ""))


__all__ = ["RECORDS", "Language", "known", "record_of"]
