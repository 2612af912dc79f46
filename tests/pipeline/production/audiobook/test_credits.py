"""Credits in the book's language, and the disclosure of cloned voices."""

from pathlib import Path

import pytest

from pipeline.errors import ManifestError
from pipeline.production import lay_out
from pipeline.production.audiobook.credits import words_for
from tests.factories import write_production
from tests.pipeline.production.test_production import production_parts

TEXT = "CHAPTER I\n\nNobody came.\n"
CLONED = "engine: tone\ncloned: true\nnarrator: Anna"


def said(path: Path) -> list[str]:
    job, store, _ = production_parts(path)
    return [line.text for line in lay_out(job, store).state.lines]


def write(tmp_path: Path, extra: str = "", voice: str = CLONED, language: str = "en") -> Path:
    path = write_production(tmp_path, "short", TEXT, voice=voice, extra=extra)
    path.write_text(path.read_text().replace("language: en", f"language: {language}"))
    return path


def test_a_cloned_voice_says_that_it_is_one_with_credits_off(tmp_path: Path) -> None:
    lines = said(write(tmp_path))
    assert lines[0] == words_for("en")[1].disclosure
    assert lines[1:] == ["CHAPTER I", "Nobody came."]


def test_a_voice_that_is_nobodys_does_not(tmp_path: Path) -> None:
    assert said(write(tmp_path, voice="engine: tone")) == ["CHAPTER I", "Nobody came."]


def test_it_stands_in_the_opening_credits_and_no_choice_of_roles_loses_it(tmp_path: Path) -> None:
    lines = said(write(tmp_path, "credits: {opening: true, closing: true}\nread: {roles: [body]}\n"))
    assert lines == [
        "The Book of short, by A. Writer.",
        "Narrated by Anna, a synthetic voice.",
        words_for("en")[1].disclosure,
        "CHAPTER I",
        "Nobody came.",
        "The end.",
        "This has been The Book of short, by A. Writer.",
        "Narrated by Anna, a synthetic voice.",
    ]


def test_it_is_switched_off_with_a_reason_and_not_without(tmp_path: Path) -> None:
    assert said(write(tmp_path, "disclosure: {spoken: false, reason: said by the publisher's introduction}\n")) == [
        "CHAPTER I",
        "Nobody came.",
    ]
    with pytest.raises(ManifestError, match=r"`spoken: false` needs a `reason:`"):
        said(write(tmp_path, "disclosure: {spoken: false}\n"))


def test_it_can_be_wanted_of_any_voice(tmp_path: Path) -> None:
    assert (
        said(write(tmp_path, "disclosure: {spoken: true}\n", voice="engine: tone"))[0] == words_for("en")[1].disclosure
    )


@pytest.mark.parametrize(("language", "first", "last"), [
    ("de-AT", "The Book of short, von A. Writer.", "Gelesen von Anna, einer synthetischen Stimme."),
    ("fr", "The Book of short, de A. Writer.", "Lu par Anna, une voix de synthèse."),
    ("es-MX", "The Book of short, de A. Writer.", "Narrado por Anna, una voz sintética."),
    ("zh-Hans", "《The Book of short》，作者A. Writer。", "由合成语音Anna朗读。"),
    ("ja", "『The Book of short』、A. Writer作。", "朗読は合成音声、Annaです。"),
    ("nl", "The Book of short, by A. Writer.", "Narrated by Anna, a synthetic voice."),
])  # fmt: skip
def test_they_are_in_the_books_language_where_it_has_words_else_in_english(
    tmp_path: Path, language: str, first: str, last: str
) -> None:
    path = write(tmp_path, "credits: {opening: true, closing: true}\n", language=language)
    job, store, _ = production_parts(path)
    assembly = lay_out(job, store)
    texts = [line.text for line in assembly.state.lines]
    assert "".join(texts).startswith(first)
    assert texts[-1] == last
    words = words_for(language)[1]
    assert words.disclosure in "".join(texts)
    assert assembly.chapters[0].title == words.opening
    assert {line.language for line in assembly.state.lines if line.source.chapter == 0} == {
        language.split("-")[0] if language != "nl" else "en"
    }


