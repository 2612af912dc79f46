"""Imports the pure-PyTorch parts of torchaudio, also beside a torch that its extensions were not built for."""

from __future__ import annotations

import functools
import importlib
import sys
from types import ModuleType
from typing import Any

from pipeline.errors import MissingExtraError


@functools.cache
def torchaudio(part: str) -> ModuleType:
    """Imports a pure-PyTorch part of torchaudio.

    The last torchaudio's wheel carries extensions for CUDA; beside another torch they do not load, and the import
    fails as a whole. Then a stand-in takes the extension's place: resampling and filterbanks do not use it.

    Raises MissingExtraError: torchaudio is not installed.
    """
    try:
        try:
            return importlib.import_module(f"torchaudio.{part}")
        except (ImportError, OSError, RuntimeError) as error:
            if isinstance(error, ModuleNotFoundError) and error.name == "torchaudio":
                raise
            for name in [name for name in sys.modules if name.split(".")[0] == "torchaudio"]:
                del sys.modules[name]
            sys.modules["torchaudio._extension"] = _stand_in()
            return importlib.import_module(f"torchaudio.{part}")
    except ModuleNotFoundError:
        raise MissingExtraError("GPT-SoVITS needs torchaudio: pip install 'voicepress[gpt-sovits]'") from None


def _stand_in() -> ModuleType:
    module: Any = ModuleType("torchaudio._extension")
    module._IS_TORCHAUDIO_EXT_AVAILABLE = module._IS_ALIGN_AVAILABLE = False
    module._check_cuda_version = lambda: None
    module.fail_if_no_align = lambda function: function  # a decorator of functions that we never call
    stand_in: ModuleType = module
    return stand_in
