"""A picture of the losses of a training: SVG, which is also drawn as PNG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from models.gpt_sovits.training.loop.metrics import lines_of
from pipeline.store import write_atomically

WIDTH, HEIGHT, EDGE = 960, 250, 46
CURVES = (("t2s", "loss", "GPT: loss of a token"), ("t2s", "top3", "GPT: token among the three likeliest"),
          ("sovits", "mel", "SoVITS: mel loss"), ("sovits", "kl", "SoVITS: KL"))  # fmt: skip
LEARNT, HELD_OUT = "#1f6f8b", "#c8553d"


def draw(metrics: Path, to: Path) -> Path:
    """Draws the curves of `metrics` into `to` (.png), with the SVG beside it."""
    parts = []
    for number, (network, name, title) in enumerate(CURVES):
        lines = lines_of(metrics / f"{network}.jsonl")
        parts.append(_panel(number * HEIGHT, title, _curve(lines, name, "step"), _curve(lines, name, "held_out")))
    height = HEIGHT * len(CURVES)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="sans-serif" font-size="13"><rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        f"{''.join(parts)}</svg>"
    )
    to.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(to.with_suffix(".svg"), svg.encode())
    from resvg_py import svg_to_bytes

    write_atomically(to, bytes(svg_to_bytes(svg_string=svg)))
    return to


def _curve(lines: Sequence[dict[str, Any]], name: str, kind: str) -> list[tuple[float, float]]:
    return [(line["update"], line[name]) for line in lines
            if line.get("kind") == kind and isinstance(line.get(name), float)]  # fmt: skip


def _panel(top: int, title: str, learnt: list[tuple[float, float]], held: list[tuple[float, float]]) -> str:
    every = learnt + held
    text = f'<text x="{EDGE}" y="{top + 22}" font-weight="bold">{escape(title)}</text>'
    if not every:
        return text
    most_x, least, most = max(x for x, _ in every) or 1, min(y for _, y in every), max(y for _, y in every)
    span = (most - least) or 1.0

    def place(point: tuple[float, float]) -> str:
        x = EDGE + point[0] / most_x * (WIDTH - 2 * EDGE)
        y = top + HEIGHT - 24 - (point[1] - least) / span * (HEIGHT - 64)
        return f"{x:.1f},{y:.1f}"

    for curve, colour, label, right in ((learnt, LEARNT, "trained on", 300), (held, HELD_OUT, "held out", 120)):
        if curve:
            points = " ".join(map(place, curve))
            text += f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
            text += f'<text x="{WIDTH - right}" y="{top + 22}" fill="{colour}">{label} {curve[-1][1]:.3g}</text>'
    text += f'<text x="4" y="{top + 44}">{most:.3g}</text><text x="4" y="{top + HEIGHT - 24}">{least:.3g}</text>'
    return text
