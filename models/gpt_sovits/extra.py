"""The extra `gpt-sovits`: PyTorch and the packages that need it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import MissingExtraError

_EXTRA = ("torch", "transformers", "safetensors", "torchaudio")


@contextmanager
def with_pytorch() -> Iterator[None]:
    """A context for imports of the extra. Raises MissingExtraError: it is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        raise MissingExtraError("GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'") from None
