"""The house's own list of what no voice says: configs/forbidden/NAME.yaml."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from pipeline.manifests.fields import NotBlank, OneTag
from pipeline.manifests.reading.documents import read_yaml
from pipeline.manifests.reading.model import Strict


class ForbiddenList(Strict):
    """Words and phrases that no voice of the house says unless a person waives the finding (s-013) with a reason."""

    languages: tuple[OneTag, ...] = Field(default=(), description="of the lines that it is for; empty: all")
    words: tuple[NotBlank, ...] = Field(min_length=1, description="words and phrases; inflected forms are found, too")


def forbidden_lists(repo: Path) -> dict[str, ForbiddenList]:
    """The lists of a repo, by name.

    Raises:
        ManifestError: one of them says something wrong.
    """
    folder = repo / "configs" / "forbidden"
    return {path.stem: read_yaml(path, ForbiddenList) for path in sorted(folder.glob("*.yaml"))}
