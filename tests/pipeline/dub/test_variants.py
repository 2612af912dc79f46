"""Variants: the longest words that fit are said; nobody else's words change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.dub import (
    Lengths,
    Reel,
    Slot,
    Variant,
    budget_csv,
    fit,
    fit_variants,
    known_only,
    read_variants,
    with_variants,
)
from pipeline.errors import ManifestError
from tests.pipeline.dub.reels import reel

LONG = "That is what I have been trying to tell you all along."
TIGHT = Reel(
    "r",
    6000,
    (
        Slot("a", 0, 2000, 1900, text="Here we are, then."),
        Slot("b", 2000, 4000, 4200, text=LONG),
        Slot("c", 4000, 6000, 1900, text="Well, here we are."),
    ),
)


def saying(*variants: tuple[str, int]) -> Reel:
    a, b, c = TIGHT.slots
    return replace(TIGHT, slots=(a, replace(b, variants=tuple(Variant(*one) for one in variants)), c))


def test_the_longest_that_fits_is_said() -> None:
    fitted = fit_variants(
        saying(("Yes.", 500), ("I have been saying so all along.", 2600), ("As I said.", 900), (LONG[:-1], 4100))
    )
    assert fitted.said == {"b": "I have been saying so all along."}
    assert fitted.plan.quality.in_slot == 3
    assert not fitted.needs


def test_without_a_variant_that_fits_the_shortest_is_said_and_the_need_is_told() -> None:
    fitted = fit_variants(saying(("I have been trying to tell you so.", 3900)))
    assert [need.id for need in fitted.needs] == ["b"]
    assert fitted.said in ({}, {"b": "I have been trying to tell you so."})


def test_what_fits_keeps_the_scripts_own_words() -> None:
    loose = replace(saying(("No.", 300)), length_ms=9000)
    a, b, c = loose.slots
    loose = replace(loose, slots=(a, replace(b, speech_ms=1800), c))
    assert fit_variants(loose).said == {}


def test_variants_only_help() -> None:
    for seed in range(4):
        one = reel(60, seed, load=1.1)
        with_all = replace(
            one,
            slots=tuple(
                replace(
                    s,
                    variants=(
                        Variant(s.text[: len(s.text) * 4 // 5], s.speech_ms * 4 // 5),
                        Variant("y", s.speech_ms // 2),
                    ),
                )
                for s in one.slots
            ),
        )
        fitted = fit_variants(with_all)
        assert fitted.plan.quality.in_slot > fit(one).plan.quality.in_slot
        assert set(fitted.said) < {slot.id for slot in one.slots}


def test_variants_are_a_persons_file(tmp_path: Path) -> None:
    path = tmp_path / "variants.yaml"
    path.write_text("variants:\n  b: [I said so all along., I said so.]\n", "utf-8")
    written = read_variants(path)
    (slot,) = [slot for slot in with_variants(TIGHT, written, Lengths()).slots if slot.variants]
    assert [variant.text for variant in slot.variants] == ["I said so all along.", "I said so."]
    assert slot.variants[1].speech_ms < slot.variants[0].speech_ms < slot.speech_ms
    with pytest.raises(ManifestError, match="no cue has the id 'zz'"):
        known_only({"zz": ("x",)}, [TIGHT], "variants.yaml")
    path.write_text("variants:\n  b: ['  ']\n", "utf-8")
    with pytest.raises(ManifestError):
        read_variants(path)


def test_the_sheet_for_translators_has_a_row_a_cue() -> None:
    odd = replace(TIGHT, slots=(replace(TIGHT.slots[0], text="=1+1, she said"), *TIGHT.slots[1:]))
    lines = budget_csv([odd], [fit(odd)]).decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("reel,cue,in,out,character,text,characters,at most,to lose")
    assert '"\'=1+1, she said"' in lines[1]
    assert lines[2].startswith("r,b,0:00:02.000,0:00:04.000,,")
    assert int(lines[2].split(f"{LONG},")[1].split(",")[2]) > 5
    assert len(lines) == 5
