"""Two plots as inline SVG: loudness over the book, and how often each loudness stands.

The SVG is stretched to its box and holds no text; labels are HTML laid over it, so that they stay readable at 400 px
and print in the page's own type. What a plot shows is said in words beside it, for those who cannot see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from pipeline.report.record import ChapterRow, SpecRow

WIDTH, HEIGHT = 1000, 300  # of the viewBox; the page stretches it
HOUR_MS = 3_600_000


def over_time(chapters: Sequence[ChapterRow], spec: SpecRow) -> str:
    """The band in which short-term loudness moves, its middle, and each chapter's integrated loudness as a line."""
    total = sum(c.duration_ms for c in chapters) or 1
    low, high = _range(spec)
    x = 0.0
    bands, middles, lines, hovers, borders = [], [], [], [], []
    for chapter in chapters:
        width = WIDTH * chapter.duration_ms / total
        if chapter.levels:
            step = width / max(1, len(chapter.course) - 1)
            at = [x + n * step for n in range(len(chapter.course))]
            tops = [f"{px:.1f} {_y(few, low, high):.1f}" for px, (_, _, few) in zip(at, chapter.course, strict=True)]
            feet = [f"{px:.1f} {_y(most, low, high):.1f}" for px, (most, _, _) in zip(at, chapter.course, strict=True)]
            if len(at) > 1:
                bands.append(f"M{'L'.join([*tops, *reversed(feet)])}z")
                middles.append(
                    "M"
                    + "L".join(
                        f"{px:.1f} {_y(mid, low, high):.1f}" for px, (_, mid, _) in zip(at, chapter.course, strict=True)
                    )
                )
            lufs = chapter.levels.integrated_lufs
            lines.append(f"M{x:.1f} {_y(lufs, low, high):.1f}h{width:.1f}")
            hovers.append(
                f'<rect x="{x:.1f}" y="0" width="{width:.1f}" height="{HEIGHT}"><title>'
                f"{escape(chapter.title)}: {lufs:.1f} LUFS</title></rect>"
            )
        x += width
        borders.append(f"M{x:.1f} 0v{HEIGHT}")
    top, foot = (_y(spec.integrated_lufs + d * spec.tolerance_lu, low, high) for d in (1, -1))
    drawn = (
        f'{_grid(low, high)}<path class="borders" d="{"".join(borders[:-1])}"/>'
        f'<path class="course" d="{"".join(bands)}"/>'
        f'<rect class="band" x="0" y="{top:.1f}" width="{WIDTH}" height="{foot - top:.1f}"/>'
        f'<path class="middle" d="{"".join(middles)}"/><path class="level" d="{"".join(lines)}"/>'
        f'<g class="hovers">{"".join(hovers)}</g>'
    )
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
        for lufs, n in sorted(steps.items())
    )
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
    xs = "".join(
        f'<span{" class=end" if at > 92 else ""} style="left:{at:.2f}%">{escape(text)}</span>' for at, text in x_labels
    )
    # aria-hidden: the caption says what is drawn, the table of chapters has the figures.
    return (
        f'<div class="plot {name}" aria-hidden="true"><div class="ys">{ys}</div>'
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" focusable="false">{drawn}</svg>'
        f'<div class="xs">{xs}</div></div>'
    )


def _range(spec: SpecRow) -> tuple[int, int]:
    """LUFS at the foot and the head of the plot: whole fives around the spec's level."""
    middle = 5 * round(spec.integrated_lufs / 5)
    return middle - 15, middle + 5


def _y(lufs: float, low: float, high: float) -> float:
    return HEIGHT * (high - min(high, max(low, lufs))) / (high - low)


def _grid(low: int, high: int) -> str:
    return (
        '<path class="grid" d="'
        + "".join(f"M0 {_y(v, low, high):.1f}h{WIDTH}" for v in range(low, high + 1, 5))
        + '"/>'
    )


def _lufs_labels(low: int, high: int) -> list[tuple[float, str]]:
    return [(100 * (high - v) / (high - low), f"{v}".replace("-", "−")) for v in range(low, high + 1, 5)]


def _time_labels(total_ms: int) -> list[tuple[float, str]]:
    """Five to seven round times."""
    steps_ms = [
        1_000,
        5_000,
        15_000,
        60_000,
        300_000,
        600_000,
        1_800_000,
        HOUR_MS,
        2 * HOUR_MS,
        5 * HOUR_MS,
        10 * HOUR_MS,
        20 * HOUR_MS,
    ]
    step = next((s for s in steps_ms if total_ms / s <= 7), 50 * HOUR_MS)
    return [(100 * at / total_ms, _time(at, step)) for at in range(0, total_ms + 1, step)]


def _time(ms: int, step_ms: int) -> str:
    if step_ms >= HOUR_MS:
        return f"{ms // HOUR_MS} h"
    if step_ms >= 60_000:
        return f"{ms // 60_000} min"
    return f"{ms // 1000} s"