@pytest.mark.parametrize(("title", "language", "opening", "closing"), [
    ("What Is Man?", "en", ["What Is Man?", "By A. Writer."], ["This has been What Is Man?", "By A. Writer."]),
    ("Was nun …", "de", ["Was nun …", "Von A. Writer."], ["Das war Was nun …", "Von A. Writer."]),
    ("“Here!”", "en", ["“Here!”", "By A. Writer."], ["This has been “Here!”", "By A. Writer."]),
])  # fmt: skip
def test_a_title_that_ends_a_sentence_ends_it(
    tmp_path: Path, title: str, language: str, opening: list[str], closing: list[str]
) -> None:
    path = write(tmp_path, "credits: {opening: true, closing: true}\n", voice="engine: tone", language=language)
    path.write_text(path.read_text().replace("title: The Book of short", f"title: '{title}'"))
    lines = said(path)
    assert lines[: len(opening)] == opening
    assert lines[-len(closing) - 1 : -1] == closing


def test_a_title_with_a_full_stop_has_one(tmp_path: Path) -> None:
    path = write(tmp_path, "credits: {opening: true}\ncreators: []\n", voice="engine: tone")
    path.write_text(
        path.read_text().replace("title: The Book of short", "title: The End.").replace("creators: [A. Writer]\n", "")
    )
    assert said(path)[0] == "The End."


@pytest.mark.parametrize(
    "entries",
    [
        "- {pattern: '.*(cloned|artificial).*', say: Hello}",
        "- {pattern: '(?s).+', say: Hello}",
        "- {text: cloned, say: recorded}",
        "- {text: not a person speaking, say: a person speaking}",
        "- {pattern: 'The voice.*', say: ' '}",
        "- {text: 'The voice in this recording', say: Anna}",
        "- {text: artificial intelligence, say: an artist}",
        "- {pattern: '[a-z]', say: x}",
    ],
)
def test_no_lexicon_changes_a_word_that_the_house_adds(tmp_path: Path, entries: str) -> None:
    path = write(tmp_path, "credits: {opening: true}\nlexicons: [words.yaml]\n")
    (path.parent / "words.yaml").write_text(f"language: en\nentries:\n  {entries}\n")
    job, store, _ = production_parts(path)
    lines = {line.text: line.spoken for line in lay_out(job, store).state.lines}
    assert lines[words_for("en")[1].disclosure].startswith(
        "The voice in this recording is not a person speaking: it was cloned by artificial intelligence"
    )
    assert lines["Narrated by Anna, a synthetic voice."] == "Narrated by Anna, a synthetic voice."


def test_lexicons_say_how_title_and_authors_are_spoken(tmp_path: Path) -> None:
    path = write(tmp_path, "credits: {opening: true}\nlexicons: [words.yaml]\n")
    (path.parent / "words.yaml").write_text(
        "language: en\nentries:\n  - {text: Writer, say: Wrytter}\n  - {text: by, say: buy}\n"
        "  - {text: Book, say: Buke}\n  - {text: Anna, say: Peter}\n"
    )
    job, store, _ = production_parts(path)
    assert [line.spoken for line in lay_out(job, store).state.lines][:2] == [
        "The Buke of short, by A Wrytter.",
        "Narrated by Anna, a synthetic voice.",
    ]


@pytest.mark.parametrize("reason", ["", " ", "\\t", "\\n ", "\\u00a0", "\\u200b", "\\u3000"])
def test_a_blank_reason_is_none(tmp_path: Path, reason: str) -> None:
    with pytest.raises(ManifestError, match="`spoken: false` needs a `reason:`"):
        said(write(tmp_path, f'disclosure: {{spoken: false, reason: "{reason}"}}\n'))


@pytest.mark.parametrize(("creators", "opening"), [
    ("[Unknown]", "The Book of short."), ("['Austen, Jane']", "The Book of short, by Jane Austen."),
    ("['Austen, Jane, 1775-1817', Unknown, 'Goethe, Johann Wolfgang von']", "The Book of short, by Jane Austen and Johann Wolfgang von Goethe."),
    ("[n/a, Anonymous]", "The Book of short, by Anonymous."), ("['Smith, Elder & Co.']", "The Book of short, by Smith, Elder & Co."),
])  # fmt: skip
def test_nobody_is_credited_and_nobody_is_turned_round(tmp_path: Path, creators: str, opening: str) -> None:
    path = write(tmp_path, "credits: {opening: true, closing: true}\n", voice="engine: tone")
    path.write_text(path.read_text().replace("[A. Writer]", creators))
    lines = said(path)
    assert "".join(lines).startswith(opening.rstrip("."))
    assert "nknown" not in "".join(lines)
