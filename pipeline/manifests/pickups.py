"""Pickups: lines whose performance failed and that are to be spoken again."""

from __future__ import annotations

from pydantic import Field, model_validator

from pipeline.manifests.fields import NotBlank
from pipeline.manifests.reading.model import Strict


class Pickup(Strict):
    """Perform a line again because the performance failed. Found by its words, so that it survives new slates.

    `slate` is for one of several lines of the same words, or instead of them; with both, they have to agree.
    """

    text: str = ""
    slate: str = Field(default="", pattern=r"^(c\d{3,}\.l\d{4,})?$", description="a line's address: c003.l0042")
    attempt: int = Field(ge=1, description="1 for the first pickup; raise it for another")
    reason: NotBlank

    @model_validator(mode="after")
    def _names_a_line(self) -> Pickup:
        if not self.slate and not any(map(str.isalnum, self.text)):
            raise ValueError("name the line by its words (`text:`), by its address (`slate: c003.l0042`) or by both")
        return self


class Pickups(Strict):
    """pickups.yaml beside a production."""

    pickups: tuple[Pickup, ...] = ()
