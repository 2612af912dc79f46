"""Which devices a machine has, and one each for processes that share them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from models import devices
from models.devices import claim_device, visible_devices


@pytest.mark.parametrize(
    ("files", "said", "wanted"),
    [
        ([], None, ()),
        (["nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm"], None, ("0", "1")),
        (["nvidia3", "nvidiactl"], None, ("0",)),
        (["nvidia0"], "", ()),
        (["nvidia0", "nvidia1"], "1", ("1",)),
        (["nvidia0"], "-1", ()),
        ([], "GPU-8932f937, MIG-1", ("GPU-8932f937", "MIG-1")),
    ],
)
def test_devices_are_those_that_cuda_would_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: list[str], said: str | None, wanted: tuple[str, ...]
) -> None:
    for name in files:
        (tmp_path / name).touch()
    if said is None:
        monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    else:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", said)
    assert visible_devices(tmp_path) == wanted


def test_each_process_has_a_device_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_LOCKS", {})
    assert claim_device(("0", "1"), tmp_path) == "0"
    assert claim_device(("0", "1"), tmp_path) == "0"  # the same, as often as it asks
    assert [path.name for path in tmp_path.iterdir()] == ["device-0.lock"]
    code = f"from pathlib import Path; from models.devices import claim_device; print(claim_device(('0', '1'), Path({str(tmp_path)!r})))"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True).stdout == "1\n"
    code = code.replace("('0', '1')", "('0',)")
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True).stdout == "0\n"
    )  # shared
    for lock in devices._LOCKS.values():
        lock.close()
