"""Lines to train on: of an enrolled voice's dataset.tsv, or of a folder with a list `path|speaker|language|text`.

Everything that is wrong is told at once, by line, before a step is made: a mislabelled line is later a word that the
voice leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from models.gpt_sovits.frontend import mixed
from pipeline.enrolment.dataset import NAME, read_rows
from pipeline.errors import ManifestError
from pipeline.store import digest_of_file, digest_of_json
from pipeline.untrusted.bounds import stays_inside

LISTS = ("*.list", "list.txt", "filelist.txt", "train.txt")  # as users of the original name them
MOST_LIST_BYTES, MOST_LINES = 16 << 20, 100_000
SECONDS = (0.6, 54.0)  # of a line (SPEC 6.2, 6.3)
PHONES_PER_SECOND = (3.0, 25.0)  # of speech: otherwise the text is another than was said (SPEC 6.2)
MOST_PHONES = 540
LEAST_LINES = 3  # two to learn from, one to be held out
TOLD = 8  # wrong lines that a message names
_OLD_TAGS = {"jp": "ja"}  # of the original's lists


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its sound, as found; nothing of it was opened."""

    sound: Path
    language: str
    text: str
    where: str  # file and line, for messages


@dataclass(frozen=True, slots=True)
class Item:
    """A line that can be trained on."""

    sound: Path
    language: str  # the front end's
    text: str
    digest: str  # of the sound file
    seconds: float
    held_out: bool

    @property
    def identity(self) -> str:
        return digest_of_json([self.digest, self.language, self.text])


@dataclass(frozen=True, slots=True)
class DataSet:
    items: tuple[Item, ...]

    @property
    def learnt(self) -> list[Item]:
        return [item for item in self.items if not item.held_out]

    @property
    def held_out(self) -> list[Item]:
        return [item for item in self.items if item.held_out]

    @property
    def digest(self) -> str:
        return digest_of_json([[item.identity, item.held_out] for item in self.items])

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted({item.language for item in self.items}))


def enrolled_lines(folder: Path) -> list[Line]:
    """The kept lines of an enrolled voice's data set, as people corrected them.

    Raises:
        ManifestError: there is none, or nothing of it is kept.
    """
    path = folder / NAME
    rows = read_rows(path)
    lines = [
        Line(folder / row.clip, row.language, row.text, f"{path}, line {number}")
        for number, row in enumerate(rows, 2)
        if row.verdict == "kept"
    ]
    if not lines:
        what = f"keeps none of its {len(rows)} clips" if rows else "is not there, or is empty"
        raise ManifestError(f"{path} {what}; 'voicepress voice enrol' makes it, or name a folder with --data")
    return lines


def listed_lines(folder: Path) -> list[Line]:
    """The lines of a folder's list `path|speaker|language|text`; sounds are looked for below the folder alone.

    Raises:
        ManifestError: there is no list, or several, or a line of it is none.
    """
    if not folder.is_dir():
        raise ManifestError(f"{folder} is no folder; --data names one with sound files and a list of them")
    lists = sorted({path for pattern in LISTS for path in folder.glob(pattern)})
    if len(lists) != 1:
        found = f"several lists ({', '.join(path.name for path in lists)}); leave one" if lists else "no list"
        raise ManifestError(f"{folder} has {found}: a file such as voice.list with lines path|speaker|language|text")
    path = lists[0]
    try:
        if path.stat().st_size > MOST_LIST_BYTES:
            raise ManifestError(f"{path} has {path.stat().st_size >> 20} MB; a list has some kB")
        written = path.read_bytes().decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path} cannot be read as UTF-8: {error}") from None
    lines, wrong = [], []
    for number, one in enumerate(written[: MOST_LINES + 1], 1):
        if not one.strip():
            continue
        parts = one.split("|", 3)
        if len(parts) < 4:
            wrong.append(f"{path}, line {number}: has {len(parts)} fields of path|speaker|language|text")
            continue
        sound = _below(folder, parts[0].strip())
        if sound is None:
            wrong.append(f"{path}, line {number}: {Path(parts[0]).name!r} is not below {folder}")
            continue
        lines.append(Line(sound, parts[2].strip(), parts[3].strip(), f"{path}, line {number}"))
    if wrong:
        raise refused(wrong)
    if not lines:
        raise ManifestError(f"{path} is empty; write a line path|speaker|language|text for each sound file")
    return lines


