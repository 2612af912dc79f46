"""make audit: every package of the base install and its licence, as its own metadata says it."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

TABLE = Path(__file__).parent.parent / "LICENCES.md"
# Of these one may do as one likes, as long as their notices stay.
PERMISSIVE = re.compile(
    r"\b(MIT|BSD|ISC|ISCL|Apache|Python Software Foundation|PSF|CNRI|Zlib|0BSD|CC0|Unlicense)\b", re.IGNORECASE
)
COPYLEFT = re.compile(r"\b(A?GPL|LGPL|General Public|MPL|Mozilla|EPL|CDDL|EUPL)", re.IGNORECASE)
AGPL = re.compile(r"AGPL|Affero", re.IGNORECASE)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def base_install() -> dict[str, str]:
    """Package -> licence, of all that `pip install voicepress` brings here, extras aside."""
    found: dict[str, str] = {}
    asked = set()
    wanted = [(Requirement(text), "") for text in _own()]
    while wanted:
        one, extra = wanted.pop()
        if (one.marker and not one.marker.evaluate({"extra": extra})) or (str(one), extra) in asked:
            continue
        asked.add((str(one), extra))
        try:
            package = importlib.metadata.distribution(one.name)
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system
        found[plain(one.name)] = licence(package)
        wanted += [(Requirement(text), name) for text in package.requires or () for name in ("", *one.extras)]
    return dict(sorted(found.items()))


def _own() -> list[str]:
    """What pyproject.toml asks for: an installed copy may be older."""
    with (TABLE.parent / "pyproject.toml").open("rb") as file:
        wanted: list[str] = tomllib.load(file)["project"]["dependencies"]
    return wanted


def licence(package: importlib.metadata.Distribution) -> str:
    said = package.metadata
    classes = [text.rpartition(" :: ")[2] for text in said.get_all("Classifier") or () if text.startswith("License ::")]
    return (
        said.get("License-Expression") or "; ".join(classes) or (said.get("License") or "").strip().partition("\n")[0]
    )


def to_be_told(licences: dict[str, str]) -> Iterator[str]:
    """Packages whose licence asks for more than its notice, or which state none."""
    for name, said in licences.items():
        if COPYLEFT.search(said) or not PERMISSIVE.search(said):
            yield name


def told() -> set[str]:
    """Packages that the table names."""
    rows = re.findall(r"^\| ([^|]+) \|", TABLE.read_text("utf-8"), re.MULTILINE)
    return {name.strip() for row in rows for name in row.split(",")} - {"part"}


if __name__ == "__main__":
    licences = base_install()
    for name, said in licences.items():
        print(f"{name:28s} {said or 'states none'}")
    told_of = told()
    missing = [name for name in to_be_told(licences) if name not in told_of]
    print(
        f"\n{len(licences)} packages; {TABLE.name} tells of {len(told_of)}"
        + (f", and lacks {', '.join(missing)}" if missing else "")
    )
    raise SystemExit(bool(missing))
