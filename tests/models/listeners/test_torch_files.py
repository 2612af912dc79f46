"""Old weights files of torch are read by numpy, and nothing in them is run."""

import pickle
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from models.listeners.torch_files import MAGIC, tensors_of
from pipeline.errors import DamagedError

VALUES = np.arange(6, dtype="<f4")


class Storage:
    """A reference to a storage, which a persistent id stands for."""


def written(path: Path, content: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    torch = ModuleType("torch")
    torch.FloatStorage = type("FloatStorage", (), {"__module__": "torch"})  # type: ignore[attr-defined]
    monkeypatch.setitem(__import__("sys").modules, "torch", torch)

    class Pickler(pickle.Pickler):
        def persistent_id(self, obj: Any) -> Any:
            return ("storage", torch.FloatStorage, "7", "cpu", 6, None) if isinstance(obj, Storage) else None

    with path.open("wb") as file:
        for part in (MAGIC, 1001, {"little_endian": True}):
            pickle.dump(part, file, 2)
        Pickler(file, 2).dump(content)
        pickle.dump(["7"], file, 2)
        file.write((6).to_bytes(8, "little") + VALUES.tobytes())
    return path


class Tensor:
    """Pickles as torch's tensors do."""

    def __init__(self, shape: tuple[int, ...], strides: tuple[int, ...]):
        self.shape, self.strides = shape, strides

    def __reduce__(self) -> Any:
        return _rebuild_tensor_v2, (Storage(), 0, self.shape, self.strides, False, {})


def _rebuild_tensor_v2(*_: object) -> None:
    raise AssertionError("it was run")


_rebuild_tensor_v2.__module__ = "torch._utils"


@pytest.fixture(autouse=True)
def _torch_utils(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("torch._utils")
    module._rebuild_tensor_v2 = _rebuild_tensor_v2  # type: ignore[attr-defined]
    monkeypatch.setitem(__import__("sys").modules, "torch._utils", module)


def test_tensors_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "w.pt", {"model_state": {"a": Tensor((2, 3), (3, 1))}, "step": 3}, monkeypatch)
    assert tensors_of(path, "model_state")["a"].tolist() == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize(
    "content", [{"other": {}}, {"model_state": {"a": Tensor((3, 2), (1, 3))}}, {"model_state": {"a": print}}]
)
def test_anything_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: Any) -> None:
    path = written(tmp_path / "w.pt", content, monkeypatch)
    with pytest.raises(DamagedError, match=r"w\.pt: is no weights file"):
        tensors_of(path, "model_state")
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(DamagedError):
        tensors_of(path, "model_state")
