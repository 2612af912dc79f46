"""Parity of SoVITS: every stage from the spectrogram to the waveform, and the quantiser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from models.gpt_sovits.parity.stages import Stage, compared, equal
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.sovits.spectrum import log_mel, spectrogram
from models.gpt_sovits.weights.checkpoint import Checkpoint
from models.gpt_sovits.weights.loading import build_sovits


def check_sovits(path: Path, fixture: Mapping[str, Any], state: dict[str, Tensor]) -> Iterator[Stage]:
    model = build_sovits(Checkpoint(path, "", state, fixture["config"], "", None))
    right = model.config.version == fixture["version"]
    yield Stage("version", 0.0 if right else 1.0, 0.0, 0.0, False, f"found {model.config.version}")
    inputs, outputs = fixture["inputs"], fixture["outputs"]
    for i, (wav, spec) in enumerate(zip(inputs["wavs"], inputs["specs"], strict=True)):
        yield compared(f"spectrogram {i}", spectrogram(wav), spec, 1e-5)
    for i, case in enumerate(outputs["cases"]):
        title = f"case {i} (noise {case['noise_scale']}, speed {case['speed']}, {case['n_refs']} ref)"
        yield from _case(title, model, inputs, case)
    codes = model.tokens_of(inputs["ssl"])
    yield equal("tokens of HuBERT features", codes.flatten(), outputs["extract_latent"].flatten())
    yield compared("quantizer decode", model.quantizer.decode(inputs["codes"][0]), outputs["quantizer_decode"], 1e-5)
    yield compared("mel, 128 bands", log_mel(inputs["specs"][0]), outputs["mel128"], 1e-5)


def captured(
    model: Sovits, inputs: Mapping[str, Any], case: Mapping[str, Any]
) -> tuple[dict[str, list[Tensor]], Tensor]:
    """Runs a case. -> the output of every stage, and the waveform (1, 1, n)."""
    parts: dict[str, nn.Module] = {
        "ref_enc": model.ref_enc, "ssl_proj_192": model.enc_p.ssl_proj, "encoder_ssl": model.enc_p.encoder_ssl,
        "text_embedding": model.enc_p.text_embedding, "encoder_text": model.enc_p.encoder_text,
        "mrte": model.enc_p.mrte, "encoder2": model.enc_p.encoder2, "proj": model.enc_p.proj, "flow": model.flow,
        "dec_conv_pre": model.dec.conv_pre, "dec": model.dec,
        **{f"dec_up{i}": up for i, up in enumerate(model.dec.ups)}}  # fmt: skip
    seen: dict[str, list[Tensor]] = {name: [] for name in parts}
    hooks = [
        part.register_forward_hook(lambda _m, _i, out, kept=seen[name]: kept.append(out.clone()))
        for name, part in parts.items()
    ]
    refs = slice(case["n_refs"])
    style = model.style(inputs["specs"][refs], (inputs["sv_emb"] or [])[refs])
    prior = model.prior(inputs["codes"][0], None, inputs["text"], None, style, case["speed"])
    wave = model.sound(prior, case["noise"], style, case["noise_scale"])
    for hook in hooks:
        hook.remove()
    return seen, wave


def _case(title: str, model: Sovits, inputs: Mapping[str, Any], case: Mapping[str, Any]) -> Iterator[Stage]:
    seen, wave = captured(model, inputs, case)
    for name, expected in case.get("stages", {}).items():  # some cases were recorded by their waveform alone
        if name not in seen:
            yield Stage(f"{title} {name}", float("inf"), float("inf"), 0.0, True, "is no stage that is looked at here")
            continue
        if len(seen[name]) != len(expected):
            yield Stage(f"{title} {name}", float("inf"), float("inf"), 0.0, True, f"ran {len(seen[name])} times")
        for ours, theirs in zip(seen[name], expected, strict=False):
            yield compared(f"{title} {name}", ours, theirs, 1e-5)
    yield compared(f"{title} waveform", wave, case["wav"], 1e-4, relative=False)
