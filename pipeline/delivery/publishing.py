"""Publishes deliverables: copies their files to where people find them, and keeps what a person has changed there."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.delivery.published import RECORD, digest_at, keep_record, published_file, read_record
from pipeline.errors import StoreError
from pipeline.records import Deliverable, Finding
from pipeline.store import Store
from pipeline.untrusted.bounds import inside

WHY = "WHY.txt"  # the reason, beside files that were refused


def publish(deliverable: Deliverable, store: Store, folder: Path) -> tuple[list[Path], list[Finding]]:
    """Copies the deliverable's files into `folder`; nothing is copied that is there already.

    A file that is not as it was put there was changed by a person: it is kept under another name, with a finding.
    """
    record = read_record(folder)
    findings: list[Finding] = []
    paths = []
    changed = False
    for part in deliverable.parts:
        path = inside(folder, part.name)
        if path is None:
            raise StoreError(
                f"{part.name!r} of {deliverable.format} does not lie inside {folder}; look for a "
                "symbolic link there that leads elsewhere, and remove it"
            )
        paths.append(path)
        known = record.get(part.name)
        if known and known.digest == part.digest and known.untouched(path):
            changed = changed or (known.key, known.form) != (deliverable.key, deliverable.format)
            record[part.name] = replace(known, key=deliverable.key, form=deliverable.format)
            continue
        if (
            path.exists()
            and not (known and known.untouched(path))
            and digest_at(path) not in (part.digest, known and known.digest)
        ):
            findings.append(_keep_changed(path))
        _copy(store.file(part.digest), path)
        record[part.name] = published_file(path, part.digest, deliverable)
        changed = True
    if changed:
        keep_record(folder, record)
    return paths, findings


def _keep_changed(path: Path) -> Finding:
    """Renames a file that a person has changed."""
    kept = path.with_name(f"{path.stem}.changed-{time.strftime('%Y%m%dT%H%M%S')}{path.suffix}")
    path.rename(kept)
    return Finding("d-003", str(path), f"it was changed by hand and is kept as {kept.name}")


def distrust(folder: Path) -> list[str]:
    """Reads every published file in `folder`; returns the names of those whose content has changed.

    Nothing else finds damage that keeps size and time. The files named here count as changed from now on.
    """
    record = read_record(folder)
    rotten = [
        name
        for name, known in record.items()
        if (path := inside(folder, name)) is not None and known.untouched(path) and digest_at(path) != known.digest
    ]
    for name in rotten:
        record[name] = replace(record[name], mtime_ns=-1)
    if rotten:
        keep_record(folder, record)
    return rotten


def out_of_date(deliverable: Deliverable, folder: Path) -> str:
    """Why the files in `folder` are not this deliverable; "" where they are. `publish` repairs every such reason.

    A file that has its recorded size and time is not read; one whose time alone differs (a copied folder, a restored
    backup) is, for it may be the same to the byte.
    """
    record = read_record(folder)
    for part in deliverable.parts:
        path, known = folder / part.name, record.get(part.name)
        if not path.exists():
            return f"{part.name} is no longer in {folder}; it is put there again"
        if known and known.untouched(path):
            if known.digest != part.digest:
                return f"another version of {part.name} lies in {folder}; the one of today is put there"
        elif digest_at(path) != part.digest:
            return (
                f"{path} was changed since it was put there; it is kept under another name, and the file of "
                "today put there"
                if known
                else f"{path} is none of this production's files; it is kept under another name"
            )
    wanted = {part.name for part in deliverable.parts}
    earlier = next(
        (
            name
            for name, known in record.items()
            if name not in wanted and known.form == deliverable.format and known.untouched(folder / name)
        ),
        None,
    )
    return f"{earlier} of an earlier version lies in {folder}; it is removed" if earlier else ""


def strays(folder: Path, formats: Collection[str], key_of: Callable[[str], str]) -> list[str]:
    """Unchanged files in `folder` of formats that are no longer asked for and of an earlier version of the book.

    Last year's captions would be sold with this year's book; those of today's book harm nobody.

    Args:
        formats: those that are asked for.
        key_of: the key that a format's deliverable has today.
    """
    record = read_record(folder)
    keys = {form: key_of(form) for form in {known.form for known in record.values()} - {"", *formats}}
    return [
        name
        for name, known in record.items()
        if known.form in keys and known.key != keys[known.form] and known.untouched(folder / name)
    ]


def published(folder: Path) -> list[str]:
    """The keys of the deliverables whose files were published there, newest last."""
    return list(dict.fromkeys(known.key for known in read_record(folder).values() if known.key))


def clear_earlier(deliverables: Sequence[Deliverable], folder: Path, others: Collection[str] = ()) -> None:
    """Removes files of earlier versions of these deliverables from `folder`, but none that a person has changed.

    A chapter that has another title is another file, and the old one beside it would be sold with the book.

    Args:
        others: names of other files that are to go (`strays`).
    """
    record = read_record(folder)
    wanted = {part.name for deliverable in deliverables for part in deliverable.parts}
    forms = {deliverable.format for deliverable in deliverables}
    earlier = [name for name, known in record.items() if name in others or (name not in wanted and known.form in forms)]
    for name in earlier:
        if record.pop(name).untouched(folder / name):
            (folder / name).unlink()
            _remove_empty((folder / name).parent, folder)
    if earlier:
        keep_record(folder, record)


def _remove_empty(inner: Path, folder: Path) -> None:
    while inner != folder:
        try:
            inner.rmdir()
        except OSError:
            return  # it is not empty
        inner = inner.parent


def withdraw(folder: Path) -> None:
    """Removes every published, unchanged file from `folder`, and the folders that this leaves empty."""
    if folder.resolve() != folder.parent.parent.resolve() / folder.parent.name / folder.name:
        return  # by a symbolic link it is a folder elsewhere
    record = read_record(folder)
    for name, known in record.items():
        if known.untouched(folder / name):
            (folder / name).unlink()
    for path in (folder / WHY, folder / RECORD):
        path.unlink(missing_ok=True)
    for path in sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True):
        with contextlib.suppress(OSError):
            path.rmdir()
    for path in (folder, folder.parent):
        with contextlib.suppress(OSError):
            path.rmdir()


def _copy(source: Path, path: Path) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)  # a link of that name would be written through
        shutil.copyfile(source, part)
        part.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}; it is kept in the store, "
            "make room or name another folder and run again"
        ) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
