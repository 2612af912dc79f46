"""Any text in gives lines that are all of it; what cannot be proved stops the production."""

from __future__ import annotations

import re
import string
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.errors import TextLossError
from pipeline.languages.spoken import spoken
from pipeline.manifests import Cast, Entry, Lexicon, Read, Rule
from pipeline.records import BLOCK_KINDS, SPAN_KINDS, Block, Span, visible_characters
from pipeline.script import coverage_of, make_script, select, split
from pipeline.script.coverage import coverage_of_script
from pipeline.script.splitting.clauses import clause_ranges
from tests.pipeline.script.manuscripts import PAUSES, manuscript, speaker

LANGUAGES = st.sampled_from(["en", "zh", "ja", "de", "fr", "es", "ru", "und"])
WRITTEN = st.lists(st.sampled_from([
    *"abcXYZ019 .,!?;:-–—…'\"“”‘’«»()[]{}/$€£%&*_#@=+~\n", "Mr. ", "St. ", "IV", "Henry VIII ", " 1,234.5", "3:30 p.m. ", "£3 10s. ", "1/2",
    "2006-08-05", "www.a.com", "[x]{say=y}", "[]{pause=2s}", "。", "！", "「", "」", "“", "”", "第100名", "２０", "年", "你好", "きり", "é", "ß", "½",
    "²", "2006-08-05²", "www.a.com²", "٣", "°C", "😀", "\u00ad", "\u200b", "\ufeff", "ﬁ", "Ω", "אב", "̈", "•  ", " 5 kg", "№ 5", "...", ". . .", "[1]"]), max_size=40).map("".join)  # fmt: skip
TEXTS = st.one_of(WRITTEN, st.text(max_size=60))


@given(TEXTS, LANGUAGES)
@settings(max_examples=300, deadline=None)
@example("1.)\u2029a. b. c.", "en")
def test_split_loses_nothing(text: str, language: str) -> None:
    sentences = split(text, language)
    assert re.sub(r"\s", "", "".join(sentences)) == re.sub(r"\s", "", text)
    assert all(s.strip() == s and s for s in sentences)


@given(TEXTS, LANGUAGES)
@settings(max_examples=300, deadline=None)
def test_replacements_are_in_order_apart_and_explain_the_spoken_form(text: str, language: str) -> None:
    form = spoken(text, language)
    at, built = 0, ""
    for r in form.replacements:
        assert at <= r.start < r.end <= len(text)
        assert r.rule
        built += text[at : r.start] + r.spoken
        at = r.end
    assert " ".join((built + text[at:]).split()) == form.text


@given(TEXTS, st.integers(1, 30))
@settings(max_examples=200, deadline=None)
def test_clauses_lose_nothing(text: str, most: int) -> None:
    parts = "".join(text[a:b] for a, b in clause_ranges(text, most, "en"))
    assert re.sub(r"\s", "", parts) == re.sub(r"\s", "", text)


SPANS = st.lists(
    st.builds(
        Span,
        text=TEXTS,
        kind=st.sampled_from(SPAN_KINDS),
        language=st.sampled_from([None, "fr", "zh"]),
        say=st.sampled_from([None, None, "said"]),
        phonemes=st.sampled_from([None, None, "sɛd"]),
    ),
    max_size=4,
).map(tuple)
BLOCKS = st.lists(st.builds(Block, kind=st.sampled_from(BLOCK_KINDS), spans=SPANS), max_size=4)
READS = st.builds(
    Read,
    notes=st.sampled_from(["skip", "inline", "chapter-end"]),
    images=st.sampled_from(["skip", "alt"]),
    speakers=st.sampled_from(["skip", "read"]),
    headings=st.sampled_from(["skip", "read"]),
)
CAST = Cast(narrator="n", speech_tags=True, rules=(Rule(voice="v", character="Anna"), Rule(voice="v", language="zh")))
LEXICON = (
    "l",
    Lexicon(
        language="en",
        entries=(Entry(text="abc", say="x"), Entry(pattern=r"\d+", say="some"), Entry(text="b", phonemes="biː")),
    ),
)


