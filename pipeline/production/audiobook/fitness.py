"""Fitness of the voices for the book: whether they speak it at all, checked once before anything is spoken.

A Japanese novel in an English voice is half an hour of near silence, a German one is nonsense with an accent. What is
measured is the share of the book in languages that its voices speak, and the share of its characters that their engines
can say; the thresholds are the repo's (`least_spoken` and `least_said` in configs/house.yaml).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from pipeline.errors import ManifestError
from pipeline.intake.language import contradicted
from pipeline.manifests import RepoSettings, Voice, read_settings, read_voice, voice_files
from pipeline.production.audiobook.job import AudiobookJob
from pipeline.records import Coverage, Finding, Line, Manuscript
from pipeline.registry.resolving import found_voice

UNKNOWN = "und"
# A story of a page may have a sentence in another language, or an emoji: as long as they are few, and less than half.
FEW_FOREIGN, FEW_UNSAID, HALF = 500, 100, 0.5


@dataclass(frozen=True, slots=True)
class SpokenShare:
    """How much of a book its voices speak, in characters of lines; credits do not count."""

    total: int
    lines: int
    foreign: Mapping[tuple[str, str], tuple[int, int]]  # (voice, language that it does not speak): lines, characters
    unsaid: int  # characters that no engine has a sound for

    @property
    def share(self) -> float:
        return 1 - sum(size for _, size in self.foreign.values()) / max(1, self.total)

    @property
    def said(self) -> float:
        return 1 - self.unsaid / max(1, self.total)


def spoken_share(
    lines: Iterable[Line], manuscript: Manuscript, coverage: Coverage, voices: Mapping[str, Voice]
) -> SpokenShare:
    """Measures the lines of a script, spoken by `voices`, by name."""
    apart = {n for n, chapter in enumerate(manuscript.chapters) if chapter.role == "credits"}
    number: dict[tuple[str, str], int] = {}
    size: dict[tuple[str, str], int] = {}
    for line in lines:
        if line.source.chapter not in apart:
            pair = (line.voice, line.language)
            number[pair] = number.get(pair, 0) + 1
            size[pair] = size.get(pair, 0) + len(line.text)
    foreign = {
        (voice, language): (number[voice, language], size[voice, language])
        for voice, language in number
        if not voices[voice].speaks(language)
    }
    unsaid = sum(n for reason, n in coverage.skipped.items() if reason.startswith("unspeakable: "))
    return SpokenShare(sum(size.values()), sum(number.values()), foreign, unsaid)


def fitness_findings(
    job: AudiobookJob, lines: Iterable[Line], manuscript: Manuscript, coverage: Coverage
) -> Iterator[Finding]:
    """One finding where the voices speak too little of the book, and one where it is not in the language it names."""
    yield from _misnamed(job, manuscript)
    settings = read_settings(job.repo)
    voices = {name: used.voice for name, used in job.voices.items()}
    if job.rehearsal:  # whose voices hum: the manifest's own are asked, as far as they are there
        for name in voices:
            with suppress(ManifestError):
                voices[name] = found_voice(name, job.repo).voice
    found = spoken_share(lines, manuscript, coverage, voices)
    if not found.total:
        return
    foreign = sum(size for _, size in found.foreign.values())
    if found.share < settings.least_spoken and (foreign >= FEW_FOREIGN or found.share < HALF):
        yield Finding(
            "s-011",
            "book",
            f"{_foreign(found, voices)}; {100 * found.share:.0f} % of the book is in languages "
            f"that its voices speak, {100 * settings.least_spoken:.0f} % is asked; "
            + _cure(job, [language for _, language in found.foreign], set(voices)),
        )
    elif found.said < settings.least_said and (found.unsaid >= FEW_UNSAID or found.said < HALF):
        yield Finding("s-011", "book", _unsaid(found, settings, voices, job, lines))


def text_of(manuscript: Manuscript, enough: int = 6_000) -> str:
    """The words that are read, from the beginning and the middle of the book: `enough` characters of each."""
    blocks = [
        block
        for chapter in manuscript.chapters
        if chapter.read and chapter.role != "credits"
        for block in chapter.blocks
        if block.read and block.kind != "code"
    ]
    texts: list[str] = []
    for part in (blocks[: len(blocks) // 2], blocks[len(blocks) // 2 :]):
        left = enough
        for block in part:
            if left <= 0:
                break
            texts.append(block.text)
            left -= len(block.text)
    return " ".join(texts)


def _misnamed(job: AudiobookJob, manuscript: Manuscript) -> Iterator[Finding]:
    declared = manuscript.language
    if found := contradicted(text_of(manuscript), declared):
        who = job.path.name if job.production.language else f"{job.manuscript_path.name} declares {declared} and"
        who = f"{who} says {declared}, but the text" if job.production.language else f"{who} its text"
        yield Finding(
            "s-012", "book", f"{who} is {found}, by its words; say so in {job.path.name}: `language: {found}`"
        )


def _foreign(found: SpokenShare, voices: Mapping[str, Voice]) -> str:
    """1,048 of 1,060 lines are in de, and heart speaks en."""
    sentences = []
    for (name, language), (number, _) in sorted(found.foreign.items(), key=lambda item: -item[1][1])[:3]:
        what = "an unknown language" if language == UNKNOWN else language
        lines = (
            f"{number:,} of {found.lines:,} lines are in {what}"
            if number != 1
            else f"1 of {found.lines:,} line{'' if found.lines == 1 else 's'} is in {what}"
        )
        sentences.append(f"{lines}, and {name} speaks {', '.join(voices[name].languages)}")
    return "; ".join(sentences)


def _unsaid(
    found: SpokenShare, settings: RepoSettings, voices: Mapping[str, Voice], job: AudiobookJob, lines: Iterable[Line]
) -> str:
    languages = [language for language, _ in Counter(line.language for line in lines).most_common(1)]
    return (
        f"{found.unsaid:,} of {found.total:,} characters have no sound in {', '.join(voices)}, so that "
        f"{100 * found.said:.1f} % of the book would be said, {100 * settings.least_said:.0f} % is asked; "
        + _cure(job, languages, set(voices))
    )


def _cure(job: AudiobookJob, languages: Iterable[str], have: set[str]) -> str:
    wanted = list(dict.fromkeys(languages))
    if wanted[:1] == [UNKNOWN]:
        return f"say in {job.path.name} which language it is: `language: de`"
    could = voices_that_speak(job, wanted[0]) if wanted else []
    others = [name for name in could if name not in have]
    if others:
        return f"of manifests/voices could: {', '.join(others)}"
    return f"no other voice of manifests/voices speaks {wanted[0] if wanted else 'it'}: add one that does"


def voices_that_speak(job: AudiobookJob, language: str) -> list[str]:
    """Names of the repo's voices whose manifests say so; one that speaks anything hums."""
    out = []
    for path in voice_files(job.repo):
        with suppress(ManifestError):
            voice = read_voice(path)
            if voice.speaks(language) and "*" not in voice.languages:
                out.append(path.stem)
    return out
