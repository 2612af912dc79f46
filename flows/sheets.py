"""Tables over the take sheets of many books, with pandas, which is imported when a table is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

SHEET = "takesheet.csv"
# Lines shorter than this vary too much in pace to calibrate anything by: "Oh." lasts 0.2 to 0.9 s.
LEAST_CHARACTERS = 20
PACE = ("book", "lines", "failed", "performed again", "ms a character", "of nine lines in ten")


def sheets_of(out: Path, slugs: Sequence[str]) -> dict[str, Path]:
    """The take sheets of productions, by slug. Those of several specs hold the same takes: one speaks for all."""
    found = {slug: [out / slug / SHEET, *sorted((out / slug).glob(f"*/{SHEET}"))] for slug in slugs}
    return {slug: path for slug, paths in found.items() if (path := next(filter(Path.is_file, paths), None))}


def pace(sheets: Mapping[str, Path]) -> pandas.DataFrame:
    """A row per book: how its lines went, and how long its voices take for a character.

    An engine's `expected_ms` is set by this figure; t-003 compares each take with what it leads to expect.
    """
    import pandas

    return pandas.DataFrame(_rows(sheets), columns=list(PACE))


def _rows(sheets: Mapping[str, Path]) -> Iterator[tuple[Any, ...]]:
    import pandas

    for slug, path in sheets.items():
        try:
            lines = pandas.read_csv(path, keep_default_na=False, encoding="utf-8")
            made = lines[(lines["state"] == "made") & (lines["spoken"].astype(str).str.len() >= LEAST_CHARACTERS)]
            paces = pandas.to_numeric(made["milliseconds"]) / made["spoken"].astype(str).str.len()
        except (OSError, ValueError, KeyError):
            continue  # gone, or damaged: the next run writes it
        again = int((pandas.to_numeric(lines["attempts"], errors="coerce") > 1).sum())
        low, middle, high = paces.quantile([0.05, 0.5, 0.95]) if len(paces) else (0.0, 0.0, 0.0)
        spread = f"{low:.0f} to {high:.0f}" if len(paces) else ""
        failed = int((lines["state"] == "failed").sum())
        yield slug, f"{len(lines):,}", failed, again, f"{middle:.0f}" if len(paces) else "", spread


def markdown_table(table: pandas.DataFrame) -> str:
    rows = [list(map(str, table.columns)), ["---"] * len(table.columns), *table.astype(str).to_numpy().tolist()]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)