@given(BLOCKS, READS, LANGUAGES, st.integers(10, 80), st.integers(0, 5), st.booleans())
@settings(max_examples=200, deadline=None)
def test_any_manuscript_is_accounted_for(
    blocks: list[Block], read: Read, language: str, most: int, least: int, phonemes: bool
) -> None:
    source = select(manuscript(*blocks, language=language), read)
    table = coverage_of(source)
    assert table.adds_up
    voice = speaker(most, least, ["en"], silent="你好😀אב", phonemes="*" if phonemes else "")
    script = make_script(source, cast=CAST, lexicons=[LEXICON], pauses=PAUSES, speakers={"n": voice, "v": voice})
    assert script.coverage.adds_up
    assert script.coverage.characters == table.characters
    assert len({line.slate for line in script.lines}) == len(script.lines)
    for line in script.lines:
        assert source.chapters[0].blocks[line.source.block].text[line.source.start : line.source.end] == line.text
        assert not set(line.spoken) & set("你好😀אב")


@given(st.text(string.printable, max_size=80))
@settings(max_examples=50, deadline=None)
def test_what_is_unspeakable_is_noted(text: str) -> None:
    voice = speaker(silent="~^")
    script = make_script(
        select(manuscript(text), Read()), cast=Cast(narrator="n"), lexicons=[], pauses=PAUSES, speakers={"n": voice}
    )
    lost = sum(n for reason, n in script.coverage.skipped.items() if reason.startswith("unspeakable"))
    assert lost <= text.count("~") + text.count("^")
    assert bool(lost) <= any(finding.code == "s-001" for finding in script.findings)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Yes ^ no.", "'n' cannot say '^'; in 1 line: c001.l0001 'Yes ^ no.'"),
        ("Yes ~~ ^ no.", "'n' cannot say '~' 2 times, '^'; in 1 line: c001.l0001 'Yes ~~ ^ no.'"),
        (
            "One ~. Two ^. Three ~.",
            "'n' cannot say '~' 2 times, '^'; in 3 lines: c001.l0001 'One ~.', c001.l0002 'Two ^.', "
            "c001.l0003 'Three ~.'",
        ),
        (
            "One ~. Two ~. Three ~. Four ~.",
            "'n' cannot say '~' 4 times; in 4 lines: c001.l0001 'One ~.', c001.l0002 'Two ~.', "
            "c001.l0003 'Three ~.' and 1 more",
        ),
        ("All is well.", ""),
    ],
)
def test_what_a_voice_cannot_say_is_one_finding(text: str, wanted: str) -> None:
    script = make_script(
        select(manuscript(text), Read()),
        cast=Cast(narrator="n"),
        lexicons=[],
        pauses=PAUSES,
        speakers={"n": speaker(silent="~^")},
    )
    assert [(finding.where, finding.found) for finding in script.findings if finding.code == "s-001"] == (
        [("n", wanted)] if wanted else []
    )


def test_many_kinds_of_characters_are_counted_and_each_voice_has_its_own_finding() -> None:
    silent = "一二三四五六七八九十百千万"
    text = f"He said {silent}. “And {silent[:2]},” she said. " * 200
    voice = speaker(most=500, silent=silent)
    script = make_script(
        select(manuscript(text), Read()), cast=CAST, lexicons=[], pauses=PAUSES, speakers={"n": voice, "v": voice}
    )
    found = [finding for finding in script.findings if finding.code == "s-001"]
    assert len(found) == len({finding.where for finding in found}) <= 2
    assert ", 1 other; in " in found[0].found
    assert len(found[0].found) < 600


def test_a_line_that_is_missing_stops_the_production() -> None:
    source = select(manuscript("One sentence. Another sentence."), Read())
    lines = make_script(source, cast=Cast(narrator="n"), lexicons=[], pauses=PAUSES, speakers={"n": speaker()}).lines
    with pytest.raises(
        TextLossError, match=r"'One' has 28 characters, but 12 are accounted for.*'One sentence\. Another"
    ):
        coverage_of_script(source, lines[:1], {})
    shorter = [replace(lines[0], text="One"), lines[1]]
    with pytest.raises(TextLossError):
        coverage_of_script(source, shorter, {})


def test_every_skip_has_a_name() -> None:
    source = manuscript(
        Block("scene-break", (Span("* * *"),)),
        Block("paragraph", (Span("Text"), Span("1", kind="noteref"))),
        Block("note", (Span("Body."),)),
        Block("image", (Span("a cat", kind="alt"),)),
        "—",
    )
    script = make_script(
        select(source, Read()), cast=Cast(narrator="n"), lexicons=[], pauses=PAUSES, speakers={"n": speaker()}
    )
    assert dict(script.coverage.skipped) == {"scene break": 3, "note reference": 1, "note": 5, "no words": 1}
    assert script.coverage.spoken == visible_characters("Text")
