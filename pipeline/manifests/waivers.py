"""Waivers: findings that a person accepts, with the reason."""

from __future__ import annotations

from pipeline.manifests.fields import NotBlank
from pipeline.manifests.reading.model import Strict


class Waiver(Strict):
    code: str
    where: str
    reason: NotBlank


class Waivers(Strict):
    """waivers.yaml beside a production."""

    waivers: tuple[Waiver, ...] = ()
