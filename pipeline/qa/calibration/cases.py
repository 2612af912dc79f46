"""Cases: the lines of a calibration, clean and with known faults; half are to find limits on, half to report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.audio import Clip
from pipeline.qa.calibration.faults import Material, SignalFault, TextFault, WrongSound, rng_of

CLEAN = "clean"


@dataclass(frozen=True, slots=True)
class Case:
    """A line as it should be said, what is said in its place, and the kind of fault.

    Attributes:
        said: what the engine is given.
        sound: the fault that is injected into its sound afterwards, if any.
        reported: it belongs to the half of lines that the figures come from; limits are found on the others.
    """

    kind: str
    number: int
    spoken: str
    said: str
    what: str = ""
    codes: tuple[str, ...] = ()
    bar: float = 0.0
    sound: SignalFault | None = None

    @property
    def reported(self) -> bool:
        return self.number % 2 == 1


def order(count: int, seed: int, kind: str) -> list[int]:
    """Places of sentences in the order in which a kind takes them."""
    return [int(i) for i in rng_of(seed, kind, "order").permutation(count)]


def clean_cases(material: Material, lines: int, seed: int) -> list[Case]:
    places = order(len(material.sentences), seed, CLEAN)[:lines]
    return [Case(CLEAN, n, material.sentences[at], material.sentences[at]) for n, at in enumerate(places)]


def text_cases(fault: TextFault, material: Material, language: str, lines: int, seed: int) -> list[Case]:
    """As many lines with the fault as there are sentences with a place for it, `lines` at most."""
    return list(_texts(fault, material, language, lines, seed))


def _texts(fault: TextFault, material: Material, language: str, lines: int, seed: int) -> Iterator[Case]:
    number = 0
    for at in order(len(material.sentences), seed, fault.kind):
        if number == lines:
            return
        text = material.sentences[at]
        wrong = fault.inject(text, language, rng_of(seed, fault.kind, at), material)
        if wrong:
            yield Case(fault.kind, number, text, wrong.text, wrong.what, fault.codes, fault.bar)
            number += 1


def signal_cases(fault: SignalFault, material: Material, lines: int, seed: int) -> list[Case]:
    """Lines whose sound gets the fault; some more than `lines`, since not every take has a place for it."""
    places = order(len(material.sentences), seed, fault.kind)[: lines + lines // 2]
    texts = [material.sentences[at] for at in places]
    return [Case(fault.kind, n, text, text, "", fault.codes, fault.bar, fault) for n, text in enumerate(texts)]


def wrong_sound(case: Case, clip: Clip, material: Material, seed: int) -> WrongSound | None:
    """The case's sound with its fault; None where the take has no place for it."""
    assert case.sound is not None
    return case.sound.inject(clip, rng_of(seed, case.kind, "sound", case.spoken), material)


def first(cases: Sequence[Case], lines: int) -> list[Case]:
    """The first so many cases of a kind, numbered anew."""
    return [Case(c.kind, n, c.spoken, c.said, c.what, c.codes, c.bar, c.sound) for n, c in enumerate(cases[:lines])]
