"""Small parts of the page: tables that stay tables on narrow screens, and figures as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape


def table(
    name: str, caption: str, heads: Sequence[tuple[str, str]], rows: Sequence[str], *, hidden_caption: bool = False
) -> str:
    # The roles say again what display: grid, on narrow screens, takes away from a table.
    head = "".join(f'<th scope="col" role="columnheader"{css_class(kind)}>{title}</th>' for title, kind in heads)
    return (
        f'<table class="{name}" role="table"><caption{css_class("sr" if hidden_caption else "")}>{escape(caption)}'
        f'</caption><thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{"".join(rows)}'
        "</tbody></table>"
    )


def row(cells: Sequence[tuple[str, str, str]]) -> str:
    """Of (column, class, HTML)."""
    return (
        '<tr role="row">'
        + "".join(f'<td role="cell" data-name="{name}"{css_class(kind)}>{html}</td>' for name, kind, html in cells)
        + "</tr>"
    )


def css_class(name: str) -> str:
    return f' class="{name}"' if name else ""


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def decibels(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def clock(ms: int) -> str:
    seconds = round(ms / 1000)
    hours = f"{seconds // 3600}:{seconds // 60 % 60:02}" if seconds >= 3600 else f"{seconds // 60}"
    return f"{hours}:{seconds % 60:02}"


def duration(ms: int) -> str:
    seconds = round(ms / 1000)
    if seconds >= 3600:
        return f"{seconds // 3600} h {seconds // 60 % 60:02} min"
    return f"{seconds // 60} min {seconds % 60:02} s" if seconds >= 60 else f"{ms / 1000:.1f} s"


def size(size: int) -> str:
    if size >= 1e6:
        return f"{size / 1e6:,.1f} MB"
    return f"{size / 1e3:,.1f} kB" if size >= 1e3 else f"{size} B"