def _below(folder: Path, named: str) -> Path | None:
    """The sound of a line: lists carry whatever path it had where they were made, so its last part is enough."""
    for candidate in (named, Path(named.replace("\\", "/")).name):
        if candidate and stays_inside(candidate) and (folder / candidate).is_file():
            return folder / candidate
    return None


def checked(lines: Sequence[Line], held_out_percent: int) -> DataSet:
    """Opens every sound and reads every text.

    Raises:
        ManifestError: lines are wrong, all of which are told, or there are too few.
    """
    items: list[Item] = []
    wrong: list[str] = []
    texts: dict[str, Line] = {}
    for line in lines:
        item = _item(line)
        if isinstance(item, str):
            wrong.append(f"{line.where}: {item}")
            continue
        first = texts.setdefault(item.digest, line)
        if first is line:
            items.append(item)
        elif first.text != line.text:
            wrong.append(f"{line.where}: {line.sound.name} is the sound of {first.where} with another text")
    if wrong:
        raise refused(wrong)
    if len(items) < LEAST_LINES:
        where = lines[0].where.partition(",")[0] if lines else "the data set"
        raise ManifestError(
            f"{where}: {len(items)} lines are too few; {LEAST_LINES} at least, a minute of speech better"
        )
    return DataSet(tuple(_split(items, held_out_percent)))


def refused(wrong: Sequence[str]) -> ManifestError:
    more = [f"and {len(wrong) - TOLD} more"] if len(wrong) > TOLD else []
    return ManifestError(
        "; ".join([*wrong[:TOLD], *more]) + ". Nothing was trained: correct these lines, or remove them"
    )


def _item(line: Line) -> Item | str:
    """The item of a line, or what is wrong with it."""
    tag = _OLD_TAGS.get(line.language.lower(), line.language)
    language = mixed.primary(tag) if tag else ""
    if language not in mixed.LANGUAGES:
        return f"{line.language!r} is no language of GPT-SoVITS; there are: {', '.join(sorted(mixed.LANGUAGES))}"
    if not line.text:
        return "has no text"
    # Marks that are not spoken are as good as none; letters are words that the line would learn to leave out.
    if strange := "".join(c for c in mixed.unspeakable(line.text, language) if c.isalnum()):
        return (
            f"{strange[:10]!r} cannot be spoken in {language}: is it the text of another line, or the language wrong?"
        )
    phones = mixed.phrase(line.text, language, guard=False)
    if phones.empty:
        return f"its text, {line.text[:30]!r}, has nothing to speak"
    seconds = _sound(line.sound)
    if isinstance(seconds, str):
        return seconds
    least, most = SECONDS
    if not least <= seconds <= most:
        return f"{line.sound.name} lasts {seconds:.2f} s; a line has {least:g} to {most:g}"
    if len(phones) > MOST_PHONES:
        return f"{len(phones)} phones: a line has {MOST_PHONES} at most"
    slowest, fastest = PHONES_PER_SECOND
    if not slowest <= len(phones) / seconds <= fastest:
        return (f"{line.text[:30]!r} has {len(phones)} phones for {seconds:.1f} s of {line.sound.name}, "
                f"{len(phones) / seconds:.1f} a second; speech has {slowest:g} to {fastest:g}")  # fmt: skip
    return Item(line.sound, language, line.text, digest_of_file(line.sound), seconds, False)


def _sound(path: Path) -> float | str:
    """Seconds of a sound, or why it is none. Read in blocks: a list may name hours."""
    if not path.is_file():
        return f"{path} is not there"
    try:
        with soundfile.SoundFile(path) as file:
            if file.samplerate < 16000:
                return f"{path.name} is sampled at {file.samplerate} Hz; training needs 16000 and more"
            peak = 0.0
            for block in file.blocks(1 << 18, dtype="float32"):
                if not np.isfinite(block).all():
                    return f"{path.name} holds values that are not numbers"
                peak = max(peak, float(np.abs(block).max(initial=0.0)))
            if peak < 1e-3:
                return f"{path.name} is silent"
            return float(file.frames / file.samplerate)
    except (soundfile.LibsndfileError, OSError) as error:
        return f"{path.name} cannot be read as sound ({error}); give WAV or FLAC"


def _split(items: Iterable[Item], percent: int) -> list[Item]:
    """Holds out a share, by digest: which lines does not depend on their order, and a new line moves few others."""
    ordered = sorted(items, key=lambda item: item.identity)
    count = max(1, round(len(ordered) * percent / 100)) if percent else 0
    return [Item(i.sound, i.language, i.text, i.digest, i.seconds, n < count) for n, i in enumerate(ordered)]
