"""How every book of a folder would end: python -m tests.corpora.success_table FOLDER [NAME ...] [--all]

Each book is planned as `voicepress new` and `voicepress plan` would, with a voice of its language: the embedded one for
English, one that hums and says that it speaks the book's language for all others. A row says whether the production
would be a success or is refused and why, what share of the body is read, how much prose is not, the language that the
book declares and that of its words, and whether it looks wrongly decoded; beneath stand the findings about what is not
read. Nothing is spoken. Any folder does, its books at any depth.

The exit code is 1 where a success leaves out prose that is not lawfully left out, is in another language than it says,
or looks like mojibake.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.registry import engine_of
from pipeline.codes import BOOK
from pipeline.errors import VoicepressError
from pipeline.intake import SUFFIXES, language, read_manuscript
from pipeline.manifests import Read
from pipeline.production import load_all, plan_all
from pipeline.production.starting.starter import EMBEDDED_VOICES, starter
from pipeline.records import Manuscript
from pipeline.script import coverage_of, select, unread
from pipeline.store import Store

HOUSE = Path(__file__).parents[2]
HUM = (
    "engine: tone\nversion: 1\nlanguages: [{language}]\nnarrator: A hum\nconsent: {{kind: licence, of: Apache-2.0, "
    "uses: [audiobook]}}\n"
)
# UTF-8 read as an 8-bit encoding, and what could not be read at all.
MOJIBAKE = re.compile(
    r"[ÃÂ][\u0080-\u00bf]|â€[\u0080-\u2122œ]|ï»¿|\ufffd|[ÐÑ][\u0080-\u00bf]{1}[ÐÑ]|(?:[åäæçèé][\u0080-\u00bf]){3}"
)
COLUMNS = ("book", "ends", "body read", "prose not read", "language", "by its words", "mojibake", "chapters", "why")
# Beneath a usual title ("Further reading") so much is believed to be what the title says; it is a finding all the same.
A_SENTENCE_OR_TWO = 200
SILENT = ("i-020", "i-014", "i-015", "i-016", "i-017", "i-019")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="only books whose path contains one of these")
    parser.add_argument("--all", action="store_true", help="every finding of every book, not only of what is not read")
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"{options.folder} is not there; no book to plan")
        return 0
    books = [
        path
        for path in books_of(options.folder)
        if not options.names or any(name in str(path) for name in options.names)
    ]
    ends: Counter[str] = Counter()
    bad = 0
    print("  ".join(COLUMNS))
    for path in books:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            told = pool.apply(told_of, (path, options.all))
        ends[told.ends] += 1
        bad += bool(told.faults)
        cells = [path.relative_to(options.folder).as_posix()[-52:].ljust(52), *told.cells, told.why[:300]]
        print(
            "  ".join(cells).rstrip()
            + "".join(f"\n      ! {fault}" for fault in told.faults)
            + "".join(f"\n      {finding}" for finding in told.findings),
            flush=True,
        )
    print(
        f"{len(books)} books: "
        + ", ".join(f"{number} {end}" for end, number in ends.most_common())
        + f"; {bad} successes that are none (marked !)"
    )
    return 1 if bad else 0


def books_of(folder: Path) -> Iterator[Path]:
    """Every manuscript beneath a folder: files of known suffixes, folders with SUMMARY.md as a whole."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if (path / "SUMMARY.md").is_file():
                yield path
            else:
                yield from books_of(path)
        elif path.suffix and path.suffix.lower() in SUFFIXES and path.stem.upper() not in ("README", "SOURCES"):
            yield path


@dataclass(frozen=True)
class Told:
    ends: str = "refused"
    cells: tuple[str, ...] = ()
    why: str = ""
    faults: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


def told_of(path: Path, everything: bool) -> Told:
    try:
        manuscript = read_manuscript(path)
    except VoicepressError as error:
        return Told(cells=("refused",), why=str(error).replace(str(path), "it"))
    selected = select(manuscript, Read())
    seen = unread(selected, Read(), coverage_of(selected))
    text = "\n".join(
        block.text
        for chapter in selected.chapters
        if chapter.read
        for block in chapter.blocks
        if block.read and block.kind != "code"
    )
    words = language.guess(text) if len(text) > 400 else ""
    odd = len(MOJIBAKE.findall(text))
    # What the book's own style hides is shown to nobody: a finding (i-014), and lawfully not read.
    silent = sum(one.characters for reason, one in seen.prose.items() if reason != "hidden")
    cells = (
        f"{100 * seen.share:6.1f} %",
        f"{silent:7,}",
        manuscript.language.ljust(7),
        (words or "-").ljust(7),
        f"{odd:4}",
        f"{sum(chapter.read for chapter in selected.chapters):4}",
    )
    try:
        with tempfile.TemporaryDirectory(prefix="voicepress-corpora-") as folder:
            refused, codes, findings = _planned(path, manuscript, Path(folder))
    except VoicepressError as error:
        return Told(cells=("refused", *cells), why=str(error).replace(str(path), "it"))
    faults = []
    if not refused:
        if silent > A_SENTENCE_OR_TWO:
            faults.append(f"{silent:,} characters of prose are not read")
        if words and words.partition("-")[0] != manuscript.language.partition("-")[0].lower():
            faults.append(f"it says {manuscript.language}, and its words are {words}")
        if 3000 * odd > len(text) or "i-021" in codes:  # a few holes are the source's own
            faults.append(f"{odd} places look like mojibake")
    shown = [finding for finding in findings if everything or finding.startswith(SILENT)]
    return Told(
        "refused" if refused else "success",
        ("refused" if refused else "success", *cells),
        refused,
        tuple(faults),
        tuple(dict.fromkeys(shown)),
    )


def _planned(path: Path, manuscript: Manuscript, folder: Path) -> tuple[str, set[str], list[str]]:
    """Why nothing of it would be spoken ("" where it would), and the findings."""
    shutil.copytree(HOUSE / "configs", folder / "configs")
    voices = folder / "manifests" / "voices"
    voices.mkdir(parents=True)
    english = manuscript.language.partition("-")[0].lower() == "en"
    voice = "heart" if english else "hum"
    (voices / f"{voice}.yaml").write_text(
        EMBEDDED_VOICES["en"].manifest if english else HUM.format(language=manuscript.language), "utf-8"
    )
    home = folder / "manifests" / "productions" / "book"
    home.mkdir(parents=True)
    (shutil.copytree if path.is_dir() else shutil.copyfile)(path, home / path.name)
    production = home / "production.yaml"
    production.write_text(starter(manuscript, path.name, voice), "utf-8")
    plan = plan_all(load_all(production, engine_of, out=folder / "out"), Store(folder / "store"))
    refusing = [finding for finding in plan.findings if finding.refuses == BOOK]
    why = plan.refused or "; ".join(f"{finding.code} {finding.found}" for finding in refusing)
    return (
        why,
        {finding.code for finding in plan.findings},
        [f"{finding.code} {finding.where}: {finding.found}" for finding in plan.findings],
    )


if __name__ == "__main__":
    sys.exit(main())
