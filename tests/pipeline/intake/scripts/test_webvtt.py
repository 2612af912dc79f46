"""WebVTT: voices, languages, rubies, blocks that are no cues, and files that break its rules."""

import pytest

from tests.pipeline.intake.scripts.reading import codes, read


def vtt(*cues: str, head: str = "WEBVTT", **options: str):  # type: ignore[no-untyped-def]
    return read(
        "\n\n".join([head, *(f"00:0{n}.000 --> 00:0{n}.900\n{text}" for n, text in enumerate(cues, 1))]),
        "a.vtt",
        **options,
    )


def test_voices() -> None:
    cues = vtt("<v Roger Bingham>We are in New York", "<v.loud Mary>Hee!</v> Hee!", "<v Ann>Yes.</v>\n<v Bob>No.</v>\n<i>(laughter)</i>",
               "<v Ann>One</v>\n<v Ann>two.</v>", "<v>It's nobody's!").cues  # fmt: skip
    assert [(c.character, c.text) for c in cues] == [
        ("Roger Bingham", "We are in New York"), ("Mary", "Hee! Hee!"), ("Ann / Bob", "Yes.\nNo."), ("Ann", "One two."),
        ("", "It's nobody's!")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<00:01.000>Hee!<00:01.500> Hee!", "Hee! Hee!"),
        ("<c.yellow.bg_blue>Yellow</c> <bad>words</bad>", "Yellow words"),
        ("<ruby>漢字<rt>かんじ</rt></ruby>です", "漢字です"),
        ("<ruby>That's <rt>awesome!", "That's awesome!"),
        ("1 &lt; 2 &amp; 3 &gt; 2&lrm;&nbsp;all", "1 < 2 & 3 > 2 all"),
        ("a < b", "a < b"),
        ("<i>Hee!</b> Hee!", "Hee! Hee!"),
    ],
)
def test_markup(text: str, said: str) -> None:
    assert [c.text for c in vtt(text).cues] == [said]


def test_blocks_that_are_no_cues() -> None:
    text = (
        "WEBVTT - a title\nLanguage: de\n\nNOTE\nby nobody\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:fred\n\n"
        "intro\n00:01.000 --> 00:02.000 align:start line:40%\nHallo.\n\nNOTE over\n\n00:03.000 --> 00:04.000line:40%\nAuf bald.\n"
    )
    script = read(text, "a.vtt")
    assert [(c.text, c.language) for c in script.cues] == [("Hallo.", "de"), ("Auf bald.", "de")]
    assert {"comment", "style", "header", "position", "cue number", "time"} <= set(script.coverage.skipped)


def test_own_ids_are_kept_where_they_name_things() -> None:
    named = "WEBVTT\n\nopening\n00:01.000 --> 00:02.000\nOne.\n\nanswer\n00:03.000 --> 00:04.000\nTwo.\n"
    assert [c.id for c in read(named, "a.vtt").cues] == ["opening", "answer"]
    numbered = named.replace("opening", "1").replace("answer", "2")
    assert [c.id for c in read(numbered, "a.vtt").cues] == [c.id for c in vtt("One.", "Two.").cues]


def test_text_behind_a_blank_line_is_named() -> None:
    script = read("WEBVTT\n\n00:01.000 --> 00:02.000\nSaid.\n\nNot said.\n", "a.vtt")
    assert [c.text for c in script.cues] == ["Said."]
    assert "c-006" in codes(script)


def test_without_its_signature_it_is_read_and_named() -> None:
    script = read("00:00:01.000 --> 00:00:02.000\nHello.\n", "a.vtt")
    assert [c.text for c in script.cues] == ["Hello."]
    assert "c-005" in codes(script)


@pytest.mark.parametrize(
    "text", ["WEBvtt\nWEBVTT\n\n00:01.000 ---> 00:02.000\ntext\n", "garbage\n", "WEBVTT\n\nloose words\n"]
)
def test_refused(text: str) -> None:
    with pytest.raises(ValueError, match="holds no cue"):
        read(text, "a.vtt")


def test_an_empty_one_is_a_script_all_the_same() -> None:
    assert read("WEBVTT\n", "a.vtt").cues == ()
