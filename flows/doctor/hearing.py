"""What listeners hear: of the takes, by the gate; of the reference clip, beside the text that the manifest gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flows.doctor.records import SpokenLine, Step, judged
from pipeline.listener import Role
from pipeline.qa.comparing.figures import errors_of, likeness_of, naturalness_of
from pipeline.qa.examining import Asked, Ears, examine, heard_first
from pipeline.qa.examining.sounds import keep_sounds
from pipeline.qa.gate.records import HeardTake
from pipeline.qa.lists.answering import said_in
from pipeline.qa.lists.decoding import decoded
from pipeline.records import Take
from pipeline.store import digest_of_file, sound_key

EXPECTED_WORDS = "below 5 % of the words otherwise (a good voice: below 2)"
NO_SPEECH = 0.7  # share of words heard otherwise, above which it is no speech in this language
ROLES: tuple[Role, ...] = ("signal", "words", "speaker", "naturalness")


def hear_reference(ears: Ears, clip: Path, text: str, language: str) -> tuple[list[Step], HeardTake | None]:
    """Whether the clip says its text. None where it could not be decoded."""
    data = decoded([clip], 1)[0]
    if isinstance(data, str):
        return [Step("reference", "wrong", data, "a sound file", "record or convert the clip again")], None
    key = sound_key(digest_of_file(clip), ["doctor", 1])
    take = keep_sounds(ears.store, [(key, data)], {"file": clip.name})[0]
    (heard,) = heard_first(ears, [Asked(take, text, language)], [ROLES])
    return ([_said(heard, text)] if text else []), heard


def _said(heard: HeardTake, text: str) -> Step:
    errors, said = errors_of([heard]), said_in(heard)
    if errors is None:
        return Step("reference text", "unknown", "nobody here understands the clip", "the clip's own words", _INSTALL)
    if not (said or "").strip():
        cure = "take a clip of clear speech, 3 to 10 s, and write down its words"
        return Step("reference text", "wrong", f"no word is heard in the clip; the manifest says {text!r}",
                    "the clip's own words", cure)  # fmt: skip
    return judged(
        "reference text", errors, (0.15, 0.3), f"the clip says {said!r}, the manifest {text!r}: {errors:.0%} differ",
        "the clip's own words, each of them",
        "correct reference_text (or take the right clip): a text that the clip does not say leaks into every line",
    )  # fmt: skip


_INSTALL = "pip install 'voicepress[qa]' and `voicepress listeners fetch`, then examine the voice again"


def hear_takes(
    ears: Ears, takes: Sequence[tuple[str, Take]], language: str, reference_text: str, reference: HeardTake | None
) -> tuple[list[Step], dict[str, SpokenLine]]:
    """The steps, and by text what the gate says of each line: verdict and words."""
    asked = [Asked(take, text, language, reference_text=reference_text) for text, take in takes]
    heard = heard_first(ears, asked, [ROLES] * len(asked))
    examined = examine(ears, asked, heard, [{}] * len(asked))
    lines = {
        text: SpokenLine(text, verdict=one.verdict.state, heard=said_in(one.heard) or "")
        for (text, _), one in zip(takes, examined, strict=True)
    }
    steps = [_words(ears, heard, lines)]
    steps += _likeness(heard, reference)
    if (score := naturalness_of(heard)) is not None:
        steps.append(
            judged("naturalness", -score, (-3.0, -2.0), f"{score:.2f} of 5", "3 and more",
                   "listen: noise, metal or breath in the reference or in the training data")
        )  # fmt: skip
    return steps, lines


def _words(ears: Ears, heard: Sequence[HeardTake], lines: dict[str, SpokenLine]) -> Step:
    errors = errors_of(heard)
    if errors is None:
        why = ears.unready.get("words", "no listener here understands the language")
        return Step("words", "unknown", f"nobody heard the sentences: {why}", EXPECTED_WORDS, _INSTALL)
    failed = sum(line.verdict == "fail" for line in lines.values())
    said = f"{errors:.1%} of the words are heard otherwise; the gate fails {failed} of {len(lines)} sentences"
    if errors > NO_SPEECH:
        cure = (
            "no speech in this language: the weights are untrained or damaged, GPT and SoVITS are not of one voice, or "
            "the voice does not speak this language"
        )
        return Step("words", "wrong", said, EXPECTED_WORDS, cure)
    cure = "take another reference clip with its exact text first; then an earlier epoch of the GPT"
    return judged("words", errors, (0.05, 0.2), said, EXPECTED_WORDS, cure)


def _likeness(heard: Sequence[HeardTake], reference: HeardTake | None) -> list[Step]:
    likeness = likeness_of(heard, [reference]) if reference else None
    if likeness is None:
        return []
    cure = "the lines sound like somebody else than the clip: is it the clip of this voice, and of one speaker?"
    said = f"{likeness:.2f} between the lines and the reference clip"
    return [judged("likeness", -likeness, (-0.75, -0.6), said, "0.75 and more (the same voice: 0.85)", cure)]


def with_verdicts(lines: Sequence[SpokenLine], heard: dict[str, SpokenLine]) -> tuple[SpokenLine, ...]:
    return tuple(
        replace(line, verdict=heard[line.text].verdict, heard=heard[line.text].heard) if line.text in heard else line
        for line in lines
    )
