"""Starting a production: from a book to a folder with a manifest, defaults and a voice that speaks its language."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ManifestError, RefusedError, UnfitError
from pipeline.intake import read_manuscript
from pipeline.intake.language import contradicted
from pipeline.languages.tags import primary
from pipeline.manifests import Read, find_voice, read_production, read_voice, repo_of, voice_files
from pipeline.manifests.schemas import FOLDER as SCHEMAS
from pipeline.manifests.schemas import modeline, write_schemas
from pipeline.production.audiobook.fitness import UNKNOWN, text_of
from pipeline.production.starting.starter import EMBEDDED_VOICES, GITIGNORE, slug_of, starter, write_starter
from pipeline.records import Finding, Manuscript
from pipeline.script import coverage_of, findings_on_unread, select

MANIFESTS = (".yaml", ".yml")
SHORT = 400  # letters that are too few to detect a language by


@dataclass(frozen=True, slots=True)
class Begun:
    path: Path  # of production.yaml
    book: Path  # its manuscript
    text: str  # of the manifest
    manuscript: Manuscript
    findings: tuple[Finding, ...]


def is_book(path: Path) -> bool:
    """Whether a path that should be a production is a manuscript."""
    if path.is_dir():
        return (path / "SUMMARY.md").is_file()
    return path.is_file() and path.suffix.lower() not in MANIFESTS


def production_beside(book: Path, must_speak: bool = True) -> Path:
    """The production.yaml of a book, written into a folder beside the book where there is none yet.

    The book is not copied, so that its later changes are noticed.

    Raises:
        UnfitError: no voice at hand speaks the book, and one must.
        RefusedError: folders of that name hold something else.
    """
    folders = [book.resolve().parent / name for name in (book.stem, f"{book.stem}-audiobook")]
    for folder in folders:
        path = folder / "production.yaml"
        if path.is_file() and _manuscript_of(path) == book.resolve():
            return path
        if not folder.exists():
            return begin(book, folder, copy=False, must_speak=must_speak).path
    raise RefusedError(
        f"{' and '.join(map(str, folders))} hold something else; begin the book with "
        f"'voicepress new {book} --to FOLDER'"
    )


def _manuscript_of(path: Path) -> Path | None:
    with suppress(ManifestError):
        return (path.parent / read_production(path).source).resolve()
    return None


def begin(
    book: Path,
    folder: Path | None,
    *,
    voice: str = "",
    encoding: str = "",
    repo: Path | None = None,
    copy: bool = True,
    must_speak: bool = False,
) -> Begun:
    """Writes a production of a book.

    Args:
        folder: manifests/productions/TITLE of the repo, if not given.
        voice: one of the repo's; the first that speaks the book's language where none is named.
        repo: a production repo; the one around `folder`, or `folder` itself.
        copy: the book into `folder`.
        must_speak: refuse where no voice speaks the book, and write nothing.

    Raises:
        RefusedError: there is no such voice, or a manifest already.
        UnfitError: as asked by `must_speak`.
    """
    manuscript = read_manuscript(book, encoding)
    if folder is None:
        repo = repo or repo_of(book)
        folder = _free(repo / "manifests" / "productions" / slug_of(manuscript.title), book)
    path = folder / "production.yaml"
    repo = repo or _repo_around(folder)
    selected = select(manuscript, Read())
    language, why = _language(manuscript, selected, repo)
    speaking, voices = _voices(repo, language)
    if voice and voice not in voices:
        raise RefusedError(
            f"there is no voice {voice!r} in {repo / 'manifests' / 'voices'}; there are: {', '.join(voices) or 'none'}"
        )
    if path.exists():
        raise RefusedError(f"{path} exists; a person's manifest is not written over: name another folder with --to")
    # An empty repo gets the embedded voice.
    embedded = EMBEDDED_VOICES.get(primary(language))
    speaks = voice in speaking if voice else bool(speaking) or (not voices and embedded is not None)
    if must_speak and not speaks:
        raise _unspoken(book, language, voices, repo)
    embedded = embedded or EMBEDDED_VOICES["en"]
    chosen = voice or next(iter((*speaking, *voices)), embedded.name)
    manuscript = manuscript.described(language=language)
    named = book.name if copy else os.path.relpath(book.resolve(), folder.resolve())
    schemas = repo / "manifests" / SCHEMAS
    text = "\n".join(
        [
            modeline("production", os.path.relpath(schemas, folder)),
            starter(manuscript, named, chosen, speaks=speaks, encoding=encoding, why=why),
        ]
    )
    folder.mkdir(parents=True, exist_ok=True)
    if copy and not (folder / book.name).exists():
        (shutil.copytree if book.is_dir() else shutil.copyfile)(book, folder / book.name)
    write_starter(path, text)
    write_schemas(schemas)
    if not voices:
        write_starter(repo / "manifests" / "voices" / f"{embedded.name}.yaml", embedded.manifest)
        if not (repo / ".gitignore").exists():
            write_starter(repo / ".gitignore", GITIGNORE)
    findings = (*findings_on_unread(selected, Read(), coverage_of(selected)), *manuscript.findings)
    return Begun(path, folder / named if copy else book, text, manuscript, findings)


def _unspoken(book: Path, language: str, voices: list[str], repo: Path) -> UnfitError:
    """What to tell a person whose voices do not speak the book."""
    if language == UNKNOWN:
        return UnfitError(
            f"{book} is in a language that cannot be told: begin it with 'voicepress new {book}', and say "
            "`language:` in its production.yaml"
        )
    none = (
        f"no voice of {', '.join(voices)} speaks it"
        if voices
        else f"embedded voices speak {', '.join(EMBEDDED_VOICES)}"
    )
    place = repo if voices else book.resolve().parent
    return UnfitError(f"{book} is in {language}, and {none}: add one that does to {place / 'manifests' / 'voices'}")


def _free(folder: Path, book: Path) -> Path:
    """The folder; with a number appended where it holds the production of another book."""
    number = 1
    while (there := folder.with_name(f"{folder.name}-{number}") if number > 1 else folder).exists():
        old = _manuscript_of(there / "production.yaml")
        if old is None or old.name == book.name:
            return there
        number += 1
    return there


def _language(manuscript: Manuscript, selected: Manuscript, repo: Path) -> tuple[str, str]:
    """The language for the manifest, and why it differs from the one that the book declares ("" where it does not)."""
    text = text_of(selected)
    if really := contradicted(text, manuscript.language):
        return really, "by its words; the book itself says something else"
    letters = sum(map(str.isalpha, text))
    if manuscript.language == UNKNOWN and 0 < letters < SHORT and text.isascii():
        _, voices = _voices(repo, UNKNOWN)
        spoken = read_voice(find_voice(voices[0], repo)).languages if voices else ("en",)
        if "*" not in spoken:
            return spoken[0], "the voice's; the text is too short to tell"
    return manuscript.language, ""


def _repo_around(folder: Path) -> Path:
    """The production repo that will hold `folder`; `folder` itself where none is around it."""
    around = repo_of(folder.parent)
    return around if (around / "manifests").is_dir() else folder


def _voices(repo: Path, language: str) -> tuple[list[str], list[str]]:
    """Names of the repo's voices that speak a language, and of all its voices; first the one that needs no extra."""
    names = sorted((path.stem for path in voice_files(repo)), key=lambda n: (n != "heart", n))
    return [name for name in names if read_voice(find_voice(name, repo)).speaks(language)], names
