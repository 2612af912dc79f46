"""Whatever goes in, every visible character comes out in exactly one span."""

from __future__ import annotations

import html
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import ManuscriptError
from pipeline.intake import read_manuscript
from pipeline.intake.markup.xml import parse
from pipeline.records import BLOCK_KINDS, ROLES, SPAN_KINDS, Manuscript, visible
from tests.pipeline.intake.books import book, page

BOUNDED = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
# Characters that XML cannot hold are no part of a book; a lone surrogate is no part of a file.
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
LINES = st.lists(
    st.one_of(
        st.text(CHARACTERS, max_size=80),
        st.sampled_from(
            [
                "",
                "",
                "Chapter 1",
                "CHAPTER II.",
                "III",
                "第一回　山",
                "* * *",
                "    An indented line of verse,",
                "_emphasis_ and *more*",
                "See [1].",
                "[1] A note.",
                "｜漢字《かんじ》と［＃改ページ］",
                "底本：「本」",
                "*** START OF THIS PROJECT GUTENBERG EBOOK X ***",
                "End of the Project Gutenberg EBook",
                "ROMEO. What light?",
                "A line of prose that is as long as lines of prose in wrapped texts are-",
                "= Title",
                "== Part",
                "- item",
                "> quoted",
                "[^1]: note",
                "a[^1]",
            ]
        ),
    ),
    max_size=30,
)
TAGS = st.sampled_from(
    [
        "p",
        "div",
        "span",
        "h1",
        "h2",
        "b",
        "a",
        "blockquote",
        "li",
        "ul",
        "table",
        "tr",
        "td",
        "ruby",
        "rt",
        "rp",
        "pre",
        "br",
        "hr",
        "sup",
        "aside",
        "section",
        "math",
        "mi",
        "svg",
        "text",
        "nav",
        "img",
        "code",
        "switch",
        "case",
        "default",
        "figure",
        "object",
        "q",
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        "",
        "",
        "",
        ' id="a"',
        ' id="b"',
        ' href="#a"',
        ' href="#b"',
        ' class="poem"',
        ' class="pagenum"',
        ' class="dropcap"',
        ' hidden="hidden"',
        ' epub:type="noteref"',
        ' epub:type="footnote"',
        ' epub:type="pagebreak"',
        ' xml:lang="fr"',
        ' role="doc-endnotes"',
        ' class="footnote"',
        ' alt="alt"',
        ' class="speaker"',
        ' class="title"',
        ' class="scene-break"',
    ]
)
WORDS = st.one_of(
    st.text(CHARACTERS, max_size=20), st.sampled_from(["1", "[2]", "* * *", "T", " ", "\n", "Chapter 1", "ﬁne"])
)


def _tree(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(TAGS, ATTRIBUTES, st.lists(children, max_size=5)).map(
        lambda made: f"<{made[0]}{made[1]}>{''.join(made[2])}</{made[0]}>"
    )


MARKUP = st.lists(st.recursive(WORDS.map(html.escape), _tree, max_leaves=25), max_size=6).map("".join)


def counted(text: str) -> Counter[str]:
    return Counter(filter(visible, text))


def spans_of(manuscript: Manuscript) -> str:
    for chapter in manuscript.chapters:
        assert chapter.role in ROLES
        for block in chapter.blocks:
            assert block.kind in BLOCK_KINDS
            assert all(span.kind in SPAN_KINDS and span.text for span in block.spans)
    return "".join(
        span.text
        for chapter in manuscript.chapters
        for block in chapter.blocks
        for span in block.spans
        if span.kind != "alt"
    )


@BOUNDED
@given(lines=LINES)
def test_text(lines: list[str], tmp_path: Path) -> None:
    path = tmp_path / "any.txt"
    text = "\n".join(lines)
    path.write_text(text, "utf-8")
    try:
        found = spans_of(read_manuscript(path))
    except ManuscriptError:
        assert not counted(text)
    else:
        assert counted(found) == counted(text)


@BOUNDED
@given(lines=LINES)
def test_asciidoc(lines: list[str], tmp_path: Path) -> None:
    path = tmp_path / "any.adoc"
    text = "\n".join(lines)
    path.write_text(text, "utf-8")
    try:
        found = spans_of(read_manuscript(path))
    except ManuscriptError:
        assert not counted(text)
    else:
        assert counted(found) == counted(text)


@BOUNDED
@given(body=MARKUP)
def test_markup(body: str, tmp_path: Path) -> None:
    """Compared with the tree as parsed; alternatives of images are apart, but a capital that is a picture is text."""
    source = page(body.replace(' alt="alt"', ""))
    root, _ = parse(source)
    expected = counted("".join(root[1].itertext()))
    try:
        manuscript = read_manuscript(book(tmp_path / "any.epub", one__xhtml=source))
    except ManuscriptError:
        assert not expected
    else:
        assert counted(spans_of(manuscript)) == expected


@BOUNDED
@given(lines=LINES)
def test_encodings(lines: list[str], tmp_path: Path) -> None:
    """A mark of byte order is believed."""
    path = tmp_path / "any.txt"
    text = "\n".join(lines)
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        path.write_bytes(text.encode(encoding))
        try:
            found = spans_of(read_manuscript(path))
        except ManuscriptError:
            assert not counted(text)
        else:
            assert counted(found) == counted(text)
