"""SubStation Alpha: overrides, drawings, karaoke, comments, layers and styles."""

from tests.pipeline.intake.scripts.reading import codes, read

HEAD = """[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname
Style: Default,Arial

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def ass(*events: str, kind: str = "Dialogue"):  # type: ignore[no-untyped-def]
    lines = [f"{kind}: 0,0:00:0{n}.00,0:00:0{n}.50,{event}" for n, event in enumerate(events, 1)]
    return read(HEAD + "\n".join(lines) + "\n", "a.ass")


def test_events() -> None:
    script = ass(
        r"Default,Ann,0,0,0,,{\pos(1,2)}Hello, {\i1}my{\i0}\Nfriend.", r"Default,,0,0,0,,{\k10}Ka{\k20}ra{\kf5}o{\K1}ke", r"Default,,0,0,0,,one\htwo\nthree",
        r"Default,,0,0,0,,{\p1}m 0 0 l 10 10 20 20{\p0}", r"Default,,0,0,0,,{\p1}m 0 0 l 1 1{\p0}A feather", "Default,,0,0,0,,m 0 0 b 1 2 3 4",
        "Signs,,0,0,0,,EXIT", "OP Romaji,,0,0,0,,sakura", "Default,,0,0,0,,{a remark}Said.",
    )  # fmt: skip
    assert [(c.kind, c.character, c.text) for c in script.cues] == [
        ("dialogue", "Ann", "Hello, my friend."), ("dialogue", "", "Karaoke"), ("dialogue", "", "one two three"), ("drawing", "", ""),
        ("dialogue", "", "A feather"), ("drawing", "", ""), ("caption", "", "EXIT"), ("song", "", "sakura"), ("dialogue", "", "Said.")]  # fmt: skip
    assert script.coverage.skipped["comment"] == len("{aremark}")


def test_comments_are_no_cues_but_counted() -> None:
    script = read(
        HEAD
        + "Comment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Not shown\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Shown\nnonsense\n",
        "a.ass",
    )
    assert [c.text for c in script.cues] == ["Shown"]
    assert script.coverage.skipped["comment"] > 40
    assert "c-006" in codes(script)


def test_the_same_words_in_another_style_are_said_once() -> None:
    row = "Dialogue: {},0:00:01.00,0:00:02.00,{},,0,0,0,,{}\n"
    script = read(
        HEAD
        + row.format(0, "Default", r"{\blur3}Hello")
        + row.format(1, "Shadow", "Hello")
        + row.format(1, "Default", "Other"),
        "a.ass",
    )
    assert [(c.kind, c.text) for c in script.cues] == [
        ("dialogue", "Hello"),
        ("duplicate", "Hello"),
        ("dialogue", "Other"),
    ]


def test_ssa_and_other_orders_of_fields() -> None:
    text = HEAD.replace("v4.00+", "v4.00").replace("V4+ Styles", "V4 Styles").replace(
        "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text", "Marked, End, Start, Actor, Text")  # fmt: skip
    (one,) = read(text + "Dialogue: Marked=0,0:00:02.00,0:00:01.00,Ann,Hello, you\n", "a.ssa").cues
    assert (one.in_ms, one.out_ms, one.character, one.text) == (1000, 2000, "Ann", "Hello, you")
