"""Enrolment as one function: recordings in, clips with verdicts, references and accounts out. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from pipeline.audio import Clip
from pipeline.enrolment.advice import accounts, refusal
from pipeline.enrolment.choosing import Reference, references, styles
from pipeline.enrolment.cutting import LEAST_MS, MOST_MS, SILENT_DB, cut
from pipeline.enrolment.dataset import Row
from pipeline.enrolment.figures.measuring import figures_of
from pipeline.enrolment.hearing import Ears, Said, mismatch
from pipeline.enrolment.judging import Finding, Own, of_signal, of_words, own_of, with_findings
from pipeline.enrolment.people import Owner, likeness, owner_of
from pipeline.enrolment.records import Account, Figures, Floats, Judged, Reason, Recording, Stretch
from pipeline.enrolment.texts import Texts, shared_out

STEP_MS = 32
SEEN_MS = 1000  # a stretch without speech that is shorter is a pause, and no line of its own
NO_TEXT_MS = 500
MOST_REFERENCES = 5


@dataclass(frozen=True)
class Enrolment:
    """What came out.

    Attributes:
        judged: clips, and stretches of a second and more in which nobody speaks, in order.
        corrected: lines of the data set that a person corrected, which stand.
        refused: why the recordings as a whole make no voice; "" where they do.
    """

    recordings: tuple[Recording, ...]
    judged: tuple[Judged, ...]
    references: tuple[Reference, ...]
    styles: tuple[Reference, ...]
    accounts: tuple[Account, ...]
    refused: str
    language: str

    @property
    def kept(self) -> list[Judged]:
        return [one for one in self.judged if not one.reasons]


def _nobody(done: int, total: int) -> None:
    """Progress for nobody."""


@dataclass
class Enrolling:
    """The steps of one enrolment."""

    ears: Ears
    language: str
    texts: Texts | None = None
    corrected: Sequence[Row] = ()
    most_references: int = MOST_REFERENCES
    tell: Callable[[int, int], None] = _nobody
    _owner: Owner | None = field(default=None, init=False)

    def run(self, recordings: Sequence[Recording]) -> Enrolment:
        clips, pauses = self._cut(recordings)
        clips = self._signal(recordings, clips)
        clips = self._words(recordings, clips)
        judged = self._with_corrections(recordings, [*clips, *pauses])
        short = [(one.stretch, one.reasons) for one in judged]
        found = accounts(recordings, short)
        speech = [one for one in judged if one.stretch.speech]
        why = refusal(found, self._owner, speech)
        kept = [one for one in judged if not one.reasons]
        named = {row.clip: row.style for row in self.corrected if row.style}
        chosen = references(kept, self.most_references)
        seen = tuple(one for one in judged if one.stretch.speech or one.duration_ms >= SEEN_MS)
        return Enrolment(tuple(recordings), seen, tuple(chosen), tuple(styles(kept, named)), found, why, self.language)

    # -- sound

    def _cut(self, recordings: Sequence[Recording]) -> tuple[list[Judged], list[Judged]]:
        """Clips with the figures of their sound, and what lies between them."""
        clips: list[Judged] = []
        between: list[Judged] = []
        for index, recording in enumerate(recordings):
            stretches, probabilities = cut(recording, index, self.ears.voicing)
            for stretch in stretches:
                one = Judged(stretch, recording.ms(stretch.start), recording.ms(stretch.end), Figures({}))
                if not stretch.speech and one.duration_ms < SEEN_MS:
                    between.append(replace(one, reasons=("silence",)))
                    continue
                first = one.start_ms // STEP_MS
                part = probabilities[first : max(first + 1, -(-one.end_ms // STEP_MS))]
                one = replace(one, figures=figures_of(sound_of(recording, stretch), part))
                (clips if stretch.speech else between).append(replace(one, file=name_of(recording, one)))
        return clips, self._without_speech(clips, between)

    def _without_speech(self, clips: Sequence[Judged], between: Sequence[Judged]) -> list[Judged]:
        """Stretches in which nobody speaks: silence, or music or noise where they are loud."""
        levels = [one.figures.get("level_db") for one in clips]
        loud = float(np.median(levels)) if levels else -30.0
        out = []
        for one in between:
            if one.reasons or one.figures.get("level_db", -90.0) < loud + SILENT_DB:
                out.append(replace(one, reasons=("silence",), why=one.why or ("nobody speaks",)))
                continue
            reason: Reason = "music" if one.figures.get("long_tones") > 0.3 else "noise"
            why = f"nobody speaks, at {one.figures.get('level_db') - loud:.0f} dB of the speech"
            out.append(replace(one, reasons=(reason,), why=(why,)))
        return out

    def _signal(self, recordings: Sequence[Recording], clips: Sequence[Judged]) -> list[Judged]:
        prints = self.ears.voiceprints([sound_of(recordings[one.stretch.recording], one.stretch) for one in clips])
        figures = [one.figures for one in clips]
        first = own_of(figures, None)
        clean = [p for p, f in zip(prints, figures, strict=True) if not of_signal(f, first)]
        self._owner = owner_of(clean) or owner_of(prints)
        own = own_of(figures, self._owner)
        return [self._of_signal(one, windows, own) for one, windows in zip(clips, prints, strict=True)]

    def _of_signal(self, one: Judged, windows: Floats, own: Own) -> Judged:
        if self._owner is not None:
            values = {**one.figures.values, **likeness(windows, self._owner)}
            one = replace(one, figures=replace(one.figures, values=values))
        found: list[Finding] = []
        if not LEAST_MS - 1 <= one.duration_ms <= MOST_MS + 1:
            long = "without a pause to cut at " if one.duration_ms > MOST_MS else ""
            found.append(("length", f"{one.duration_ms / 1000:.1f} s {long}(3 to 10)"))
        return with_findings(one, [*found, *of_signal(one.figures, own)])

    # -- words

    def _words(self, recordings: Sequence[Recording], clips: Sequence[Judged]) -> list[Judged]:
        said: list[Said] = []
        for done, one in enumerate(clips):
            self.tell(done, len(clips))
            said.append(self.ears.say(sound_of(recordings[one.stretch.recording], one.stretch), self.language))
        texts = self._texts(recordings, clips, said)
        out = []
        for one, heard, text in zip(clips, said, texts, strict=True):
            one = replace(one, heard=heard.text, text=heard.text if text is None else text, confidence=heard.confidence)
            if text is not None:
                share, astray = mismatch(self.ears.words_of(text, self.language), heard.words)
                one = replace(one, mismatch=share if text.strip() else 1.0, astray=astray)
            if not one.reasons:
                rated = self.ears.rate(sound_of(recordings[one.stretch.recording], one.stretch))
                one = replace(one, naturalness=rated)
            found = of_words(one, given=text is not None)
            if one.reasons:  # what is wrong with the sound explains what is misheard, but not another text
                found = [pair for pair in found if pair[0] == "text" and one.reasons == ("length",)]
            out.append(with_findings(one, found))
        return out

    def _texts(
        self, recordings: Sequence[Recording], clips: Sequence[Judged], said: Sequence[Said]
    ) -> list[str | None]:
        """The given text of each clip; None where none is given for its recording."""
        texts: list[str | None] = [None] * len(clips)
        if self.texts is None:
            return texts
        groups: list[tuple[str, list[int]]] = []
        if self.texts.running:
            groups.append((self.texts.running, list(range(len(clips)))))
        for index, recording in enumerate(recordings):
            if (text := self.texts.of(recording.name)) is not None:
                groups.append((text, [at for at, one in enumerate(clips) if one.stretch.recording == index]))
        for text, members in groups:
            for at, part in zip(members, shared_out(text, [said[at].text for at in members]), strict=True):
                texts[at] = part
        return texts

    # -- people

    def _with_corrections(self, recordings: Sequence[Recording], judged: Sequence[Judged]) -> list[Judged]:
        """What was found, with the lines of people in the place of what they are about."""
        indices = {recording.name: index for index, recording in enumerate(recordings)}
        rows = {row.clip: row for row in self.corrected if row.recording in indices}
        known = {one.file: one for one in judged}
        people = [_of_person(row, recordings, indices[row.recording], known.get(row.clip)) for row in rows.values()]
        rest = [one for one in judged if one.file not in rows or not one.file]
        rest = [one for one in rest if not any(_inside(one, person) for person in people)]
        return sorted([*rest, *people], key=lambda one: (one.stretch.recording, one.stretch.start))


def sound_of(recording: Recording, stretch: Stretch) -> Clip:
    return Clip(recording.clip.samples[stretch.start : stretch.end], recording.clip.sample_rate_hz)


def name_of(recording: Recording, one: Judged) -> str:
    """A clip's file: where it lies in its recording, so that it keeps its name whatever else is found."""
    stem = "".join(c if c.isalnum() or c in "-_" else "-" for c in Path(recording.name).stem)[:60] or "recording"
    return f"clips/{stem}-{recording.digest[:6]}-{one.start_ms:07d}-{one.end_ms:07d}.wav"


