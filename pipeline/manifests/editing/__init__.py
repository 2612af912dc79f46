"""Editing of manifests: a person's YAML keeps every byte that an edit is not about."""

from pipeline.manifests.editing.change import Change, write_all
from pipeline.manifests.editing.edits import Edit, ListEdit, ValueEdit, changes_of, edited

__all__ = ["Change", "Edit", "ListEdit", "ValueEdit", "changes_of", "edited", "write_all"]
