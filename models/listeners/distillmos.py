"""DistillMOS's network in PyTorch, by the names in its weights (MIT, Microsoft; NISQA's attention pooling).

Its own package asks for librosa, transformers and torchaudio, none of which this needs; a test holds both against each
other where the package is installed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn

RATE_HZ = 16_000
WINDOW = 122_880  # samples that it rates at once: 7.68 s
FRAMES = 384  # of a window, after the last convolution
WIDTH, HEADS, LAYERS = 200, 8, 7  # of the transformer
HOP, FRAME = 160, 320  # of the spectrum, in samples
CHANNELS = (64, 64, 128, 256, 256, 256)
BINS = FRAME // 2 + 1


class DistillMos(nn.Module):
    """Windows of sound at 16 kHz [n, WINDOW] to mean opinion scores from 1 to 5 [n]."""

    def __init__(self) -> None:
        super().__init__()
        self.cnn = Spectrum()
        self.transformer_pool_attn = Rating(self.cnn.width)

    def forward(self, sound: Any) -> Any:
        level = sound.abs().max(dim=1, keepdim=True).values
        features = self.cnn(sound / (level + 1e-8)).permute(0, 2, 1)
        return 1 + 4 * self.transformer_pool_attn(features)[:, 0]


class Spectrum(nn.Module):
    """Convolutions over a compressed complex spectrum."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before, bins = 2, BINS
        for at, channels in enumerate(CHANNELS):
            stride = (2 if at else 1, 2 if at == len(CHANNELS) - 1 else 1)
            layers += [nn.Conv2d(before, channels, (3, 3), stride=stride, padding=(0, 1)), nn.LeakyReLU(0.1)]
            before, bins = channels, (bins - 3) // stride[0] + 1
        self.cnn = nn.Sequential(*layers)
        self.width = before * bins

    def forward(self, sound: Any) -> Any:
        margin = (FRAME - HOP) // 2
        padded = nn.functional.pad(sound, (margin, margin), mode="reflect")
        window = torch.hann_window(FRAME, device=sound.device)
        spectrum = torch.stft(padded, FRAME, HOP, FRAME, window, center=False, return_complex=True)
        parts = torch.view_as_real(spectrum)
        size = parts.square().sum(-1, keepdim=True).sqrt()
        compressed = size.clip(1e-12) ** 0.3 * parts / size.clip(1e-12)
        return self.cnn(compressed.permute(0, 3, 1, 2)).flatten(1, -2)


class Rating(nn.Module):
    """A transformer over frames, pooled by attention."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm_input = nn.BatchNorm1d(width)
        self.transformer = Transformer(width)
        self.norm_trans = nn.BatchNorm1d(WIDTH)
        self.pool = Pool()

    def forward(self, frames: Any) -> Any:
        normed = self.norm_input(frames.transpose(-1, -2)).transpose(-1, -2)
        seen = self.transformer(normed)
        return torch.sigmoid(self.pool(self.norm_trans(seen.transpose(-1, -2)).transpose(-1, -2)))


class Transformer(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.BatchNorm1d(width)
        self.position_encoding = Positions()
        self.linear_proj = nn.Linear(width, WIDTH)
        layer = nn.TransformerEncoderLayer(WIDTH, HEADS, 2 * WIDTH, dropout=0.0, batch_first=True)
        self.transformer_encoder = nn.TransformerEncoder(layer, LAYERS, enable_nested_tensor=False)

    def forward(self, frames: Any) -> Any:
        normed = self.norm(frames.transpose(-1, -2)).transpose(-1, -2)
        return self.transformer_encoder(self.linear_proj(normed) + self.position_encoding.pe)


class Positions(nn.Module):
    """Where a frame stands; the table comes with the weights."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("pe", torch.zeros(1, FRAMES, WIDTH))


class Pool(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.linear1 = nn.Linear(WIDTH, 2 * WIDTH)
        self.linear2 = nn.Linear(2 * WIDTH, 1)
        self.linear3 = nn.Linear(WIDTH, 1)

    def forward(self, frames: Any) -> Any:
        attention = self.linear2(torch.relu(self.linear1(frames))).transpose(2, 1).softmax(dim=2)
        return self.linear3(torch.bmm(attention, frames).squeeze(1))


def loaded(path: Path, device: str) -> DistillMos:
    """The network with its weights, which are read as tensors and nothing else."""
    network = DistillMos()
    network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True)["model"])
    network.eval().to(device)
    return network


def rate(network: DistillMos, windows: Any, device: str) -> list[float]:
    """The score of each window, float32 [n, WINDOW]."""
    with torch.inference_mode():
        scores: list[float] = network(torch.from_numpy(windows).to(device)).tolist()
    return scores


def device_here() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"
