"""DAPT: what is valid is read and survives a round trip, what is not is refused for its reason."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.scripts.dapt.reading import read_dapt_script
from pipeline.intake.scripts.dapt.records import Agent, Audio, DaptScript, Event, Mixing, Source, Span, Text
from pipeline.intake.scripts.dapt.writing import dapt
from tests.pipeline.intake.scripts.reading import read

ROOT = (
    'xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" '
    'xmlns:tta="http://www.w3.org/ns/ttml#audio" xmlns:daptm="http://www.w3.org/ns/ttml/profile/dapt#metadata" '
    'ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/content" daptm:scriptRepresents="audio visual" '
    'daptm:scriptType="preRecording" daptm:langSrc="fr" xml:lang="en"'
)
HEAD = (
    '<metadata><ttm:agent type="person" xml:id="actor"><ttm:name type="full">A. Person</ttm:name></ttm:agent>'
    '<ttm:agent type="character" xml:id="ann"><ttm:name type="alias">ANN</ttm:name><ttm:actor agent="actor"/></ttm:agent></metadata>'
)
BODY = (
    '<div xml:id="e1" begin="10s" end="13s" ttm:agent="ann" daptm:onScreen="ON_OFF" daptm:represents="audio.dialogue">'
    '<ttm:desc daptm:descType="scene">Scene 1</ttm:desc><p xml:lang="fr">Grâce à ça.</p>'
    '<p xml:lang="en"><audio src="clip.wav" type="audio/wave" clipBegin="5s" clipEnd="8s" tta:gain="0.5"/>'
    '<animate begin="0.0s" end="0.3s" tta:gain="1;0.39" fill="freeze"/>'
    '<span begin="0s" tta:speak="normal">Thanks</span><span begin="1.5s"> to that.</span><br/>Well.</p></div>'
)


def document(
    root: str = ROOT, head: str = HEAD, body: str = BODY, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>'
) -> bytes:
    return f"{declaration}<tt {root}><head>{head}</head><body>{body}</body></tt>".encode()


def test_a_script_into_cues() -> None:
    (one,) = read(document(), "a.xml").cues
    assert (one.id, one.in_ms, one.out_ms, one.character, one.on_screen) == ("e1", 10_000, 13_000, "ANN", "on_off")
    assert (one.text, one.language, one.kind) == ("Thanks to that. Well.", "en", "dialogue")
    (other,) = read(document(), "a.xml", language="fr").cues
    assert (other.text, other.language) == ("Grâce à ça.", "fr")


def test_what_a_script_says_is_all_read() -> None:
    script = read_dapt_script(document())
    (event,) = script.events
    french, english = event.texts
    assert script.agents[1] == Agent("ann", "character", (("alias", "ANN"),), "actor")
    assert (script.represents, script.kind, script.source_language) == (("audio", "visual"), "preRecording", "fr")
    assert (event.descriptions, event.on_screen, event.represents) == (
        (("scene", "Scene 1"),),
        "ON_OFF",
        "audio.dialogue",
    )
    assert (french.language, french.words, english.words) == ("fr", "Grâce à ça.", "Thanks to that.\nWell.")
    assert english.audio == (Audio((Source("clip.wav", "audio/wave"),), None, None, 5000, 8000, "0.5"),)
    assert english.mixing == (Mixing("1;0.39", "", 0, 300, "freeze"),)
    assert english.spans[0] == Span("Thanks", 0, None, speak="normal")


def test_round_trip() -> None:
    script = read_dapt_script(document())
    assert read_dapt_script(dapt(script)) == script


VALID = {
    "no body": (BODY, ""),
    "event without times": (' begin="10s" end="13s"', ""),
    "event without text": (re.search("<p xml:lang=.*</p>", BODY)[0], ""),  # type: ignore[index]
    "represents inherited from the body": (' daptm:represents="audio.dialogue"', ""),
    "a descriptor of one's own": ('represents="audio.dialogue"', 'represents="audio.x-walla"'),
    "a description of one's own": ('descType="scene"', 'descType="x-mood"'),
    "description without type": (' daptm:descType="scene"', ""),
    "nested": (BODY, f'<div begin="5s">{BODY}</div>'),
    "nested with ids": (BODY, f'<div xml:id="group">{BODY}</div>'),
    "frames": ('begin="10s"', 'begin="240f"'),
    "clock times": ('begin="10s" end="13s"', 'begin="00:00:10.000" end="00:00:13"'),
    "duration": ('end="13s"', 'dur="3s"'),
    "two speakers": ('ttm:agent="ann"', 'ttm:agent="ann actor"'),
    "embedded audio": ('<audio src="clip.wav" type="audio/wave" clipBegin="5s" clipEnd="8s" tta:gain="0.5"/>',
                       '<audio><source><data type="audio/wave">UklG</data></source><source src="b.mp3" type="audio/mpeg"/></audio>'),
    "language of audio said again": ("<audio ", '<audio xml:lang="en" '),
    "foreign": ('xml:id="e1"', 'xml:id="e1" xmlns:v="urn:v" v:take="3"'),
    "foreign element": ("<ttm:desc", '<v:note xmlns:v="urn:v">by hand</v:note><ttm:desc'),
}  # fmt: skip


@pytest.mark.parametrize("name", VALID)
def test_valid_ones_are_read_and_survive(name: str) -> None:
    old, new = VALID[name]
    assert old in BODY
    root = ROOT + (' ttp:frameRate="24"' if name == "frames" else "")
    body = BODY.replace(old, new)
    if name.startswith("represents inherited"):
        body = f"{body}</body>".removesuffix("</body>")
        root = root.replace("daptm:scriptType", 'daptm:represents="audio" daptm:scriptType')
    data = document(root, body=body)
    script = read_dapt_script(data)
    assert read_dapt_script(dapt(script)) == script
    assert len(read(data, "a.xml").cues) == len(script.events)


@pytest.mark.parametrize(
    ("root", "head"),
    [
        (ROOT.replace('/content"', '/content http://www.w3.org/ns/ttml/profile/imsc1.2/text"'), HEAD),
        (ROOT.replace('"audio visual"', '"audio.dialogue visual.text.title x-house audio.x-own"'), HEAD),
        (ROOT.replace(' daptm:langSrc="fr"', ""), HEAD),
        (ROOT.replace('langSrc="fr"', 'langSrc="zxx"'), HEAD),
        (ROOT + ' ttp:timeBase="media"', HEAD),
        (
            ROOT + ' ttp:frameRate="25"',
            HEAD.replace("<metadata>", "<metadata><daptm:daptOriginTimecode>10:01:20:12</daptm:daptOriginTimecode>"),
        ),
        (ROOT.replace('lang="en"', 'lang="zh-Hant-TW"'), HEAD),
        (ROOT, HEAD.replace("</metadata>", '<v:x xmlns:v="urn:v">own</v:x></metadata>')),
    ],
)
def test_valid_roots_and_heads(root: str, head: str) -> None:
    script = read_dapt_script(document(root, head))
    assert read_dapt_script(dapt(script)) == script


INVALID = [
    ("clip", 'onScreen="ON_OFF"', 'onScreen="MAYBE"', "onScreen"),
    ("descriptor", 'represents="audio.dialogue"', 'represents="speech"', "registry"),
    ("mismatch", 'represents="audio.dialogue"', 'represents="x-own"', "none of daptm:scriptRepresents"),
    ("omitted", ' daptm:represents="audio.dialogue"', "", "does not say what it represents"),
    ("description", 'descType="scene"', 'descType="mood"', "descType"),
    ("speaker", 'ttm:agent="ann"', 'ttm:agent="bob"', "no ttm:agent"),
    ("id twice", 'xml:id="e1"', 'xml:id="ann"', "already defined|stands twice"),
    ("frames", 'begin="10s"', 'begin="240f"', "ttp:frameRate"),
    ("ticks", 'begin="10s"', 'begin="240t"', "ttp:tickRate"),
    ("clock with frames", 'begin="10s"', 'begin="00:00:10:12"', "no time that DAPT allows"),
    ("wall clock", 'begin="10s"', 'begin="wallclock(10:00)"', "no time"),
    ("no time yet", 'begin="10s"', 'begin="..."', "no time"),
    ("sequence", 'begin="10s"', 'begin="10s" timeContainer="seq"', "timeContainer"),
    ("audio in another language", "<audio ", '<audio xml:lang="de" ', "is in de"),
    ("missing resource", 'src="clip.wav"', 'src="#clip"', "resources"),
    (
        "source in data",
        "Well.",
        '<audio><source><data type="audio/wave"><source src="a.wav"/></data></source></audio>',
        "holds a <source>",
    ),
    ("language", '<p xml:lang="fr">', '<p xml:lang="fr_FR">', "language tag"),
    ("source language", '<p xml:lang="fr">', '<p xml:lang="fr" daptm:langSrc="?">', "langSrc"),
]


@pytest.mark.parametrize(("name", "old", "new", "why"), INVALID)
def test_invalid_ones_are_refused_for_their_reason(name: str, old: str, new: str, why: str) -> None:
    assert old in BODY
    with pytest.raises(ValueError, match=why):
        read_dapt_script(document(body=BODY.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (' xml:lang="en"', "", "xml:lang is missing"),
        ('xml:lang="en"', 'xml:lang=""', "empty"),
        ('langSrc="fr"', 'langSrc=""', "langSrc"),
        ('scriptType="preRecording"', 'scriptType="draft"', "scriptType"),
        (' daptm:scriptType="preRecording"', "", "scriptType is missing"),
        (' daptm:scriptRepresents="audio visual"', "", "scriptRepresents is missing"),
        ('"audio visual"', '"audio, visual"', "content descriptor"),
        ('"audio visual"', '"audio sound"', "registry"),
        ('"audio visual"', '"audio.music visual"', "registry"),
        ("dapt1.0/content", "imsc1.2/text", "contentProfiles"),
        ("xmlns=", 'ttp:profile="x" xmlns=', "ttp:profile"),
        ("xmlns=", 'ttp:timeBase="smpte" xmlns=', "timeBase"),
        ("xmlns=", 'ttp:dropMode="dropNTSC" xmlns=', "dropMode"),
        ("xmlns=", 'ttp:markerMode="continuous" xmlns=', "markerMode"),
        ("xmlns=", 'ttp:clockMode="utc" xmlns=', "clockMode"),
        ("xmlns=", 'ttp:subFrameRate="2" xmlns=', "subFrameRate"),
        ("xmlns=", 'ttp:processorProfiles="http://www.w3.org/ns/ttml/profile/imsc1/text" xmlns=', "processorProfiles"),
    ],
)
def test_invalid_roots(old: str, new: str, why: str) -> None:
    assert old in ROOT
    with pytest.raises(ValueError, match=why):
        read(document(ROOT.replace(old, new, 1)), "a.xml")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (' xml:id="ann"', "", "no xml:id|no ttm:agent"),
        ('agent="actor"', 'agent="ann"', "own actor"),
        ('agent="actor"', 'agent="e1"', "no ttm:agent"),
        ('agent="actor"', 'agent="nobody"', "no ttm:agent"),
        ('type="character"', 'type="robot"', "type"),
        ('<ttm:name type="alias">ANN</ttm:name>', "", "no ttm:name"),
        (
            "<metadata>",
            "<metadata><daptm:daptOriginTimecode>10:00:00:00</daptm:daptOriginTimecode>",
            "needs ttp:frameRate",
        ),
        ("<metadata>", "<animation/><metadata>", "animations"),
    ],
)
def test_invalid_heads(old: str, new: str, why: str) -> None:
    assert old in HEAD
    with pytest.raises(ValueError, match=why):
        read(document(head=HEAD.replace(old, new, 1)), "a.xml")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xef\xbb\xbf" + document(), "byte order mark"),
        (document().decode().encode("utf-16"), "byte order mark"),
        (document(declaration='<?xml version="1.0" encoding="windows-1252"?>'), "UTF-8 alone"),
        (document(declaration='<?xml version="1.0"?><!DOCTYPE tt SYSTEM "dapt.dtd">'), "document type"),
        (document(declaration='<?xml version="1.0"?><!DOCTYPE tt [<!ENTITY a "b">]>'), "document type"),
        (document()[:-5], "well-formed"),
    ],
)
def test_serialisation(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read(data, "a.xml")


def test_kinds_of_events() -> None:
    def kinds(root: str, *represents: str) -> list[str]:
        body = "".join(
            f'<div xml:id="e{n}" begin="{n}s" end="{n + 1}s" daptm:represents="{one}"><p>It rains.</p></div>'
            for n, one in enumerate(represents)
        )
        return [cue.kind for cue in read(document(root, body=body), "a.xml").cues]

    every = ("audio.dialogue", "audio.nonDialogueSounds", "visual.nonText", "visual.text.location", "visual.dialogue")
    assert kinds(ROOT, *every) == ["dialogue", "sound", "description", "caption", "dialogue"]
    assert kinds(ROOT.replace("audio visual", "visual"), *every[2:4]) == ["description", "description"]


WORDS = st.text(
    st.characters(codec="utf-8", blacklist_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn", "Co")),
    min_size=1,
    max_size=8,
)
TIMES = st.one_of(st.none(), st.integers(0, 10_000_000))
TEXTS = st.builds(
    Text, st.sampled_from(["en", "fr", "zh-Hant"]), st.lists(st.builds(Span, WORDS, TIMES, speak=st.sampled_from(["normal", "fast"])), max_size=1).map(tuple),
    source_language=st.just("fr"), gain=st.sampled_from(["", "0.5"]), mixing=st.lists(st.builds(Mixing, st.just("1;0.4"), st.just(""), TIMES, TIMES), max_size=2).map(tuple),
)  # fmt: skip
EVENTS = st.builds(
    Event, st.just("e"), st.integers(0, 10_000_000), TIMES, st.sampled_from(["audio.dialogue", "visual.text", "audio.x-own"]),
    st.lists(TEXTS, max_size=3).map(tuple), st.sampled_from([(), ("ann",), ("ann", "bob")]), st.sampled_from(["", "ON", "OFF", "OFF_ON"]),
    st.lists(st.tuples(st.sampled_from(["", "scene"]), WORDS), max_size=2).map(tuple),
)  # fmt: skip


@given(st.lists(EVENTS, max_size=4))
def test_any_script_survives_a_round_trip(events: list[Event]) -> None:
    agents = (Agent("ann", "character", (("alias", "Ann & <Co>"),)), Agent("bob", "person", (("full", "Bob"),)))
    numbered = tuple(replace(event, id=f"e{n}") for n, event in enumerate(events))
    script = DaptScript(
        "en", ("audio", "visual"), "asRecorded", "fr", agents, numbered, "01:00:00:00", "25", "", "A title"
    )
    assert read_dapt_script(dapt(script)) == script
