"""The sentences of the repository's short book, as input of benches."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

BOOK = Path(__file__).parents[3] / "manifests/productions/pride-and-prejudice-opening/pride-and-prejudice-opening.epub"


def texts_of(book: Path = BOOK) -> list[str]:
    """Its sentences, of 200 characters at most; split plainly, for measuring only."""
    with zipfile.ZipFile(book) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if name.endswith(("html", "htm"))]
    whole = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", " ".join(page.partition("<body")[2] for page in pages)))
    sentences = (s.strip() for s in re.split(r"(?<=[.!?;])\s+", whole))
    return [s[:200] for s in sentences if len(s) >= 5 and any(c.isalpha() for c in s)]
