"""Limits for untrusted input: names that must not become paths, sizes that must not become memory.

All limits are in one file, so that no reader has a way around them. Each number has its reason beside it.
"""

from __future__ import annotations

import re
from pathlib import Path, PureWindowsPath

# ---------------------------------------------------------------- YAML that people write

YAML_BYTES = 2 << 20  # PyYAML reads 1 to 2 MB a second
YAML_LEXICON_BYTES = 8 << 20  # 100,000 entries have some 5 MB
# A million values take PyYAML 20 s and 0.8 GB; a lexicon of 100,000 entries has some 700,000.
YAML_VALUES = 100_000
YAML_LEXICON_VALUES = 1_000_000
# What aliases may repeat, in values, where a hundred characters count as one more. A cast of fifty voices that share
# their settings repeats some hundreds; nine lines of ten aliases each can ask for a thousand million.
YAML_REPEATED = 100_000
YAML_CHARACTERS_A_VALUE = 100

# ---------------------------------------------------------------- patterns that people write

# Of CPU. An honest pattern takes microseconds per line and well below a second per book.
PATTERN_LINE_S = 3.0
PATTERN_PRODUCTION_S = 30.0
PATTERN_LONGEST = 5_000  # characters: all of a family's names in one
PATTERN_REPEATED = 20_000  # signs when counted repetitions are written out; (?:(?:x{999}){999}){999} takes all memory

# ---------------------------------------------------------------- zip archives

# The largest real book seen has a 4 MB document and 8 MB of text in all. More is an attack or an accident.
ZIP_ENTRY_BYTES = 32 << 20
ZIP_TOTAL_BYTES = 256 << 20
# Deflate's own ceiling is about 1030:1; real markup stays below 30:1, tables of dots below 100:1.
ZIP_RATIO = 200
ZIP_RATIO_FREE_BYTES = 4 << 20  # small entries may be as repetitive as they like
ZIP_ENTRIES = 50_000
# Entries that are copied block by block may be of any size, but not of any ratio: pictures and sound do not shrink in a
# zip, and a book of text alone shrinks by 4:1.
ZIP_COPIED_RATIO = 20

# ---------------------------------------------------------------- timed scripts

SCRIPT_BYTES = 64 << 20  # DAPT may carry its recordings; subtitles of a long film have 0.3 MB, a season's cue sheet 5
SCRIPT_TEXT_BYTES = 16 << 20
# Of CPU and memory, in the child process that parses them: 10,000 cues take under 3 s and 150 MB.
SCRIPT_S = 60.0
SCRIPT_MEMORY_MB = 2_000

# ---------------------------------------------------------------- names

_SYSTEM = tuple(map(Path, ("/dev", "/proc", "/sys", "/etc", "/private/etc", "/run", "/boot")))
_SECRET = frozenset(
    (
        ".ssh",
        ".gnupg",
        ".aws",
        ".azure",
        ".kube",
        ".docker",
        ".netrc",
        ".pgpass",
        ".git-credentials",
        ".pypirc",
        ".npmrc",
        ".bash_history",
        ".prefect",
    )
)
_NO_NAME = re.compile("[\x00-\x1f\x7f]")


def stays_inside(name: object) -> bool:
    """Whether `name`, joined to a folder, stays in that folder. Only the name is looked at; `inside` follows links."""
    if not isinstance(name, str) or not name or _NO_NAME.search(name):
        return False
    parts = name.replace("\\", "/").split("/")
    return not any(part in ("", ".", "..") for part in parts) and not PureWindowsPath(name).drive


def off_limits(path: Path) -> str:
    """Why a file that a manifest names is not read (it belongs to the system or holds credentials), else "".

    A manifest may name any other file that its user can read. Links are followed before it is judged.
    """
    try:
        whole = path.resolve()
    except (OSError, RuntimeError):
        return ""  # opening it says what is wrong
    if any(whole.is_relative_to(folder) for folder in _SYSTEM):
        return "is a file of the system"
    if not _SECRET.isdisjoint(whole.parts) or whole.name.startswith(("id_rsa", "id_ed25519", "id_ecdsa")):
        return "is where credentials are kept"
    return ""


def inside(folder: Path, name: object) -> Path | None:
    """The path of `name` within `folder`, None for anything else.

    Refused are absolute paths, "..", drives, control characters and symbolic links that lead out of the folder. The
    last component may be a link itself: removing or replacing it touches the link alone.
    """
    if not stays_inside(name):
        return None
    assert isinstance(name, str)
    path = folder / name
    try:
        return path if path.parent.resolve().is_relative_to(folder.resolve()) else None
    except (OSError, RuntimeError):  # a link that leads to itself
        return None
