"""Gate files: found by voice and language, the repo's before those that ship; read strictly."""

from pathlib import Path

import pytest

from pipeline.errors import ManifestError
from pipeline.manifests import find_gate, read_gate


def write(repo: Path, name: str, text: str) -> Path:
    path = repo / "configs" / "gates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_voices_own_file_comes_before_its_languages(tmp_path: Path) -> None:
    general = write(tmp_path, "xh.yaml", "language: xh\n")
    assert find_gate("ann", "xh", tmp_path) == general
    own = write(tmp_path, "ann.xh.yaml", "voice: ann\nlanguage: xh\n")
    assert find_gate("ann", "xh-ZA", tmp_path) == own
    assert find_gate("bob", "xh", tmp_path) == general
    assert find_gate("../ann", "xh", tmp_path) == general
    assert find_gate("ann", "tlh", tmp_path) is None


def test_a_file_says_thresholds_and_what_was_measured(tmp_path: Path) -> None:
    write(
        tmp_path,
        "ann.xh.yaml",
        """
voice: ann
language: xh
thresholds:
  words: {flag: 0.2, fail: null}
norms: {takes: 100, figures: {level_db: -23.5}, speaker: [0.6, 0.8]}
calibrated:
  day: 2026-11-29
  lines: 100
  flagged: 0.01
  failed: 0.0
  faults: {dropped word: {lines: 100, recall: 0.97, failed: 0.9}}
  false_alarms: {h-002: {flagged: 0.01, failed: 0}}
  listeners: {words: abc}
""",
    )
    gate = read_gate("ann", "xh", tmp_path)
    assert gate is not None
    assert gate.thresholds["words"].flag == 0.2
    assert gate.calibrated is not None
    assert gate.calibrated.faults["dropped word"].recall == 0.97


@pytest.mark.parametrize(
    "text", ["language: xh\nthreshold: {}\n", "language: xh\nnorms: {takes: 3, speaker: [1, 1]}\n", "voice: ann\n"]
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str) -> None:
    write(tmp_path, "xh.yaml", text)
    with pytest.raises(ManifestError):
        read_gate("", "xh", tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("voice: bob\nlanguage: xh\n", "is of the voice 'bob'"),
        ("voice: ann\nlanguage: zu\n", "is of the language 'zu'"),
        ("voice: ann\nlanguage: xh\nthresholds: {length: {fail: .nan}}\n", "finite"),
    ],
)
def test_a_file_that_judges_nothing_as_meant_is_refused(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, "ann.xh.yaml", text)
    with pytest.raises(ManifestError, match=said):
        read_gate("ann", "xh", tmp_path)
