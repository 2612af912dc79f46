"""What of a text the service does not say, by the embedded voice's engine."""

from __future__ import annotations

from flows.service.texts import text_of
from models.registry import engine_of
from pipeline.manifests import Pauses, Voice
from pipeline.takes import VoiceInUse

PAUSES = Pauses(clause=1, sentence=1, verse=1, paragraph=1, stanza=1, scene=1, heading=1, head=0, tail=0)


def test_only_what_is_not_said_is_named() -> None:
    """A sign that its spoken form replaces is said; one that stands alone, and no engine knows, is not."""
    voice = Voice(engine="hibari", version=1, languages=("en",))
    engine = engine_of(voice)
    used = VoiceInUse("heart", voice, engine, engine.fingerprint())
    text = text_of("It grew by 12 % and ¥5 🙂 in № 84. Fine 月.", "en", used, PAUSES, {})
    assert text.unspoken == "🙂月"
    assert text_of("It grew by 12 % and ¥5.", "en", used, PAUSES, {}).unspoken == ""
