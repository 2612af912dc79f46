"""Figures as people write them."""

from __future__ import annotations


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


def thousands(number: int) -> str:
    return f"{number:,}"


def share_of(number: int, total: int) -> str:
    share = 100 * number / (total or 1)
    return f"{share:.2f} %" if share >= 0.005 else "< 0.01 %"
