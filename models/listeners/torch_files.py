"""Tensors out of a file that torch wrote before 2020, read by numpy: nothing in it is run, and no torch is needed.

Such a file is four pickles (a magic number, a version, the machine, the object) and the keys of its storages, followed
by their bytes. The object refers to storages by persistent ids.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import DamagedError

MAGIC = 0x1950A86A20F9469CFC6C
FLOAT_BYTES = 4


@dataclass(frozen=True, slots=True)
class _View:
    """Where a tensor lies: in a storage, from an element on."""

    storage: str
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


class _Floats:
    """Stands for the class of storages of float32."""


class _Reader(pickle.Unpickler):
    """Knows four names, and runs none of what they name in torch."""

    def find_class(self, module: str, name: str) -> Any:
        known = {
            ("torch", "FloatStorage"): _Floats,
            ("torch._utils", "_rebuild_tensor_v2"): _view,
            ("collections", "OrderedDict"): OrderedDict,
        }
        if (module, name) not in known:
            raise pickle.UnpicklingError(f"it names {module}.{name}")
        return known[module, name]

    def persistent_load(self, pid: Any) -> str:
        kind, storage, key = pid[:3]
        if kind != "storage" or storage is not _Floats:
            raise pickle.UnpicklingError("it refers to something that is no storage of floats")
        return str(key)


def _view(storage: str, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object) -> _View:
    return _View(storage, offset, shape, strides)


def tensors_of(path: Path, entry: str) -> Mapping[str, NDArray[np.float32]]:
    """The tensors in the entry of the file's dictionary, by name.

    Raises:
        DamagedError: it is no such file.
    """
    try:
        with path.open("rb") as file:
            return _tensors(file, entry)
    except (pickle.UnpicklingError, EOFError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise DamagedError(f"{path}: is no weights file of torch, or damaged ({error})") from None


def _tensors(file: IO[bytes], entry: str) -> Mapping[str, NDArray[np.float32]]:
    magic, _, _ = (_Reader(file).load() for _ in range(3))
    if magic != MAGIC:
        raise ValueError("it begins otherwise")
    views = _Reader(file).load()[entry]
    storages = {}
    for key in _Reader(file).load():
        count = int.from_bytes(file.read(8), "little")
        data = file.read(count * FLOAT_BYTES)
        if len(data) != count * FLOAT_BYTES:
            raise EOFError("it is truncated")
        storages[str(key)] = np.frombuffer(data, "<f4")
    out = {}
    for name, view in views.items():
        if not isinstance(view, _View):
            continue
        size = int(np.prod(view.shape))
        flat = storages[view.storage][view.offset : view.offset + size]
        contiguous = np.cumprod((1, *view.shape[:0:-1]))[::-1][-len(view.shape) :] if view.shape else ()
        if len(flat) != size or tuple(view.strides) != tuple(int(step) for step in contiguous):
            raise ValueError(f"{name} does not lie in one piece")
        out[name] = flat.reshape(view.shape)
    return out
