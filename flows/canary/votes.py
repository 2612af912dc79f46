"""What people chose on the listening page, told apart again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import ValidationError

from pipeline.errors import ManifestError, RefusedError
from pipeline.manifests import Strict


class Votes(Strict):
    """The file that the page saves."""

    NAME: ClassVar[str] = "file of votes"

    page: str
    votes: dict[str, Literal["a", "b", "same"]]  # by the line's number on the page


def counted(files: list[Path], page: str, order: str) -> dict[str, int]:
    """How often each version was preferred: "candidate", "champion", "same".

    Raises:
        ManifestError: a file is none that the page saves.
        RefusedError: it is of another comparison.
    """
    count = Counter({"candidate": 0, "champion": 0, "same": 0})
    for path in files:
        try:
            found = Votes.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            raise ManifestError(f"{path} is no file of votes; the page saves one with 'Save my choices'") from None
        if found.page != page:
            raise RefusedError(f"{path} is of the page {found.page!r}, not of {page!r}")
        for number, side in found.votes.items():
            if not (number.isascii() and number.isdigit() and 0 < int(number) <= len(order)):
                raise ManifestError(f"{path}: there is no line {number!r} on that page")
            first = order[int(number) - 1]
            count["same" if side == "same" else "candidate" if side == first else "champion"] += 1
    return dict(count)
