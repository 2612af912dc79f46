"""From the kind of a production to its assembly, and from a production to its assembly laid out."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from pipeline.manifests.kinds import KINDS
from pipeline.production.assembly import Assembly
from pipeline.production.job.job import Job
from pipeline.store import Store


def assembly_of(kind: str) -> type[Assembly]:
    """The assembly of a kind that stands in KINDS; its module is imported when the first one is asked for."""
    module, _, name = KINDS[kind].assembly.partition(":")
    return cast(type[Assembly], getattr(import_module(module), name))


def lay_out(job: Job, store: Store) -> Assembly:
    """Reads, scripts and looks up: where the production stands now.

    Raises:
        TextLossError: the coverage does not add up.
    """
    return assembly_of(job.production.kind).lay_out(job, store)
