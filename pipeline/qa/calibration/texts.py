"""The sentences by which a voice is calibrated: those that ship (public domain), or a file with one a line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import ManifestError
from pipeline.languages.spoken import spoken
from pipeline.languages.tags import primary
from pipeline.qa.calibration.units import words

FOLDER = Path(__file__).parent / "texts"
LEAST = 40  # sentences of a file: with fewer, a table says nothing
LONGEST_TEXT = 4_000_000  # bytes of such a file


def sentences(language: str, file: Path | None = None) -> tuple[str, ...]:
    """Spoken forms of sentences in a language, each once, in order.

    Raises:
        ManifestError: none ship for the language and no file is named, or the file has too few.
    """
    path = file or FOLDER / f"{primary(language)}.txt"
    if not path.is_file():
        known = ", ".join(sorted(found.stem for found in FOLDER.glob("*.txt")))
        raise ManifestError(
            f"there is no file {path}; name one with --texts"
            if file
            else f"no sentences ship in {language!r} (there are: {known}); name a file of your own with --texts"
        )
    if path.stat().st_size > LONGEST_TEXT:
        raise ManifestError(
            f"{path} has more than {LONGEST_TEXT:,} bytes; some hundred sentences, one a line, are enough"
        )
    try:
        written = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        raise ManifestError(f"{path} is not UTF-8 text; save it as such, one sentence a line") from None
    lines = [line.strip() for line in written if line.strip() and not line.startswith("#")]
    forms = dict.fromkeys(spoken(line, language).text for line in lines)
    found = tuple(form for form in forms if any(map(str.isalpha, form)))
    if len(found) < LEAST:
        raise ManifestError(f"{path} has {len(found)} sentences; a calibration wants {LEAST} at least, one a line")
    return found


def vocabulary(texts: Iterable[str], language: str) -> tuple[str, ...]:
    """The words of the texts, each once, without names (what is written with a capital somewhere)."""
    found: dict[str, bool] = {}
    for text in texts:
        for start, end in words(text, language):
            word = text[start:end]
            if word.isalpha() and len(word) >= (1 if word.lower() == word.upper() else 3):
                found[word.lower()] = found.get(word.lower(), True) and (word == word.lower() or start < 2)
    return tuple(word for word, plain in found.items() if plain)
