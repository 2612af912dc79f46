"""Fitting: what holds for every reel, and what a reel that can be fitted comes to."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dub import GLOBAL, LOCKED, Fitted, Limits, Reel, Slot, fit
from tests.pipeline.dub.reels import reel

LIMITS = Limits()


def monologue(*cues: tuple[int, int, int], length_ms: int = 60_000, **more: Any) -> Reel:
    """(in, out, speech) each."""
    slots = [Slot(f"c{at}", start, end, speech, text="x" * 40, **more) for at, (start, end, speech) in enumerate(cues)]
    return Reel("r", length_ms, tuple(slots))


def starts(fitted: Fitted) -> list[int]:
    return [place.at_ms for place in fitted.plan.placements]


@st.composite
def reels(draw: st.DrawFn) -> Reel:
    """Whatever a script may say: out of order, zero-length, at once, much too long."""
    time = st.integers(0, 60_000)
    slots = []
    for number in range(draw(st.integers(0, 12))):
        start = draw(time)
        slots.append(
            Slot(
                f"c{number}",
                start,
                start + draw(st.integers(0, 8000)),
                draw(st.integers(0, 15_000)),
                draw(st.sampled_from(["", "ANN", "BEN"])),
                "x" * draw(st.integers(0, 80)),
                on_screen=draw(st.sampled_from(["", "on", "off"])),
            )
        )
    return Reel("r", draw(st.integers(60_001, 90_000)), tuple(slots))


@settings(max_examples=60, deadline=None)
@given(reels())
def test_no_plan_of_any_reel_overlaps_hurries_or_loses_a_take(one: Reel) -> None:
    fitted = fit(one)
    assert [place.id for place in fitted.plan.placements] == [slot.id for slot in one.slots]
    for quality in fitted.plans.values():
        assert quality.overlap_ms == 0
    for slot, place in zip(one.slots, fitted.plan.placements, strict=True):
        assert place.at_ms >= 0
        assert place.length_ms >= max(1, slot.speech_ms) / LIMITS.hard - 1e-6
        assert place.length_ms <= max(1, slot.speech_ms) / LIMITS.slow + 1e-6
    own: dict[str, list[tuple[int, int]]] = {}
    for slot, place in zip(one.slots, fitted.plan.placements, strict=True):
        own.setdefault(slot.character, []).append((place.at_ms, place.end_ms))
    for spoken in own.values():
        spoken.sort()
        assert all(end <= start for (_, end), (start, _) in pairwise(spoken))
    for need in fitted.needs:
        assert need.has == len(next(slot.text for slot in one.slots if slot.id == need.id))
        assert need.characters < need.has or not need.enough


@settings(max_examples=60, deadline=None)
@given(reels())
def test_cues_of_others_overlap_only_as_much_as_in_the_source(one: Reel) -> None:
    places = fit(one).plan.placements
    pairs = sorted(zip(one.slots, places, strict=True), key=lambda pair: pair[0].in_ms)
    for at, (slot, place) in enumerate(pairs):
        for other, later in pairs[at + 1 :]:
            if slot.character != other.character:
                assert place.end_ms - later.at_ms <= max(0, slot.out_ms - other.in_ms)


@pytest.mark.parametrize("seed", range(6))
def test_a_plan_is_the_same_each_time(seed: int) -> None:
    one = reel(120, seed, load=1.0, speakers=seed % 3 + 1, crosstalk=0.2)
    assert fit(one) == fit(one)


@pytest.mark.parametrize("load", [0.7, 0.9, 1.0])
@pytest.mark.parametrize("seed", range(8))
def test_a_changed_take_moves_its_window_alone(seed: int, load: float) -> None:
    one = reel(160, seed, load=load)
    before = fit(one)
    at = 20 + seed * 15
    longer = replace(one.slots[at], speech_ms=one.slots[at].speech_ms * 11 // 10)
    after = fit(replace(one, slots=(*one.slots[:at], longer, *one.slots[at + 1 :])))
    changed = {
        slot.id
        for slot, old, new in zip(one.slots, before.plan.placements, after.plan.placements, strict=True)
        if old != new
    }
    assert before.windows == after.windows
    touched = [window for window in before.windows if changed & set(window)]
    assert len(touched) <= (1 if load < 1 else 2)
    assert all(longer.id in window for window in touched) or load >= 1


@pytest.mark.parametrize("load", [0.8, 1.0, 1.2])
@pytest.mark.parametrize("sigma", [0.02, 0.08, 0.3])
def test_after_shortening_reels_of_any_load_fit(load: float, sigma: float) -> None:
    one = reel(200, 5, load=load, sigma=sigma)
    fitted = fit(one)
    asked = {need.id: need for need in fitted.needs}
    shorter = []
    for slot in one.slots:
        need = asked.get(slot.id)
        share = need.characters / need.has if need else 1.0
        shorter.append(
            replace(slot, speech_ms=round(slot.speech_ms * share), text=slot.text[: round(len(slot.text) * share)])
        )
    found = fit(replace(one, slots=tuple(shorter))).plan.quality
    hopeless = sum(not need.enough for need in fitted.needs)
    assert found.in_slot >= found.cues - 2 * hopeless - found.cues // 50
    assert found.rate_jump <= 0.05
    assert found.in_slot >= fitted.plan.quality.in_slot


def test_of_two_plans_the_better_is_taken_and_both_are_told() -> None:
    fitted = fit(reel(80, 3, load=1.1))
    assert set(fitted.plans) == {GLOBAL, LOCKED}
    assert fitted.plan.quality.rank == min(quality.rank for quality in fitted.plans.values())
    assert fitted.plans[GLOBAL].in_slot > fitted.plans[LOCKED].in_slot


def test_a_take_that_fits_starts_on_its_cue_at_its_own_rate() -> None:
    fitted = fit(monologue((1000, 4000, 2500), (8000, 9000, 900)))
    assert starts(fitted) == [1000, 8000]
    assert [place.rate for place in fitted.plan.placements] == [1.0, 1.0]
    assert not fitted.needs


def test_what_is_a_little_too_long_begins_a_little_early_and_hurries_a_little() -> None:
    fitted = fit(monologue((1000, 3000, 2000), (3000, 5000, 2300), (5000, 9000, 2000)))
    assert fitted.plan.quality.in_slot == 3
    assert fitted.plan.quality.rate_max < 1.15
    assert not fitted.needs


def test_pauses_give_way_before_the_pace_does() -> None:
    fitted = fit(monologue((0, 2000, 2400), length_ms=2000, pauses_ms=(600,)))
    assert fitted.plan.placements[0].pause_cut_ms > 300
    assert fitted.plan.placements[0].rate == 1.0
    assert not fitted.needs


def test_what_cannot_fit_is_named_with_its_characters_and_never_cut() -> None:
    fitted = fit(monologue((0, 1000, 1000), (1000, 2000, 1900), (2000, 5000, 2900), length_ms=5000))
    assert fitted.plan.quality.rate_max <= 1.3
    need = next(need for need in fitted.needs if need.id == "c1")
    assert need.enough
    assert 28 <= need.characters < 40
    assert str(need) == f"cue c1: 40 characters, at most {need.characters}"


def test_what_is_hopeless_is_named_as_such() -> None:
    fitted = fit(monologue((0, 1000, 9000), (1000, 2000, 900), length_ms=2000))
    need = next(need for need in fitted.needs if need.id == "c0")
    assert not need.enough
    assert "give it more time" in str(need)
    assert sum(place.length_ms for place in fitted.plan.placements) >= 9900 / 1.3


def test_before_the_end_of_the_picture_takes_begin_early_rather_than_run_over() -> None:
    fitted = fit(monologue((0, 4000, 3000), (6000, 9000, 3000), (9000, 10_000, 2600), length_ms=10_000))
    assert fitted.plan.quality.over_ms == 0
    assert fitted.plan.placements[2].end_ms <= 10_000


def test_people_talk_at_once_where_they_do_in_the_source() -> None:
    slots = (Slot("a", 0, 3000, 3000, "ANN"), Slot("b", 2000, 4000, 2000, "BEN"), Slot("c", 4000, 6000, 2000, "ANN"))
    fitted = fit(Reel("r", 10_000, slots))
    assert starts(fitted) == [0, 2000, 4000]
    assert fitted.plan.quality.in_slot == 3


def test_who_is_seen_is_nearer_to_the_cue_than_who_is_not() -> None:
    cues = ((0, 1000, 1000), (1000, 2000, 1600), (2000, 3000, 800), (3000, 9000, 1000))
    limits = Limits(on_screen_ms=40, off_screen_ms=500)
    off = {name: max(abs(place.at_ms - at) for place, (at, _, _) in zip(found, cues, strict=True)) for name, found in (
        (name, fit(monologue(*cues, on_screen=name), limits).plan.placements) for name in ("on", "off"))}  # fmt: skip
    assert fit(monologue(*cues, on_screen="off"), limits).plan.quality.in_slot == 4
    assert off["off"] > 40


def test_small_and_odd_reels() -> None:
    assert fit(Reel("none", 1000, ())).plan.placements == ()
    assert starts(fit(monologue((0, 0, 0)))) == [0]
    assert fit(monologue((5, 5, 700))).plan.quality.in_slot == 1
    twice = fit(monologue((100, 900, 500), (100, 900, 500), length_ms=1100))
    assert twice.plan.quality.overlap_ms == 0
    far = fit(Reel("far", 80_000_000_000, (Slot("a", 5, 9, 1), Slot("b", 79_999_000_000, 79_999_001_000, 1200))))
    assert starts(far) == [5, 79_999_000_000]


def test_a_script_out_of_order_is_answered_in_its_order() -> None:
    one = reel(30, 1)
    turned = replace(one, slots=one.slots[::-1])
    assert [place.id for place in fit(turned).plan.placements] == [slot.id for slot in turned.slots]
    assert sorted(starts(fit(turned))) == starts(fit(one))
