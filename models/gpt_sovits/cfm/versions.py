"""What differs between v3 and v4 (SPEC 1.1, 3.7). Planning reads it: nothing here imports torch."""

from __future__ import annotations

from dataclasses import dataclass

MEL_BANDS = 100


@dataclass(frozen=True, slots=True)
class FlowVersion:
    """Facts of a version. A frame is one column of mel bands, `hop` samples of `sample_rate_hz` long."""

    name: str
    mel_rate_hz: int  # of the sound whose mel bands the network was trained on
    fft: int
    hop: int
    stretch: float  # encoder frames (50 a second) -> mel frames
    valid_per_token: float  # frames of a token that the encoder's last mask keeps; v3's is more than there are
    prompt_frames: int  # of the reference, at most: the last ones of what has both sound and tokens
    chunk_frames: int  # of one pass of the network, prompt included
    steps: int  # of the sampler, where a voice does not say
    sample_rate_hz: int  # of the vocoder's sound

    @property
    def hop_out(self) -> int:
        """Samples of the vocoder per frame."""
        return self.hop * self.sample_rate_hz // self.mel_rate_hz


FLOW_VERSIONS = {
    "v3": FlowVersion("v3", 24000, 1024, 256, 1.875, 3.875, 468, 934, 32, 24000),
    "v4": FlowVersion("v4", 32000, 1280, 320, 2.0, 4.0, 500, 1000, 8, 48000),
}
