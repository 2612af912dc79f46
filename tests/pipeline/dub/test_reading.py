"""Reels as JSON: read strictly, or refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.dub import read_reels, reels_in
from pipeline.errors import ManuscriptError

CUE = {"id": "e1", "in_ms": 100, "out_ms": 900, "character": "ANN", "text": "Yes.", "speech_ms": 700}


def said(cue: dict[str, Any] | None = None, **reel: Any) -> bytes:
    return json.dumps([{"id": "r", "language": "en", "reel_ms": 5000, "cues": [CUE | (cue or {})]} | reel]).encode()


def test_a_reel_is_read() -> None:
    (reel,) = reels_in(b"\xef\xbb\xbf" + said({"pauses_ms": [200], "on_screen": False, "note": "unknown to us"}), "x")
    assert (reel.id, reel.length_ms, reel.language) == ("r", 5000, "en")
    (slot,) = reel.slots
    assert (slot.id, slot.in_ms, slot.out_ms, slot.speech_ms, slot.character) == ("e1", 100, 900, 700, "ANN")
    assert (slot.pauses_ms, slot.on_screen) == ((200,), "off")
    assert reels_in(b"[]", "x") == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "x is no JSON"),
        (b"[{", "x is no JSON"),
        (b"\xff\xfe", "x is no JSON"),
        (b"[" * 100_000, "x"),
        (b"{}", "Expected `array`, got `object`"),
        (b"[3]", "reel 1: Expected `object`, got `int`"),
        (b'[{"id": "r"}]', "reel 1: Object missing required field `reel_ms`"),
        (said({"in_ms": "00:01"}), "reel 1, cue 1, in_ms: Expected `int`, got `str`"),
        (said({"in_ms": 1.5}), "reel 1, cue 1, in_ms"),
        (said({"in_ms": True}), "reel 1, cue 1, in_ms: Expected `int`, got `bool`"),
        (said({"id": 7}), "reel 1, cue 1, id: Expected `str`, got `int`"),
        (said({"in_ms": -1}), "cue 'e1': it begins at -1 ms, before the picture does"),
        (said({"out_ms": 99}), "cue 'e1': it ends at 99 ms, before it begins (100 ms)"),
        (said({"in_ms": 5000, "out_ms": 5001}), "is this another picture's script?"),
        (said({"speech_ms": -3}), "cue 'e1': speech_ms is -3"),
        (said({"speech_ms": 1 << 62}), "cue 'e1': speech_ms is"),
        (said({"pauses_ms": [500, 500]}), "its pauses (1000 ms) do not fit into its take (700 ms)"),
        (said({"pauses_ms": [-5]}), "its pauses"),
        (said(reel_ms=0), "reel 'r': reel_ms is 0"),
        (said(reel_ms=1 << 60), "reel 'r': reel_ms is"),
        (said(cues=[CUE, CUE]), "there are two cues 'e1'"),
        (said()[:-1] + b"," + said()[1:], "there are two reels 'r'"),
    ],
)
def test_what_is_no_reel_is_refused_in_a_sentence(data: bytes, told: str) -> None:
    with pytest.raises(ManuscriptError) as refused:
        reels_in(data, "x")
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(ManuscriptError, match="is no file"):
            read_reels(path)
