"""The memory plan bounds what a pass takes, and not by much; sizes that do not fit are cut, or refused in a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from torch.multiprocessing.reductions import StorageWeakRef  # noqa: E402
from torch.utils._python_dispatch import TorchDispatchMode  # noqa: E402
from torch.utils._pytree import tree_leaves  # noqa: E402

from models.gpt_sovits.serving.continuous_batching import ContinuousBatcher  # noqa: E402
from models.gpt_sovits.serving.memory import GIB, BatchSizes, fitting, halved, memory_need  # noqa: E402
from models.gpt_sovits.serving.rendering import Renderer  # noqa: E402
from pipeline.errors import MachineError  # noqa: E402
from tests.models.gpt_sovits.serving.test_continuous_batching import SAMPLED, line  # noqa: E402
from tests.models.gpt_sovits.serving.test_rendering import semantic, style  # noqa: E402
from tests.models.gpt_sovits.small import gpt, sovits  # noqa: E402


class Allocated(TorchDispatchMode):
    """Counts what is alive after every operation."""

    def __init__(self) -> None:
        super().__init__()
        self.alive: dict[int, tuple[StorageWeakRef, int]] = {}
        self.peak = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        out = func(*args, **kwargs or {})
        for tensor in tree_leaves(out):
            if isinstance(tensor, torch.Tensor):
                storage = tensor.untyped_storage()
                if storage._cdata not in self.alive:
                    self.alive[storage._cdata] = StorageWeakRef(storage), storage.nbytes()
        self.alive = {key: kept for key, kept in self.alive.items() if not kept[0].expired()}
        self.peak = max(self.peak, sum(size for _, size in self.alive.values()))
        return out


@pytest.mark.parametrize(("slots", "phones", "prompt"), [(8, 50, 20), (16, 200, 60), (3, 400, 100)])
def test_decoding_tokens_stays_within_its_bound(slots: int, phones: int, prompt: int) -> None:
    model = gpt(width=64)
    requests = [line(phones, prompt, i, limit=20, bert=True) for i in range(slots)]
    with Allocated() as counted:
        ContinuousBatcher(model, SAMPLED, slots, 4).run(requests)
    sizes = BatchSizes(slots, phones + prompt + 4 + 64, phones + prompt, 0, 20)
    found = memory_need(sizes, model.config, sovits().config, 0, 4)
    assert counted.peak < found.cache + max(found.prefill, found.step)
    assert counted.peak > 0.25 * found.cache + 0.2 * max(found.prefill, found.step)


@pytest.mark.parametrize("version", ["v2", "v2ProPlus"])
@pytest.mark.parametrize(("lines", "tokens"), [(1, 40), (4, 20), (1, 150)])
def test_sound_stays_within_its_bound(version: str, lines: int, tokens: int) -> None:
    model = sovits(version)
    renderer = Renderer(model, style(version))
    with torch.inference_mode(), Allocated() as counted:
        renderer.decoded([semantic(tokens, 12, i) for i in range(lines)])
    found = memory_need(BatchSizes(1, 1, 1, lines * tokens, tokens), gpt().config, model.config, 0, 4).sound
    assert counted.peak < found
    assert counted.peak > 0.2 * found


FULL = replace(gpt().config, hidden_dim=512, layers=24, heads=16)
V2 = replace(sovits().config, upsample_initial_channel=512, inter_channels=192, filter_channels=768)
WANTED = BatchSizes(slots=128, positions=2400, prefill_positions=800, vocoder_tokens=24000, max_tokens=1500)


def test_a_large_device_takes_everything() -> None:
    assert fitting(WANTED, 78 * GIB, FULL, V2, GIB // 4, 2) == (WANTED, "")


@pytest.mark.parametrize("gib", [40, 24, 16, 8, 4, 2])
def test_smaller_devices_take_less_and_say_so(gib: int) -> None:
    sizes, note = fitting(WANTED, gib * GIB, FULL, V2, GIB // 4, 2)
    assert memory_need(sizes, FULL, V2, GIB // 4, 2).peak <= gib * GIB
    if sizes != WANTED:
        assert f"{sizes.slots} rows instead of 128" in note
        larger = (replace(sizes, slots=2 * sizes.slots), replace(sizes, vocoder_tokens=2 * sizes.vocoder_tokens))
        assert any(memory_need(b, FULL, V2, GIB // 4, 2).peak > gib * GIB for b in larger)  # no smaller than it must be


def test_too_small_a_device_is_refused_in_a_sentence() -> None:
    with pytest.raises(MachineError, match=r"one line at a time takes .* GiB .* 0\.50 GiB are free"):
        fitting(WANTED, GIB // 2, FULL, V2, GIB // 4, 2)


def test_halving_ends() -> None:
    sizes, turns = WANTED, 0
    while (smaller := halved(sizes)) is not None:
        assert smaller.slots * smaller.vocoder_tokens < sizes.slots * sizes.vocoder_tokens
        sizes, turns = smaller, turns + 1
    assert (sizes.slots, turns < 20) == (1, True)
    assert sizes.vocoder_tokens >= sizes.max_tokens


def test_a_voice_takes_smaller_batches_where_memory_is_short(
    random_voice: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """The same sound as with larger ones, and the log says what was cut."""
    from models.gpt_sovits.engine import GptSovits
    from pipeline.engine import Prompt

    prompts = [Prompt(text, "en", i) for i, text in enumerate(("It is a truth.", "However little known.", "Yes, sir."))]
    whole = GptSovits({**random_voice, "languages": ["en"]}).perform(prompts)
    short = GptSovits({**random_voice, "languages": ["en"], "memory_gib": 0.06}).perform(prompts)
    assert short[0].facts["rows"] < whole[0].facts["rows"] == 16  # type: ignore[operator]
    assert "rows instead of 16" in caplog.text
    for one, two in zip(whole, short, strict=True):
        assert one.clip is not None
        assert two.clip is not None
        assert len(one.clip.samples) == len(two.clip.samples)
    with pytest.raises(MachineError, match="one line at a time takes"):
        GptSovits({**random_voice, "languages": ["en"], "memory_gib": 0.001}).perform(prompts)


def test_running_out_of_memory_all_the_same_is_noted_and_tried_smaller(
    random_voice: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """A device that has room for two slots only, whatever the plan says."""
    from models.gpt_sovits.frontend.mixed import phrase
    from models.gpt_sovits.serving.voice import LoadedVoice
    from models.gpt_sovits.settings import Settings

    voice = LoadedVoice(Settings.read({**random_voice, "languages": ["en"]}))
    spoken = voice._spoken

    def cramped(*arguments: Any, **settings: Any) -> Any:
        if voice.sizes.slots > least:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return spoken(*arguments, **settings)

    voice._spoken = cramped  # type: ignore[method-assign]
    phrases, least = [phrase(text, "en") for text in ("It is a truth.", "However little.", "Yes, sir.")], 2
    assert [line.output.stopped for line in voice.speak(phrases, [1, 2, 3])] == ["eos"] * 3
    assert voice.sizes.slots == voice.batcher.slots == 2
    assert "out of memory" in caplog.text
    least = 0
    with pytest.raises(MachineError, match="out of memory for one line"):
        voice.speak(phrases, [1, 2, 3])
