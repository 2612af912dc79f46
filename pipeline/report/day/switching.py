"""The edits of a production's `read:` that a switch asks for."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import RefusedError
from pipeline.manifests import AudiobookProduction, Production, Read
from pipeline.manifests.editing import Draft, Edit, ListEdit, ValueEdit
from pipeline.matching import plain
from pipeline.records import ROLES
from pipeline.report.day.records import Switch
from pipeline.report.day.skipped import SETTINGS


def edits_of_switch(draft: Draft, path: Path, switch: Switch) -> list[Edit]:
    """The edits of the production.yaml at `path`; none where it says so already.

    Raises:
        RefusedError: the production reads no manuscript, or there is no such setting.
    """
    production = draft.read(path, Production)
    if not isinstance(production, AudiobookProduction):
        raise RefusedError(f"{path.name}: a {production.kind} has no `read:`")
    read = production.read
    if switch.what == "chapter":
        return _chapter(path, read, switch)
    if switch.what == "role":
        if switch.name not in ROLES:
            raise RefusedError(f"there is no role {switch.name!r}")
        return _listed(path, "roles", switch.name, switch.name in read.roles, wanted=switch.to == "read")
    setting = next((one for one in SETTINGS.values() if one.field == switch.name), None)
    if setting is None:
        raise RefusedError(f"there is no kind of text {switch.name!r}")
    now, new = getattr(read, setting.field), setting.reads if switch.to == "read" else "skip"
    said_already = (now != "skip") == (new != "skip")
    return [] if said_already else [ValueEdit(path, Production, ("read", setting.field), now, new)]


def _chapter(path: Path, read: Read, switch: Switch) -> list[Edit]:
    """The title is written as the manuscript has it, and found again as people type it."""
    if not switch.name.strip():
        raise RefusedError("a chapter without a title cannot be named in `read:`")
    named = [title for title in read.skip_chapters if plain(title) == plain(switch.name)]
    if switch.to == "read":
        return [edit for title in named for edit in _listed(path, "skip_chapters", title, True, wanted=False)]
    return _listed(path, "skip_chapters", switch.name.strip(), bool(named), wanted=True)


def _listed(path: Path, field: str, name: str, there: bool, *, wanted: bool) -> list[Edit]:
    if there == wanted:
        return []
    old, new = (None, name) if wanted else (name, None)
    return [ListEdit(path, Production, ("read", field), old, new)]
