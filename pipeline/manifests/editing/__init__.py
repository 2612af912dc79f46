"""Editing of manifests: a person's YAML keeps every byte that an edit is not about."""

from pipeline.manifests.editing.change import Change, write_all
from pipeline.manifests.editing.draft import Draft, UnprovedError, changes_of
from pipeline.manifests.editing.edits import Edit, ListEdit, NewFile, ValueEdit, edited

__all__ = [
    "Change",
    "Draft",
    "Edit",
    "ListEdit",
    "NewFile",
    "UnprovedError",
    "ValueEdit",
    "changes_of",
    "edited",
    "write_all",
]
