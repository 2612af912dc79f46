"""Kinds of production: the one place where they are registered. A kind is its own modules and one line in KINDS."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.manifests.written import Production


@dataclass(frozen=True, slots=True)
class Kind:
    """What is written for a kind of production, and what makes it."""

    manifest: type[Production]  # the model of its production.yaml
    assembly: str  # "module:Class" of an Assembly (pipeline/production/assembly.py), imported when one is loaded


KINDS = {"audiobook": Kind(Production, "pipeline.production.audiobook.assembly:Audiobook")}
