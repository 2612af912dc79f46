"""Strict: the base of every model of a manifest."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from pipeline.untrusted.bounds import YAML_BYTES, YAML_VALUES


class Strict(BaseModel):
    """Forbids unknown fields and is frozen."""

    NAME: ClassVar[str] = ""  # in messages; its class's where it is left out
    LARGEST: ClassVar[int] = YAML_BYTES  # of its file
    VALUES: ClassVar[int] = YAML_VALUES  # in it, lists and mappings included

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def named(model: type[Strict]) -> str:
    """What messages call a model."""
    return model.NAME or model.__name__.lower()
