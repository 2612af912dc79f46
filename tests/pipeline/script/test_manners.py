"""`style:` and `strength:` of a cast's rule or an inline direction reach the lines, and their takes' keys."""

from __future__ import annotations

import pytest

from models.kokoro.engine import Kokoro
from pipeline.manifests import Cast, Read, Rule, Voice
from pipeline.records import PLAIN, Block, Chapter, Line, Manner, Manuscript, Metadata, Script, Source, Span
from pipeline.script import Speaker, make_script, select
from pipeline.script.selection.directions import misunderstood, parse
from pipeline.takes.requests import VoiceInUse, request_for
from tests.pipeline.script.manuscripts import PAUSES, speaker

ENGINE = Kokoro({"voice": "bf_emma"})  # what a script asks of it needs no weights
VOICE = Voice(engine="kokoro", version=1, languages=("en",))


def script_of(*paragraphs: str, cast: Cast, knows: bool = True) -> Script:
    blocks = tuple(Block("paragraph", (Span(text),)) for text in paragraphs)
    source = select(Manuscript(Metadata("A", (), "en"), (Chapter("One", "body", blocks),)), Read())
    one = Speaker.of(ENGINE, ["en"]) if knows else speaker()
    names = dict.fromkeys([cast.narrator, *(rule.voice for rule in cast.rules)], one)
    return make_script(source, cast=cast, lexicons=[], pauses=PAUSES, speakers=names)


def manners(script: Script) -> list[tuple[str, Manner]]:
    return [(line.text, line.manner) for line in script.lines]


def test_a_direction_is_for_its_words_alone() -> None:
    script = script_of("It was late. [Who is there?]{style=tense strength=0.6} She waited.", cast=Cast(narrator="n"))
    assert manners(script) == [
        ("It was late.", PLAIN), ("Who is there?", Manner("tense", 0.6)), ("She waited.", PLAIN)]  # fmt: skip
    assert script.findings == ()


def test_a_rule_of_the_cast_is_for_the_lines_that_it_fits_and_a_direction_goes_before_it() -> None:
    rules = (Rule(voice="n", text="waited", style="calm", strength=0.5),)
    script = script_of("It was late. She waited. [They waited.]{style=tense}", cast=Cast(narrator="n", rules=rules))
    assert [manner for _, manner in manners(script)] == [PLAIN, Manner("calm", 0.5), Manner("tense", 1.0)]


def test_a_style_that_the_voice_does_not_know_is_said_once_and_changes_nothing() -> None:
    rules = (Rule(voice="n", style="tense"),)
    script = script_of("It was late. She waited.", cast=Cast(narrator="n", rules=rules), knows=False)
    assert [finding.code for finding in script.findings] == ["s-009"]
    assert "does not know the style 'tense' (it knows none); 2 lines" in script.findings[0].found


@pytest.mark.parametrize("attributes", ["strength=0.5", "style=tense strength=1.5", "style=tense strength=much"])
def test_a_strength_that_is_none_is_read_as_text(attributes: str) -> None:
    assert parse(f"{{{attributes}}}").unknown
    assert misunderstood(f"[Oh.]{{{attributes}}}")


def request_key(manner: Manner) -> str:
    line = Line("", Source(0, 0, 0, 0), "Oh.", "Oh.", "en", "emma", manner=manner)
    return request_for(line, VoiceInUse("emma", VOICE, ENGINE, "a fingerprint")).key


def test_a_manner_is_part_of_a_take_s_key_and_without_one_the_key_is_the_old_one() -> None:
    keys = [request_key(Manner(*one)) for one in [("tense", 0.6), ("tense", 0.5), ("calm", 0.6), ("tense", 0.0)]]
    assert len({*keys, request_key(PLAIN)}) == 5
    assert request_key(Manner("angry", 1.0)) == request_key(PLAIN)  # which it does not know
    assert request_key(PLAIN).startswith("50910e1dac2b1b03")  # written down before there were manners
