"""TTML: nested times, frames, ticks, white space, rubies, old namespaces, and what its reader refuses."""

import pytest

from tests.pipeline.intake.scripts.reading import codes, read

NS = 'xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:tts="http://www.w3.org/ns/ttml#styling"'


def tt(body: str, root: str = 'xml:lang="en"', head: str = "", **options: str):  # type: ignore[no-untyped-def]
    return read(f"<tt {NS} {root}><head>{head}</head><body>{body}</body></tt>", "a.ttml", **options)


@pytest.mark.parametrize(
    ("root", "time", "ms"),
    [
        ("", "1.2s", 1200), ("", "2m", 120_000), ("", "0.5h", 1_800_000), ("", "250ms", 250), ("", "01:02:03", 3_723_000),
        ("", "01:02:03.235", 3_723_235), ("", "100:00:00.1", 360_000_100),
        ('ttp:frameRate="24" ttp:frameRateMultiplier="1000 1001"', "24f", 1001),
        ('ttp:frameRate="24" ttp:frameRateMultiplier="1000 1001"', "01:02:03:20", 3_723_834),
        ('ttp:frameRate="25"', "00:00:01:05", 1200), ('ttp:tickRate="60"', "120t", 2000),
        ('ttp:timeBase="smpte" ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"', "01:00:00:00", 3_603_600),
        ('ttp:timeBase="smpte" ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001" ttp:dropMode="dropNTSC"', "01:00:00:00", 3_599_996),
    ],
)  # fmt: skip
def test_time_expressions(root: str, time: str, ms: int) -> None:
    (one,) = tt(f'<div><p begin="{time}" dur="1s">Hello</p></div>', f'xml:lang="en" {root}').cues
    assert (one.in_ms, one.out_ms) == (ms, ms + 1000)


def test_times_nest_in_parallel_and_in_sequence() -> None:
    body = (
        '<div begin="10s" end="15s"><p begin="1s" end="20s">One</p><p begin="1s" end="20s" dur="2s">Two</p></div>'
        '<div begin="20s" timeContainer="seq"><p begin="1s" dur="2s">Three</p><p begin="1s" end="3s">Four</p></div>'
        '<div><p><span begin="40s" end="41s">Five </span><span begin="41s" end="43s">six</span></p></div>'
    )
    assert [(c.in_ms, c.out_ms, c.text) for c in tt(body).cues] == [
        (11_000, 15_000, "One"), (11_000, 13_000, "Two"), (21_000, 23_000, "Three"), (24_000, 26_000, "Four"),
        (40_000, 43_000, "Five six")]  # fmt: skip


def test_text() -> None:
    body = """<div begin="0s" end="9s">
      <p>
         MAN:<br/>
         How did <span tts:color="green">we end</span> up
         here?
      </p>
      <p xml:space="preserve">two
lines</p>
      <p><span tts:ruby="container"><span tts:ruby="base">漢字</span><span tts:ruby="text">かんじ</span></span>です</p>
      <p><metadata><ttm:desc>not said</ttm:desc></metadata>- Yes.<br/>- No.</p>
      <p xml:lang="fr">(rires)</p>
    </div>"""
    cues = tt(body).cues
    assert [(c.kind, c.character, c.text) for c in cues] == [
        ("dialogue", "MAN", "How did we end up here?"), ("dialogue", "", "two lines"), ("dialogue", "", "漢字です"),
        ("dialogue", "", "Yes.\nNo."), ("sound", "", "(rires)")]  # fmt: skip
    assert cues[-1].language == "fr"


def test_agents_ids_and_stray_text() -> None:
    head = (
        '<metadata><ttm:agent xml:id="a1" type="character"><ttm:name type="alias">ANN</ttm:name></ttm:agent></metadata>'
    )
    script = tt(
        '<div begin="0s" end="1s" ttm:agent="a1"><p xml:id="hello">Yes.</p><p xml:id="again">No.</p>stray</div>',
        head=head,
    )
    assert [(c.id, c.character) for c in script.cues] == [("hello", "ANN"), ("again", "ANN")]
    assert "c-006" in codes(script)
    counted = tt('<div begin="0s" end="1s"><p xml:id="s1">Yes.</p><p xml:id="s2">No.</p><p xml:id="s3">So.</p></div>')
    assert counted.cues[0].id != "s1"  # an exporter counts them anew


def test_start_of_programme() -> None:
    head = '<metadata xmlns:e="urn:ebu:tt:metadata"><e:documentStartOfProgramme>10:00:00:00</e:documentStartOfProgramme></metadata>'
    root = 'xml:lang="en" ttp:timeBase="smpte" ttp:frameRate="25"'
    body = '<div><p begin="10:00:01:00" end="10:00:02:00">Hello</p></div>'
    assert tt(body, root, head).cues[0].in_ms == 1000
    assert tt(body, root, start="09:59:00:00").cues[0].in_ms == 61_000
    with pytest.raises(ValueError, match="start timecode"):
        tt(body, root, start="11:00:00:00")


def test_frames_without_a_rate() -> None:
    body = '<div><p begin="30f" end="60f">Hello</p></div>'
    assert "c-005" in codes(tt(body))
    assert tt(body).cues[0].in_ms == 1000
    assert tt(body, frame_rate="25").cues[0].in_ms == 1200


def test_old_namespace_other_prefixes_other_encodings() -> None:
    old = '<?xml version="1.0" encoding="utf-16"?><t:tt xmlns:t="http://www.w3.org/2006/10/ttaf1" xml:lang="fr"><t:body><t:div><t:p begin="1s" end="2s">été</t:p></t:div></t:body></t:tt>'
    assert read(old.encode("utf-16"), "a.xml").cues[0].text == "été"
    assert read(old.replace("utf-16", "iso-8859-1").encode("latin-1"), "a.xml").cues[0].text == "été"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<tt><body/></tt>", "namespace"),
        ("<html/>", "no TTML"),
        ("<tt", "well-formed"),
        (
            f'<!DOCTYPE tt [<!ENTITY a "b">]><tt {NS} xml:lang="en"><body><div><p begin="0s" end="1s">&a;</p></div></body></tt>',
            "entity",
        ),
        (
            f'<!DOCTYPE tt [<!ENTITY a SYSTEM "file:///etc/passwd">]><tt {NS} xml:lang="en"><body><div><p>&a;</p></div></body></tt>',
            "entity",
        ),
        (f'<tt {NS} xml:lang="en"><body><div><p begin="soon">x</p></div></body></tt>', "time"),
        (f'<tt {NS} xml:lang="en"><body><div><p begin="00:75:00">x</p></div></body></tt>', "59"),
        (f'<tt {NS} xml:lang="en"><body>loose</body></tt>', "no cue"),
    ],
)
def test_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read(text, "a.ttml")
