"""Pickups: lines that are to be spoken again, said in other words, or that a person has recorded."""

from __future__ import annotations

from pydantic import Field, model_validator

from pipeline.manifests.fields import NotBlank
from pipeline.manifests.reading.model import Strict
from pipeline.untrusted.bounds import stays_inside


class NamesLine(Strict):
    """Names a line by its words, so that it is found again under a new slate.

    `slate` is for one of several lines of the same words, or instead of them; with both, they have to agree.
    """

    text: str = ""
    slate: str = Field(default="", pattern=r"^(c\d{3,}\.l\d{4,})?$", description="a line's address: c003.l0042")

    @model_validator(mode="after")
    def _names_a_line(self) -> NamesLine:
        if not self.slate and not any(map(str.isalnum, self.text)):
            raise ValueError("name the line by its words (`text:`), by its address (`slate: c003.l0042`) or by both")
        return self


class Pickup(NamesLine):
    """What becomes of a line in place of its first take: another attempt, another text to say, or a recording.

    It names the line by its words (`text`), by its address (`slate`), or by both, which have to agree.
    """

    attempt: int = Field(
        default=0,
        ge=0,
        le=999,  # the machine counts its own attempts in thousands
        description="1 for the first pickup; raise it for another; may be left out with say or file",
    )
    reason: NotBlank
    say: str = ""  # what is spoken in place of the line's own text, by the same rules; with file: what it says
    direction: str = ""  # how it is to be spoken ("slower, and tired"), for an engine that takes directions
    file: str = ""  # a person's own recording of the line, relative to the production; checked like any take

    @model_validator(mode="after")
    def _asks_for_something(self) -> Pickup:
        if not self.attempt and not self.say and not self.file:
            raise ValueError(
                "ask for something: another attempt (`attempt: 1`), other words (`say:`) or a recording (`file:`)"
            )
        if self.say and not any(map(str.isalnum, self.say)):
            raise ValueError("say: there is no word in it; write what is to be said")
        if self.file and (self.attempt or self.direction):
            raise ValueError("a recording (`file:`) is not performed; leave out `attempt:` and `direction:`")
        if self.direction and not self.attempt and not self.say:
            raise ValueError("a direction needs `attempt: 1`, the performance that it is for")
        if self.file and not stays_inside(self.file.removeprefix("./")):
            raise ValueError("file: a recording lies beside the production, or in a folder of it; name it from there")
        return self


class Pickups(Strict):
    """pickups.yaml beside a production."""

    pickups: tuple[Pickup, ...] = ()
