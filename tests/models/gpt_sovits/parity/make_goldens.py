"""Writes the goldens: runs of our own networks, in the form of parity fixtures, when they agreed with the original.

    python -m tests.models.gpt_sovits.parity.make_goldens      then hold `parity` against the original's fixtures first

They keep the networks from drifting on machines that do not have those fixtures. Widths are tiny; weights are drawn
again from names, shapes and seed, so a golden is a few dozen kilobytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from models.gpt_sovits.bench.flow.random_flow import flow_settings, random_flow, random_mel_vocoder
from models.gpt_sovits.bench.random_voice import gpt_settings, random_gpt, random_sovits, sovits_settings
from models.gpt_sovits.cfm.hifigan import fill_mel_vocoder
from models.gpt_sovits.cfm.model import denormalised, mel_of, normalised
from models.gpt_sovits.cfm.sampler import sampled
from models.gpt_sovits.parity.sovits import captured
from models.gpt_sovits.parity.t2s import traced_run
from models.gpt_sovits.parity.weights import checksum, rebuild
from models.gpt_sovits.serving.requests import Request
from models.gpt_sovits.sovits.spectrum import log_mel, spectrogram
from models.gpt_sovits.t2s.sampler import SamplingParams, logits_to_probs, penalise_repetition
from models.gpt_sovits.weights.flow_loading import build_flow
from models.gpt_sovits.weights.loading import build_gpt, build_sovits
from tests.models.gpt_sovits.small import checkpoint

GOLDENS = Path(__file__).parent / "goldens"


def make_gpt(seed: int = 31) -> dict[str, Any]:
    settings = gpt_settings("v2", 32, 3)
    state = random_gpt(settings, seed)
    shapes = {key: (list(t.shape), "float32") for key, t in state.items()}
    scaled = [
        row
        for i in range(3)
        for row in (
            (f"h.layers.{i}.self_attn.in_proj_weight", 0, 64, 2.0),
            (f"h.layers.{i}.self_attn.out_proj.weight", 0, 32, 0.7),
            (f"h.layers.{i}.linear2.weight", 0, 32, 0.5),
        )
    ]
    assert checksum(rebuild(shapes, seed, 1.0, scaled)) == checksum(state)
    generator = torch.Generator().manual_seed(seed)
    lines = [
        Request(
            torch.randint(322, (n,), generator=generator),
            torch.randn(1024, n, generator=generator).half().float(),
            torch.randint(1024, (9,), generator=generator),
            max_tokens=17,
        )
        for n in (3, 7)
    ]
    lines = [Request(r.phones, r.bert, lines[0].prompt, max_tokens=17) for r in lines]
    model = build_gpt(checkpoint(state, settings))
    naive = [
        {
            "y": torch.cat([lines[0].prompt, ran.output.tokens])[None],
            "logits": torch.stack(ran.logits),
            "hidden": torch.stack(ran.hidden),
        }
        for ran in (traced_run(model, [line], 1)[0] for line in lines)
    ]
    logits = torch.randn(2, 65, generator=generator) * 3
    case = {
        "logits": logits,
        "previous": torch.randint(65, (2, 20), generator=generator),
        "top_k": 9,
        "top_p": 0.8,
        "temperature": 0.9,
        "repetition_penalty": 1.35,
    }
    seen = torch.zeros(2, 65, dtype=torch.bool).scatter_(1, case["previous"], True)
    case["probs"] = logits_to_probs(penalise_repetition(logits, seen, 1.35), SamplingParams(9, 0.8, 0.9))
    return {
        "kind": "s1",
        "size": "small",
        "config": settings,
        "seed": seed,
        "gain": 1.0,
        "prefix": "model.",
        "scaled": scaled,
        "tensors": shapes,
        "checksum": checksum(state),
        "inputs": {
            "x": [r.phones for r in lines],
            "bert": [r.bert for r in lines],
            "prompt": lines[0].prompt[None],
            "n_gen": 16,
        },
        "outputs": {"naive": naive, "batched": {"y": [n["y"][0][:-1] for n in naive]}, "sampler": [case]},
    }


def make_sovits(version: str, seed: int = 32) -> dict[str, Any]:
    settings = sovits_settings(version)
    state = random_sovits(settings, version, seed)
    model = build_sovits(checkpoint(state, settings))
    generator = torch.Generator().manual_seed(seed)
    wavs = [(torch.randn(1, n, generator=generator) * 0.1).half().float() for n in (3840, 5120)]
    specs = [spectrogram(wav) for wav in wavs]
    speakers = (
        [torch.randn(1, 20480, generator=generator).half().float() for _ in wavs] if model.config.speaker else None
    )
    inputs = {
        "codes": torch.randint(1024, (1, 1, 3), generator=generator),
        "text": torch.randint(322, (1, 5), generator=generator),
        "wavs": wavs,
        "specs": specs,
        "sv_emb": speakers,
        "ssl": torch.randn(1, 768, 7, generator=generator),
    }
    cases = []
    for scale, speed, refs, frames in ((0.5, 1, 1, 6), (0.5, 1.3, 2, 5)):
        noise = torch.randn(1, model.config.inter_channels, frames, generator=generator)
        case = {"noise_scale": scale, "speed": speed, "n_refs": refs, "noise": noise}
        stages, wave = captured(model, inputs, case)
        # the widest stages would be most of the file, and the waveform stands for them
        cases.append({**case, "stages": {k: v for k, v in stages.items() if not k.startswith("dec_up")}, "wav": wave})
    return {
        "kind": "s2",
        "version": version,
        "size": "small",
        "config": settings,
        "seed": seed,
        "gain": 1.0,
        "scaled": [],
        "tensors": {key: (list(t.shape), "float32") for key, t in state.items()},
        "checksum": checksum(state),
        "inputs": inputs,
        "outputs": {
            "cases": cases,
            "extract_latent": model.tokens_of(inputs["ssl"])[None],
            "quantizer_decode": model.quantizer.decode(inputs["codes"][0]),
            "mel128": log_mel(specs[0]),
        },
    }


def make_flow(version: str, seed: int = 33) -> dict[str, Any]:
    """v3 or v4 with v4's vocoder; the frames are few, and the noise covers prompt and target."""
    state, vocoder = random_flow(version, seed), random_mel_vocoder(seed)
    net = build_flow(checkpoint(state, flow_settings(version)))
    facts = net.config.facts
    generator = torch.Generator().manual_seed(seed)
    codes = [torch.randint(1024, (1, 1, n), generator=generator) for n in (4, 5)]
    phones = [torch.randint(732, (1, n), generator=generator) for n in (3, 6)]
    wave = (torch.randn(1, 20 * facts.hop, generator=generator) * 0.1).half().float()
    spec = spectrogram((torch.randn(1, 5120, generator=generator) * 0.1).half().float())
    style, mel = net.style([spec]), mel_of(wave, facts.fft, facts.hop, facts.mel_rate_hz)
    reference, target = (net.features(c[0], None, p, None, style).values for c, p in zip(codes, phones, strict=True))
    frames = min(mel.shape[-1], reference.shape[-1])
    norm, reference = normalised(mel[..., :frames]), reference[..., :frames]
    features = torch.cat([reference, target], 2).mT
    noise = torch.randn(1, 100, features.shape[1], generator=generator)
    prompt = torch.nn.functional.pad(norm.mT, (0, 0, 0, target.shape[-1]))
    flows = {f"({n}, {g})": sampled(net.dit, features, prompt, noise.mT, n, g).mT for n, g in ((4, 0.0), (4, 0.7))}
    moment = net.dit.moment(torch.tensor([0.25]), torch.tensor([0.125]))
    once = net.dit(noise.mT, torch.zeros_like(prompt), net.dit.text_embed(features, None), moment)
    inv_freq = "cfm.estimator.rotary_embed.inv_freq"
    sound = fill_mel_vocoder(vocoder, "golden")(denormalised(flows["(4, 0.0)"]))

    def weights(of: dict[str, torch.Tensor], *kept: str) -> dict[str, Any]:
        shapes = {key: (list(t.shape), "float32") for key, t in of.items()}
        return {"tensors": shapes, "seed": seed, "gain": 1.0, "kept": {key: of[key] for key in kept}}

    return {
        "kind": "s2cfm",
        "version": version,
        "size": "small",
        "config": flow_settings(version),
        "mel_args": {"n_fft": facts.fft, "hop_size": facts.hop, "sampling_rate": facts.mel_rate_hz},
        "model": weights(state, inv_freq),
        "vocoder": weights(vocoder),
        "inputs": {
            "codes0": codes[0], "text0": phones[0], "codes1": codes[1], "text1": phones[1], "mel_wave": wave,
            "spec": spec, "noise": noise,
        },
        "outputs": {
            "ge": style, "mel": mel, "mel_norm": norm, "fea_ref": reference, "fea": target,
            "fea_speed12": net.features(codes[1][0], None, phones[1], None, style, 1.2).values,
            "cfm": flows, "estimator_once": once, "wav": sound,
        },
    }  # fmt: skip


@torch.inference_mode()
def main() -> None:
    torch.set_num_threads(1)
    GOLDENS.mkdir(exist_ok=True)
    torch.save(make_gpt(), GOLDENS / "gpt.pt")
    for version in ("v1", "v2ProPlus"):  # between them they have every part
        torch.save(make_sovits(version), GOLDENS / f"sovits_{version}.pt")
    for version in ("v3", "v4"):
        torch.save(make_flow(version), GOLDENS / f"flow_{version}.pt")


if __name__ == "__main__":
    main()
