"""Variants: shorter words that people wrote for cues, by the cues' ids. The fitting takes the longest that fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import Field

from pipeline.dub.fitting import fit
from pipeline.dub.lengths import Lengths
from pipeline.dub.records import Fitted, Limits, Reel, Slot, Variant
from pipeline.errors import ManifestError
from pipeline.manifests import Strict, did_you_mean, read_yaml
from pipeline.manifests.fields import NotBlank

ROUNDS = 4  # of taking shorter words; what does not fit then is told


class Variants(Strict):
    """variants.yaml beside a script: for a cue's id the words that may be said in place of the script's."""

    variants: dict[str, tuple[NotBlank, ...]] = Field(default_factory=dict)


def read_variants(path: Path) -> dict[str, tuple[str, ...]]:
    return dict(read_yaml(path, Variants).variants)


def with_variants(reel: Reel, written: Mapping[str, tuple[str, ...]], lengths: Lengths) -> Reel:
    """The reel with the variants of its cues, their takes as long as their words are expected to be.

    A take that is there is a better measure than a pace: a variant is as long in proportion to its cue's.
    """

    def variants(slot: Slot) -> tuple[Variant, ...]:
        def expected(text: str) -> int:
            return lengths.expected_ms(text, slot.character, reel.language)

        own = expected(slot.text)
        share = slot.speech_ms / own if own else 1.0
        return tuple(Variant(text, max(1, round(expected(text) * share))) for text in written.get(slot.id, ()))

    return replace(reel, slots=tuple(replace(slot, variants=slot.variants + variants(slot)) for slot in reel.slots))


def known_only(written: Mapping[str, tuple[str, ...]], reels: list[Reel], where: str) -> None:
    """
    Raises:
        ManifestError: variants of a cue that no reel has.
    """
    known = {slot.id for reel in reels for slot in reel.slots}
    if unknown := next((name for name in written if name not in known), None):
        some = sorted(known)[:5]
        raise ManifestError(f"{where}: no cue has the id {unknown!r}; {did_you_mean(unknown, some)}")


def fit_variants(reel: Reel, limits: Limits | None = None) -> Fitted:
    """Fits a reel, with shorter words where they are needed and people have written them.

    First the longest variant within each cue's budget is taken, or the shortest; then, cue by cue, the longest with
    which as many cues stay in their slots.
    """
    limits = limits or Limits()
    said: dict[str, Variant] = {}
    fitted = fit(reel, limits)
    for _ in range(ROUNDS):
        shorter = _shorter(_saying(reel, said), fitted)
        if not shorter:
            break
        said |= shorter
        fitted = fit(_saying(reel, said), limits)
    if said:
        for slot in reel.slots:
            if slot.id in said:
                said = _longest(_around(reel, fitted, slot), slot, said, limits)
        fitted = fit(_saying(reel, said), limits)
    return replace(fitted, said={id_: variant.text for id_, variant in said.items()})


def _around(reel: Reel, fitted: Fitted, slot: Slot) -> Reel:
    """The windows around a cue, up to the next cue after them: what other words for it can change."""
    at = next(index for index, window in enumerate(fitted.windows) if slot.id in window)
    near = {id_ for window in fitted.windows[max(0, at - 1) : at + 2] for id_ in window}
    slots = tuple(one for one in reel.slots if one.id in near)
    end = max(one.in_ms for one in slots)
    after = min((one.in_ms for one in reel.slots if one.id not in near and one.in_ms > end), default=reel.length_ms)
    return replace(reel, slots=slots, length_ms=after)


def _saying(reel: Reel, said: Mapping[str, Variant]) -> Reel:
    """The reel with other words; the pauses inside their takes are not known yet."""
    return replace(
        reel,
        slots=tuple(
            replace(slot, text=said[slot.id].text, speech_ms=said[slot.id].speech_ms, pauses_ms=())
            if slot.id in said
            else slot
            for slot in reel.slots
        ),
    )


def _shorter(reel: Reel, fitted: Fitted) -> dict[str, Variant]:
    slots = {slot.id: slot for slot in reel.slots}
    found = {}
    for need in fitted.needs:
        slot = slots[need.id]
        options = sorted((one for one in slot.variants if one.speech_ms < slot.speech_ms), key=lambda v: v.speech_ms)
        if options:
            budget = slot.speech_ms * need.characters / max(1, need.has)
            found[slot.id] = max((one for one in options if one.speech_ms <= budget), default=options[0], key=_length)
    return found


def _longest(reel: Reel, slot: Slot, said: dict[str, Variant], limits: Limits) -> dict[str, Variant]:
    """Tries what is longer than the words taken for one cue, the longest first."""
    own = Variant(slot.text, slot.speech_ms)
    longer = [one for one in (own, *slot.variants) if one.speech_ms > said[slot.id].speech_ms]
    as_it_is = fit(_saying(reel, said), limits).plan.quality.rank[:2] if longer else (0, 0)
    for one in sorted(longer, key=_length, reverse=True):
        others = {id_: variant for id_, variant in said.items() if id_ != slot.id}
        tried = others if one is own else others | {slot.id: one}
        if fit(_saying(reel, tried), limits).plan.quality.rank[:2] <= as_it_is:
            return tried
    return said


def _length(variant: Variant) -> int:
    return variant.speech_ms
