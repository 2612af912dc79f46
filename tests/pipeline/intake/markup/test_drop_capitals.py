"""Drop capitals: their classes stand on letters, first words and paragraphs, and no space between words is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.intake import read_manuscript
from tests.pipeline.intake.books import page


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            '<p class="dropcap">He typed <code>run now</code> and <i>waited</i> there.</p>',
            "He typed run now and waited there.",
        ),
        (
            '<p class="drop-cap">The sign said <kbd>NO ENTRY</kbd>, so he <b>ran</b> on.</p>',
            "The sign said NO ENTRY, so he ran on.",
        ),
        ('<p class="lettrine">Il a vu <em>a</em> et <em>b</em> sur le mur.</p>', "Il a vu a et b sur le mur."),
        ('<p><span class="dropcap">ONCE</span> upon a time there was rain.</p>', "ONCE upon a time there was rain."),
        ('<p><span class="lettrine">It was</span> late, and it rained.</p>', "It was late, and it rained."),
        ('<p>The <span class="initial">X</span> marks the spot on the map.</p>', "The X marks the spot on the map."),
        ('<p class="dropcap"><b>T</b> he rain came down at last.</p>', "The rain came down at last."),
        ('<p><span class="dropcap">“T</span> he rain came down at last.</p>', "“The rain came down at last."),
        ('<p><span class="dropcap">A</span> man came in from the rain.</p>', "A man came in from the rain."),
        ('<p>7<br/><span class="dropcap">T</span> he rain came down.</p>', "7\nThe rain came down."),
    ],
)
def test_only_a_capital_is_joined_to_its_word(written: str, read: str, tmp_path: Path) -> None:
    path = tmp_path / "book.html"
    path.write_text(page(f"<h1>One</h1>{written}<p>And that was all there was of it.</p>"), "utf-8")
    blocks = [block for chapter in read_manuscript(path).chapters for block in chapter.blocks]
    assert "".join(span.text for span in blocks[1].spans) == read
