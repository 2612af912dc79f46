"""Sound files on a disk that becomes full: told, and never shorter in silence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from pipeline.audio import sound_writer

CODE = """if True:
    import resource, signal, sys
    from pathlib import Path
    import numpy as np
    from pipeline.audio import sound_writer
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    noise = np.random.default_rng(1).integers(-3000, 3000, int(sys.argv[3]), np.int16)
    with sound_writer(Path(sys.argv[1]), 24_000, 1, "PCM_16", format=sys.argv[2]) as file:
        file.write(noise)
"""


@pytest.mark.parametrize("form", ["FLAC", "WAV"])
@pytest.mark.parametrize("samples", [3_000, 100_000])  # the first fails as the file is closed, where nobody was told
def test_a_full_disk_is_told_even_as_the_file_is_closed(form: str, samples: int, tmp_path: Path) -> None:
    call = [sys.executable, "-c", CODE, str(tmp_path / "sound"), form, str(samples)]
    child = subprocess.run(call, capture_output=True, text=True, check=False)
    assert child.stderr.splitlines()[-1].startswith("OSError: [Errno 27]")


def test_what_is_written_is_what_libsndfile_writes(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(-3000, 3000, 50_000, np.int16)
    with sound_writer(tmp_path / "ours", 24_000, 1, "PCM_16", format="FLAC", compression_level=0.5) as file:
        file.write(noise)
    soundfile.write(tmp_path / "theirs", noise, 24_000, "PCM_16", format="FLAC", compression_level=0.5)
    assert (tmp_path / "ours").read_bytes() == (tmp_path / "theirs").read_bytes()


def test_what_its_writer_raises_passes(tmp_path: Path) -> None:
    with pytest.raises(KeyError), sound_writer(tmp_path / "sound", 24_000, 1, "PCM_16", format="WAV"):
        raise KeyError
