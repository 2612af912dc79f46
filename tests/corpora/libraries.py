"""Splitters and spoken forms of other libraries behind one call each: None where a library lacks a language.

Nothing here imports ours, so that it runs in an environment that holds only them.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Callable
from typing import Any

# Libraries and what is imported of them; the others of a kind are what is scored where they are there.
SPLITTERS = {"pysbd": "pysbd", "blingfire": "blingfire", "syntok": "syntok.segmenter"}
SAYERS = {"wetext": "wetext", "num2words": "num2words", "nemo": "nemo_text_processing.text_normalization.normalize"}
# Where NeMo keeps its grammars: building one takes minutes.
GRAMMARS = "build/nemo-grammars"
Splitter = Callable[[str, str], list[str] | None]
Sayer = Callable[[str, str], str | None]


def library(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


def splitters(found: dict[str, Any]) -> dict[str, Splitter]:
    out: dict[str, Splitter] = {}
    if pysbd := found.get("pysbd"):
        segmenter = functools.lru_cache(lambda language: pysbd.Segmenter(language=language, clean=False))
        out["pysbd"] = lambda text, language: list(segmenter(language).segment(text))
    if blingfire := found.get("blingfire"):
        out["blingfire"] = lambda text, _: str(blingfire.text_to_sentences(text)).split("\n")
    if syntok := found.get("syntok"):
        out["syntok"] = lambda text, language: (
            None
            if language not in ("en", "de", "es")
            else [
                "".join(token.spacing + token.value for token in sentence)
                for paragraph in syntok.process(text)
                for sentence in paragraph
            ]
        )
    return out


def sayers(found: dict[str, Any]) -> dict[str, Sayer]:
    out: dict[str, Sayer] = {}
    if wetext := found.get("wetext"):
        normalizer = functools.lru_cache(lambda language: wetext.Normalizer(lang=language, operator="tn"))
        out["wetext"] = lambda text, language: (
            _wetext(normalizer(language), text) if language in ("en", "zh", "ja") else None
        )
    if num2words := found.get("num2words"):
        out["num2words"] = lambda text, language: (
            None if language == "zh" else re.sub(r"\d+", lambda m: _number(num2words, m.group(), language), text)
        )
    if nemo := found.get("nemo"):
        made = functools.lru_cache(
            lambda language: nemo.Normalizer(input_case="cased", lang=language, cache_dir=GRAMMARS)
        )
        out["nemo"] = lambda text, language: _nemo(made(language), text)
    return out


def _wetext(normalizer: Any, text: str) -> str:
    try:
        return str(normalizer.normalize(text))
    except AssertionError:  # it refuses texts of which it has thrown everything away
        return ""


def _nemo(normalizer: Any, text: str) -> str:
    try:
        return str(normalizer.normalize(text, punct_post_process=True))
    except importlib.import_module("pynini").FstOpError:  # texts that its grammar's alphabet lacks
        return ""


def _number(numbers: Any, figures: str, language: str) -> str:
    try:
        return str(numbers.num2words(int(figures), lang=language))
    except (NotImplementedError, OverflowError):
        return figures