def _of_person(row: Row, recordings: Sequence[Recording], index: int, found: Judged | None) -> Judged:
    recording = recordings[index]
    rate = recording.clip.sample_rate_hz
    start, end = (min(recording.samples, ms * rate // 1000) for ms in row.span)
    if found is not None and (found.start_ms, found.end_ms) == row.span:
        start, end = found.stretch.start, found.stretch.end
    reasons: tuple[Reason, ...] = ()
    if row.verdict == "refused":
        reasons = row.reasons or ("text",)  # type: ignore[assignment]
    return Judged(
        Stretch(index, start, end, speech=True),
        row.span[0],
        row.span[1],
        found.figures if found else Figures({}),
        reasons,
        ("corrected by a person",) if reasons else (),
        row.text,
        row.heard,
        found.confidence if found else -1.0,
        naturalness=found.naturalness if found else None,
        file=row.clip,
        corrected=True,
    )


def _inside(one: Judged, person: Judged) -> bool:
    if one.stretch.recording != person.stretch.recording or not one.stretch.speech:
        return False
    covered = min(one.end_ms, person.end_ms) - max(one.start_ms, person.start_ms)
    return 2 * covered > one.duration_ms


def rows_of(enrolment: Enrolment, named: Mapping[str, str]) -> list[Row]:
    """The lines of the data set, without marks."""
    from pipeline.enrolment.dataset import plain

    return [
        Row(
            one.file,
            plain(enrolment.recordings[one.stretch.recording].name),
            str(one.start_ms),
            str(one.end_ms),
            enrolment.language,
            plain(one.text),
            plain(one.heard),
            f"{one.confidence:.2f}" if one.confidence >= 0 else "",
            one.verdict,
            ", ".join(one.reasons),
            named.get(one.file, ""),
        )
        for one in enrolment.judged
        if one.stretch.speech
    ]
