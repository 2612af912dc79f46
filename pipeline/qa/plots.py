"""Two plots as inline SVG: loudness over the book, and how often each loudness stands.

The SVG is stretched to its box and holds no text; labels are HTML laid over it, so that they stay readable at 400 px
and print in the page's own type. What a plot shows is said in words beside it, for those who cannot see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from pipeline.qa.report import ChapterRow, SpecRow

WIDTH, HEIGHT = 1000, 300  # of the viewBox; the page stretches it
HOUR_MS = 3_600_000
# Shares of a chapter's time between which its bars stand: nearly all of its speech, and its middle half.
SPEECH = ((0.10, 0.95, "most"), (0.25, 0.75, "half"))


def over_time(chapters: Sequence[ChapterRow], spec: SpecRow) -> str:
    """Two bars a chapter, one within the other (see SPEECH), with its integrated loudness as a line across."""
    total = sum(c.duration_ms for c in chapters) or 1
    low, high = _range(spec)
    x = 0.0
    bars, lines = [], []
    for chapter in chapters:
        width = WIDTH * chapter.duration_ms / total
        if chapter.levels and chapter.counts:
            air = min(1.5, width * 0.12)
            place = f'x="{x + air:.1f}" width="{max(0.6, width - 2 * air):.1f}"'
            for low_share, high_share, name in SPEECH:
                quiet, loud = _quantile(chapter.counts, low_share), _quantile(chapter.counts, high_share)
                said = (f"{chapter.title}: {chapter.levels.integrated_lufs:.1f} LUFS; {name} of the time between "
                        f"{quiet:.0f} and {loud:.0f} LUFS")
                top, bottom = _y(loud, low, high), _y(quiet, low, high)
                bars.append(f'<rect class="{name}" {place} y="{top:.1f}" height="{max(1.0, bottom - top):.1f}">'
                            f"<title>{escape(said)}</title></rect>")
            y = _y(chapter.levels.integrated_lufs, low, high)
            lines.append(f"M{x + air:.1f} {y:.1f}h{max(0.6, width - 2 * air):.1f}")
        x += width
    band_top, band_bottom = (_y(spec.integrated_lufs + d * spec.tolerance_lu, low, high) for d in (1, -1))
    drawn = (f'{_grid(low, high)}<g class="speech">{"".join(bars)}</g>'
             f'<rect class="band" x="0" y="{band_top:.1f}" width="{WIDTH}" height="{band_bottom - band_top:.1f}"/>'
             f'<path class="level" d="{"".join(lines)}"/>')
    return _frame(drawn, _lufs_labels(low, high), _time_labels(total), "plot-time")


def histogram(counts: Mapping[int, int], spec: SpecRow) -> str:
    """Share of time by momentary loudness, in steps of 1 LU."""
    low, high = -50, 0
    steps: Counter[int] = Counter()
    for tenths, n in counts.items():
        if low <= tenths // 10 < high:
            steps[tenths // 10] += n
    total = sum(counts.values()) or 1
    most = max(steps.values(), default=1)
    scale = HEIGHT * 0.92 / most
    width = WIDTH / (high - low)
    bars = "".join(
        f'<rect x="{(lufs - low) * width + 1:.1f}" y="{HEIGHT - n * scale:.1f}" width="{width - 2:.1f}" '
        f'height="{n * scale:.1f}"><title>{lufs} to {lufs + 1} LUFS: {100 * n / total:.1f} % of the time</title></rect>'
        for lufs, n in sorted(steps.items()))
    target = (spec.integrated_lufs - low) * width
    drawn = f'<g class="bars">{bars}</g><path class="target" d="M{target:.1f} 0v{HEIGHT}"/>'
    labels = [(100 * (v - low) / (high - low), f"{v}".replace("-", "−")) for v in range(low, high + 1, 10)]
    share = 100 * most / total
    heights = [(100 * (1 - 0.92 * part), f"{share * part:.0f} %") for part in (0.0, 0.5, 1.0)]
    return _frame(drawn, heights, labels, "plot-levels")


def merged(chapters: Sequence[ChapterRow]) -> Counter[int]:
    out: Counter[int] = Counter()
    for chapter in chapters:
        out.update(chapter.counts)
    return out


def _frame(drawn: str, y_labels: list[tuple[float, str]], x_labels: list[tuple[float, str]], name: str) -> str:
    ys = "".join(f'<span style="top:{at:.2f}%">{escape(text)}</span>' for at, text in y_labels)
    xs = "".join(f'<span{" class=end" if at > 92 else ""} style="left:{at:.2f}%">{escape(text)}</span>'
                 for at, text in x_labels)
    # aria-hidden: the caption says what is drawn, the table of chapters has the figures.
    return (f'<div class="plot {name}" aria-hidden="true"><div class="ys">{ys}</div>'
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" focusable="false">{drawn}</svg>'
            f'<div class="xs">{xs}</div></div>')


def _range(spec: SpecRow) -> tuple[int, int]:
    """LUFS at the foot and the head of the plot: whole fives around the spec's level."""
    middle = 5 * round(spec.integrated_lufs / 5)
    return middle - 20, middle + 10


def _y(lufs: float, low: float, high: float) -> float:
    return HEIGHT * (high - min(high, max(low, lufs))) / (high - low)


def _quantile(counts: Mapping[int, int], share: float) -> float:
    """LUFS below which `share` of the time lies."""
    total = sum(counts.values())
    seen = 0
    for tenths in sorted(counts):
        seen += counts[tenths]
        if seen >= share * total:
            return tenths / 10
    return 0.0


def _grid(low: int, high: int) -> str:
    return '<path class="grid" d="' + "".join(
        f"M0 {_y(v, low, high):.1f}h{WIDTH}" for v in range(low, high + 1, 10)) + '"/>'


def _lufs_labels(low: int, high: int) -> list[tuple[float, str]]:
    return [(100 * (high - v) / (high - low), f"{v}".replace("-", "−")) for v in range(low, high + 1, 10)]


def _time_labels(total_ms: int) -> list[tuple[float, str]]:
    """Five to seven round times."""
    steps_ms = [1_000, 5_000, 15_000, 60_000, 300_000, 600_000, 1_800_000, HOUR_MS, 2 * HOUR_MS, 5 * HOUR_MS,
                10 * HOUR_MS, 20 * HOUR_MS]
    step = next((s for s in steps_ms if total_ms / s <= 7), 50 * HOUR_MS)
    return [(100 * at / total_ms, _time(at, step)) for at in range(0, total_ms + 1, step)]


def _time(ms: int, step_ms: int) -> str:
    if step_ms >= HOUR_MS:
        return f"{ms // HOUR_MS} h"
    if step_ms >= 60_000:
        return f"{ms // 60_000} min"
    return f"{ms // 1000} s"
