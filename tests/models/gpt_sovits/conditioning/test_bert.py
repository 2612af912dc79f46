"""BERT features: of Chinese alone, and the same in every batch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.conditioning import bert as bert_module  # noqa: E402
from models.gpt_sovits.conditioning.bert import bert_features  # noqa: E402
from models.gpt_sovits.frontend.mixed import phrase  # noqa: E402
from models.gpt_sovits.serving.voice import LoadedVoice  # noqa: E402
from models.gpt_sovits.settings import Settings  # noqa: E402
from models.gpt_sovits.weights.voice_folder import VoiceFiles  # noqa: E402


def test_chinese_is_heard_through_bert_and_other_languages_are_not(random_voice: dict[str, Any]) -> None:
    pytest.importorskip("jieba", reason="pip install 'voicepress[gpt-sovits]'")
    voice = LoadedVoice(Settings.read(random_voice))
    phrases = [phrase("我用 iPhone。", "zh"), phrase("Not a word.", "en"), phrase("一二三四五六七。", "zh")]
    mixed, none, chinese = bert_features(phrases, voice.bert)
    assert none is None
    assert mixed is not None
    assert chinese is not None
    assert mixed.shape == (1024, len(phrases[0]))
    english = phrases[0].segments[1].phones
    start = len(phrases[0].segments[0].phones)
    assert not mixed[:, start : start + len(english)].any()
    alone = bert_features(phrases[2:], voice.bert)[0]
    assert alone is not None
    np.testing.assert_allclose(chinese.numpy(), alone.numpy(), atol=1e-4)  # padding of the batch does not show


def test_bert_hears_lines_of_all_lengths_as_it_hears_them_alone(
    random_voice: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    bert = bert_module.Bert(VoiceFiles.of(Settings.read(random_voice)).bert, torch.device("cpu"))  # type: ignore[arg-type]
    texts = ["一二三四五六七" * n for n in (1, 9, 2, 20, 1, 3)]
    monkeypatch.setitem(bert_module.BERT_CHARACTERS, "cpu", 60)
    for text, together in zip(texts, bert.features(texts), strict=True):
        assert len(together) == len(text)
        np.testing.assert_allclose(together.numpy(), bert.features([text])[0].numpy(), atol=1e-4)
