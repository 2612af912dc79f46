"""A decoder that crashes or hangs on untrusted bytes ends with its process, with a sentence and nothing left behind."""

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.untrusted.sandbox import confined, no_files

ROOT = Path(__file__).parents[3]


def turned(data: bytes) -> bytes:
    print("a library's own words")
    return data[::-1]


def refuses(data: bytes) -> bytes:
    raise ValueError(f"it says {data.decode()!r}\n in two lines")


def aborts(_: bytes) -> bytes:
    os.abort()


def segfaults(_: bytes) -> bytes:
    ctypes.string_at(0)
    return b""


def spins(_: bytes) -> bytes:
    while True:
        pass


def sleeps_in_native_code(_: bytes) -> bytes:
    ctypes.PyDLL(None).sleep(600)  # with the GIL held
    return b""


def wants_memory(_: bytes) -> bytes:
    return bytes(3 << 30)[:1]


def wants_memory_bit_by_bit(_: bytes) -> bytes:
    kept = []
    while True:
        kept.append(bytearray(16 << 20))


def answers_too_much(_: bytes) -> bytes:
    return bytes(100 << 20)


def writes_a_file(data: bytes) -> bytes:
    path = Path(data.decode())
    with path.open("wb", buffering=0) as file:
        file.write(b"x")
    return b"written"


def tells_secrets(_: bytes) -> bytes:
    return " ".join(sorted(os.environ)).encode()


def opens_a_file(data: bytes) -> bytes:
    with no_files():
        try:
            open(data).close()
        except OSError:
            pass
        else:
            raise ValueError("it was opened")
    open(data).close()
    return b"only afterwards"


def test_an_answer_comes_back_whole_and_alone() -> None:
    data = os.urandom(1 << 20)
    assert confined(turned, data) == data[::-1]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (refuses, "it says 'x' in two lines"),
        (aborts, r"its decoder crashed \(SIGABRT\)"),
        (segfaults, r"its decoder crashed \(SIGSEGV\)"),
        (wants_memory, "more than 700 MB of memory"),
        (wants_memory_bit_by_bit, "more than 700 MB of memory"),
        (answers_too_much, "it becomes 100 MB"),
    ],
)
def test_what_goes_wrong_is_a_sentence(call: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        confined(call, b"x", memory_mb=700)  # type: ignore[arg-type]


@pytest.mark.parametrize("call", [spins, sleeps_in_native_code])
def test_what_does_not_end_is_ended(call: object) -> None:
    started = time.monotonic()
    with pytest.raises(ValueError, match="it took more than 1 s and was given up"):
        confined(call, b"", seconds=1)  # type: ignore[arg-type]
    assert time.monotonic() - started < 30


def test_a_child_writes_no_file_opens_none_when_told_so_and_knows_no_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    monkeypatch.setenv("PREFECT_API_KEY", "s")
    known = confined(tells_secrets, b"").decode()
    assert "AWS" not in known
    assert "PREFECT" not in known
    with pytest.raises(ValueError, match="crashed"):
        confined(writes_a_file, str(tmp_path / "x").encode())
    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0
    assert confined(opens_a_file, __file__.encode()) == b"only afterwards"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's promise is Linux's")
def test_it_ends_with_its_parent_even_in_native_code() -> None:
    code = (
        "from tests.pipeline.untrusted.test_sandbox import sleeps_in_native_code as call\n"
        "from pipeline.untrusted.sandbox import confined\nconfined(call, b'', seconds=60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) as parent:
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
        until = time.monotonic() + 60
        while time.monotonic() < until and not (found := children.read_text().split()):
            time.sleep(0.05)
        (child,) = found
        while b"pipeline.untrusted.sandbox" not in (command := Path(f"/proc/{child}/cmdline").read_bytes()):
            time.sleep(0.05)
        time.sleep(1)  # it has told the kernel by then
        parent.kill()
    until = time.monotonic() + 20
    while time.monotonic() < until and _runs(child, command):
        time.sleep(0.05)
    assert not _runs(child, command)


def _runs(process: str, command: bytes) -> bool:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes() == command
    except OSError:
        return False
