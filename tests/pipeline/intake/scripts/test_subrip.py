"""SubRip and SBV: faults that editors and players leave in files, none of which may cost a word."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pipeline.intake.scripts.reading import codes, read, srt, told

TWO = "1\n00:00:01,000 --> 00:00:02,000\nHello there.\n\n2\n00:00:03,000 --> 00:00:04,500\nGoodbye now.\n"


@pytest.mark.parametrize(
    "text",
    [
        TWO,
        TWO.replace("\n", "\r\n"),
        TWO.replace("\n", "\r"),
        "\ufeff" + TWO,
        TWO.replace("\n\n", "\n"),  # no blank lines
        TWO.replace("1\n0", "0").replace("2\n0", "0"),  # no numbers
        TWO.replace("1\n0", "7\n0").replace("2\n0", "7\n0"),  # wrong numbers
        TWO.replace("1\n0", "1\n\n0").replace("2\n0", "2\n\n0"),  # a blank line behind them
        TWO.replace(",", "."),
        TWO.replace("00:00:0", "0:00:0"),
        TWO.replace("-->", "->"),
        TWO.replace("-->", "→"),
        TWO.replace(" --> ", "-->"),
        TWO.replace(",000", ",00").replace(",500", ",50"),
        TWO.replace("4,500\n", "4,500 X1:040 X2:600 Y1:020 Y2:050\n"),
        "\n\n\n" + TWO + "\n\n",
        TWO.rstrip() + "\n\n3",
    ],
)  # fmt: skip
def test_the_same_two_cues_however_they_lie(text: str) -> None:
    script = read(text)
    assert [(c.in_ms, c.out_ms, c.text) for c in script.cues] == [
        (1000, 2000, "Hello there."), (3000, 4500, "Goodbye now.")]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_encodings(encoding: str) -> None:
    text = TWO.replace("Hello there.", "这是我们的第一个故事，他们都不知道。").replace(
        "Goodbye now.", "我们在这里说话的时候，你没有来。"
    )
    assert read(text.encode(encoding)).cues[0].text == "这是我们的第一个故事，他们都不知道。"


EIGHT_BIT = {
    "windows-1252": (
        "Où étais-tu hier soir, mon ami ?",
        "Je ne l'ai pas vu à la fête.",
        "C'était déjà très tard, voilà.",
    ),
    "windows-1251": ("Где ты был вчера вечером?", "Я его не видела на празднике.", "Это было уже очень поздно."),
    "windows-1250": ("Gdzie byłeś wczoraj wieczorem?", "Nie widziałam go, proszę cię.", "Już było bardzo późno."),
    "shift_jis": ("昨日の夜、どこにいたの？", "私は彼を見ていません。", "もうとても遅かった。"),
    "big5": ("你昨天晚上在哪裡？", "我沒有看到他，真的。", "那時候已經很晚了。"),
    "euc-kr": ("어젯밤에 어디 있었어요?", "나는 그를 보지 못했습니다.", "이미 너무 늦었어요."),
}


@pytest.mark.parametrize("encoding", EIGHT_BIT)
def test_encodings_that_nothing_names(encoding: str) -> None:
    said = EIGHT_BIT[encoding]
    script = srt(*said, *said)
    text = "\n".join(
        f"{n}\n00:00:{3 * n:02},000 --> 00:00:{3 * n + 2:02},000\n{one}\n" for n, one in enumerate(said * 2, 1)
    )
    guessed = read(text.encode(encoding))
    assert [c.text for c in guessed.cues] == [c.text for c in script.cues]
    assert "i-005" in codes(guessed)


def test_an_encoding_that_cannot_be_told_is_refused_with_the_cure() -> None:
    with pytest.raises(ValueError, match="--encoding"):
        read(TWO.encode().replace(b"there", b"th\xe8\xe5\xf8\xfe\xe7re"))


def test_text_over_several_lines_and_with_a_blank_line_is_one_cue() -> None:
    assert told("You're a fool for traveling alone,\nso completely unprepared.") == [
        ("dialogue", "", "You're a fool for traveling alone, so completely unprepared.")]  # fmt: skip
    assert [c.text for c in read(TWO.replace("there.", "there,\n\nmy friend.")).cues] == [
        "Hello there, my friend.",
        "Goodbye now.",
    ]


def test_a_cue_without_its_timing_line_is_named_and_its_words_are_not_said_by_another() -> None:
    script = read(TWO.replace("2\n00:00:03,000 --> 00:00:04,500\n", "2\n"))
    assert [c.text for c in script.cues] == ["Hello there."]
    assert "c-006" in codes(script)
    assert script.coverage.skipped["outside any cue"] == 12  # its number among them


@pytest.mark.parametrize(
    ("first", "mended"),
    [
        ("00:00:02,900 --> 00:00:01,000", (1000, 2900)),  # exchanged, for it fits before the next
        ("00:00:09,000 --> 00:00:01,000", (9000, 9000)),  # it does not
        ("00:00:01,000 --> 00:00:1x,000", (1000, 3000)),
        ("00:00:0x,000 --> 00:00:02,000", (0, 2000)),
        ("00:00:01,000 --> 00:00:02", (1000, 2000)),
        ("00:00:01 --> 00:00:02", (1000, 2000)),
    ],
)
def test_times_that_cannot_be_right(first: str, mended: tuple[int, int]) -> None:
    script = read(TWO.replace("00:00:01,000 --> 00:00:02,000", first))
    assert mended in [(c.in_ms, c.out_ms) for c in script.cues]
    assert ("c-001" in codes(script)) == ("x" in first or first > "00:00:02")


def test_order_overlap_and_cues_without_length_are_named() -> None:
    script = read(
        "1\n00:00:05,000 --> 00:00:06,000\nSecond.\n\n2\n00:00:01,000 --> 00:00:05,500\nFirst.\n\n3\n00:00:07,000 --> 00:00:07,000\nThird.\n"
    )
    assert [c.text for c in script.cues] == ["First.", "Second.", "Third."]
    assert {"c-002", "c-003", "c-004"} <= codes(script)


def test_markup() -> None:
    assert told(r"{\an8}<i>Up</i> <b>here</b>, <font color=red>red</font> &amp; bold&nbsp;too.\NNext") == [
        ("dialogue", "", "Up here, red & bold too. Next")]  # fmt: skip
    assert told("<blink>closed</blink> and 2<3,5>1 <open>") == [("dialogue", "", "closed and 2<3,5>1 <open>")]
    assert told("{y:i}slanted, {not a code}") == [("dialogue", "", "slanted, {not a code}")]


@pytest.mark.parametrize("text", ["1\nno times here\n", "Just a letter.\n", "12:30 --> lunch\n", " \n"])
def test_what_is_no_script_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="holds no cue|is no timed script"):
        read(text)


def test_frames_need_a_rate() -> None:
    frames = TWO.replace(",000", ":00").replace(",500", ":12")
    with pytest.raises(ValueError, match="--frame-rate"):
        read(frames)
    assert read(frames, frame_rate="25").cues[1].out_ms == 4480
    assert read(frames.replace("00:00:0", "10:00:0"), frame_rate="25", start="10:00:00:00").cues[1].out_ms == 4480


def test_sbv() -> None:
    script = read(
        "0:00:00.378,0:00:11.378\nCaption one\n\n0:00:11.378,0:00:12.305\nTwo (line 1)\nand line 2\n", "a.sbv"
    )
    assert script.format == "sbv"
    assert [(c.in_ms, c.out_ms, c.text) for c in script.cues] == [
        (378, 11378, "Caption one"), (11378, 12305, "Two (line 1) and line 2")]  # fmt: skip


def test_microdvd() -> None:
    text = "{1}{1}25\n{25}{50}{y:i}Hello|there\n{100}{}/Bye\n"
    assert [(c.in_ms, c.out_ms, c.text) for c in read(text, "a.sub").cues] == [
        (1000, 2000, "Hello there"),
        (4000, 4000, "Bye"),
    ]
    with pytest.raises(ValueError, match="--frame-rate"):
        read("{25}{50}Hello\n", "a.sub")
    assert read("{25}{50}Hello\n", "a.sub", frame_rate="50").cues[0].in_ms == 500


@given(st.lists(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40), max_size=8))
def test_nothing_is_lost_whatever_cues_say(texts: list[str]) -> None:
    srt("begin", *texts)  # `read` holds that the coverage adds up


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_a_sentence(data: bytes) -> None:
    with suppress(ValueError):  # and no other error
        read(TWO.encode() + data)
