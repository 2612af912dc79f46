"""Patterns that people write: as for `re`, and none holds up a night."""

import re
import time
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.errors import ManifestError
from pipeline.manifests import Cast, Lexicon, Pattern, read_yaml
from pipeline.production import lay_out
from tests.factories import write_production
from tests.pipeline.production.test_production import production_parts

WORD = "a" * 40 + "!"
LONG = "a" * 4000 + "!"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.manifests.patterns.PATTERN_LINE_S", 0.2)


def matches(source: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in Pattern(source, "the lexicon names").finditer(text)]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("(a+)+$", LONG),
        ("(.*a){20}b", LONG),
        (r"(\w+\s?)+:", LONG),
        ("(a|a)+b", LONG),
        ("(?:a?){3000}b", LONG),
        ("(x+x+)+y", "x" * 4000),
        (r"^(\d+,?)+;", "1" * 4000),
        (r"(?=(a+)+b)c", LONG),
        (r"(a*)*\1b", LONG),
        (".*.*.*.*=.*", LONG),
    ],
)
def test_a_pattern_without_end_is_given_up_or_soon_done(source: str, text: str) -> None:
    began = time.process_time()
    with suppress(ManifestError):
        matches(source, text)
    assert time.process_time() - began < 5


@pytest.mark.usefixtures("impatient")
def test_the_sentence_names_lexicon_pattern_and_line(tmp_path: Path) -> None:
    path = write_production(
        tmp_path, "short", f"CHAPTER I\n\nHe said {LONG} Then he went.\n", extra="lexicons: [words.yaml]\n"
    )
    (path.parent / "words.yaml").write_text("language: en\nentries:\n  - {pattern: '(.*a){20}b', say: x}\n")
    job, store, _ = production_parts(path)
    with pytest.raises(
        ManifestError, match=r"the lexicon words.yaml: the pattern '\(\.\*a\)\{20\}b' takes more than 0 s over 'aaaa"
    ):
        lay_out(job, store)


@pytest.mark.usefixtures("impatient")
def test_a_cast_s_rule_is_given_up_too(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", f"CHAPTER I\n\nHe said {LONG} Then he went.\n")
    path.write_text(path.read_text().replace("voice: narrator", "cast: cast.yaml"))
    (path.parent / "cast.yaml").write_text("narrator: narrator\nrules:\n  - {voice: narrator, text: '(.*a){20}b'}\n")
    job, store, _ = production_parts(path)
    with pytest.raises(
        ManifestError, match=r"the cast's rule for 'narrator': the pattern '\(\.\*a\)\{20\}b' takes more than"
    ):
        lay_out(job, store)


def test_a_pattern_that_takes_a_little_too_long_over_each_line_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.manifests.patterns.PATTERN_PRODUCTION_S", 0.05)
    pattern = Pattern(r"(\w+\s?)*;", "the lexicon names")

    def over_and_over() -> None:
        while True:
            pattern.finditer("one two three four five six")

    with pytest.raises(ManifestError, match=r"takes more than 0 s over this book"):
        over_and_over()


@pytest.mark.parametrize(
    "source",
    [
        "(?:(?:x{999}){999}){999}",
        "x{99}{99}{99}",
        "((((x{20}){20}){20}){20}){20}",
        "x{30000}",
        "(?:ab){,90000}",
        "x" * 6000,
        "(?R)",
        "(?:(?R))*",
        "((?1))",
        "(?P>a)",
        r"\p{L}",
        "(a",
        "a)",
        "*",
        "[a",
        "a{2}{",
        "(?P<a>x)(?P<a>y)",
        r"\8",
    ],
)
def test_what_is_none_or_unfolds_beyond_measure_is_refused_when_it_is_read(tmp_path: Path, source: str) -> None:
    path = tmp_path / "it.yaml"
    if source == "a{2}{":
        Pattern(source, "")  # a brace is a brace
        return
    path.write_text(f"language: en\nentries:\n  - {{pattern: '{source}', say: b}}\n")
    with pytest.raises(ManifestError, match=r":3: entries.0: pattern: "):
        read_yaml(path, Lexicon)
    path.write_text(f"narrator: a\nrules:\n  - {{voice: b, text: '{source}'}}\n")
    with pytest.raises(ManifestError, match=r":3: rules.0: text: "):
        read_yaml(path, Cast)


@pytest.mark.parametrize(
    "source",
    [
        r"\bvol\. ([IVX]+)\b",
        r"(?i)\bsmith\b",
        r"\b(\w+)ing\b",
        r"(\d+)th",
        r"St\. (?=[A-Z])",
        r"[{]a{2}",
        r"{x}",
        r"a{e}",
        r"a{1,2}",
        r"(?:ab){2,}",
        r"[]a]+",
        r"[^\]]",
        r"(?<!\w)é",
        r"(?P<n>a)(?P=n)",
        r"a{,2}b",
        r"\{a\}",
        r"(a)|b",
        r"(?s).",
        r"(?m)^a",
        r"x*",
        r"\d{2,4}",
    ],
)
def test_patterns_mean_what_they_mean_to_re(source: str) -> None:
    for text in (
        "vol. IV and vol. X",
        "Smith, smith",
        "singing a king",
        "12th 4th",
        "St. Ives St. ives",
        "{aa}{x} a{e} ae a{1,2}",
        "abababb",
        "]a]b",
        "é né",
        "aa",
        "b\nab",
        "",
        "1848 ١٢",
    ):
        assert matches(source, text) == [match.span() for match in re.finditer(source, text)], text
        assert Pattern(source, "").found_in(text) is (re.search(source, text) is not None)
    assert Pattern(source, "").groups == re.compile(source).groups


@pytest.mark.parametrize(
    "sign",
    [
        "*",
        "a.",
        "1.",
        "1,",
        "a",
        "A",
        "I",
        "=",
        "/",
        "a-",
        "1:",
        "漢",
        "「",
        "0",
        "A. ",
        "a\n",
        "1\n",
        "§",
        "½",
        "²",
        "&",
        "http://",
        "www.a.",
        "(http://a",
        "＆",
        "〇",
        "é",
    ],
)
def test_a_run_of_one_sign_holds_up_no_plan(tmp_path: Path, sign: str) -> None:
    path = write_production(tmp_path, "short", f"CHAPTER I\n\nIt was late. {sign * (30_000 // len(sign))} He went.\n")
    job, store, _ = production_parts(path)
    began = time.process_time()
    assembly = lay_out(job, store)
    assert time.process_time() - began < 8
    assert assembly.script.coverage.adds_up
