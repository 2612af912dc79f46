"""The geometry of two plots: loudness over the book, and how often each loudness occurs.

Paths and boxes are those of an SVG of `WIDTH` by `HEIGHT`, which the page stretches (templates/parts.html).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.report.record import ChapterRow, SpecRow

WIDTH, HEIGHT = 1000, 300
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Label:
    """A label beside the drawing, at a share of its height or width."""

    at: str  # percent
    text: str
    end: bool = False  # so near the right edge that it ends there


@dataclass(frozen=True, slots=True)
class Box:
    x: str
    y: str
    width: str
    height: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class TimePlot:
    """The band in which short-term loudness moves, its middle, and each chapter's integrated loudness as a line."""

    grid: str
    borders: str
    bands: str
    middles: str
    levels: str
    allowed: Box  # by the spec
    hovers: tuple[Box, ...]
    x_labels: tuple[Label, ...]
    y_labels: tuple[Label, ...]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class LevelsPlot:
    """Share of time by momentary loudness, in steps of 1 LU."""

    bars: tuple[Box, ...]
    target: str
    x_labels: tuple[Label, ...]
    y_labels: tuple[Label, ...]
    width: int = WIDTH
    height: int = HEIGHT


def over_time(chapters: Sequence[ChapterRow], spec: SpecRow) -> TimePlot:
    total = sum(c.duration_ms for c in chapters) or 1
    low, high = _range(spec)
    x = 0.0
    bands, middles, lines, hovers, borders = [], [], [], [], []
    for chapter in chapters:
        width = WIDTH * chapter.duration_ms / total
        if chapter.levels:
            band, middle = _course(chapter, x, width, low, high)
            bands.append(band)
            middles.append(middle)
            lufs = chapter.levels.integrated_lufs
            lines.append(f"M{x:.1f} {_y(lufs, low, high):.1f}h{width:.1f}")
            hovers.append(Box(f"{x:.1f}", "0", f"{width:.1f}", f"{HEIGHT}", f"{chapter.title}: {lufs:.1f} LUFS"))
        x += width
        borders.append(f"M{x:.1f} 0v{HEIGHT}")
    top, foot = (_y(spec.integrated_lufs + d * spec.tolerance_lu, low, high) for d in (1, -1))
    return TimePlot(
        _grid(low, high),
        "".join(borders[:-1]),
        "".join(bands),
        "".join(middles),
        "".join(lines),
        Box("0", f"{top:.1f}", f"{WIDTH}", f"{foot - top:.1f}"),
        tuple(hovers),
        _time_labels(total),
        _lufs_labels(low, high),
    )


def _course(chapter: ChapterRow, x: float, width: float, low: int, high: int) -> tuple[str, str]:
    """The band of a chapter and its middle, from `x` on; "" where the chapter is too short to have a course."""
    step = width / max(1, len(chapter.course) - 1)
    points = [(x + n * step, *stretch) for n, stretch in enumerate(chapter.course)]
    if len(points) < 2:
        return "", ""
    tops = [f"{px:.1f} {_y(few, low, high):.1f}" for px, _, _, few in points]
    feet = [f"{px:.1f} {_y(most, low, high):.1f}" for px, most, _, _ in points]
    middle = [f"{px:.1f} {_y(mid, low, high):.1f}" for px, _, mid, _ in points]
    return f"M{'L'.join([*tops, *reversed(feet)])}z", f"M{'L'.join(middle)}"


def histogram(counts: Mapping[int, int], spec: SpecRow) -> LevelsPlot:
    low, high = -50, 0
    steps: Counter[int] = Counter()
    for tenths, n in counts.items():
        if low <= tenths // 10 < high:
            steps[tenths // 10] += n
    total = sum(counts.values()) or 1
    most = max(steps.values(), default=1)
    scale = HEIGHT * 0.92 / most
    width = WIDTH / (high - low)
    bars = tuple(
        Box(f"{(lufs - low) * width + 1:.1f}", f"{HEIGHT - n * scale:.1f}", f"{width - 2:.1f}", f"{n * scale:.1f}",
            f"{lufs} to {lufs + 1} LUFS: {100 * n / total:.1f} % of the time")
        for lufs, n in sorted(steps.items())
    )  # fmt: skip
    share = 100 * most / total
    return LevelsPlot(
        bars,
        f"M{(spec.integrated_lufs - low) * width:.1f} 0v{HEIGHT}",
        _labels([(100 * (v - low) / (high - low), f"{v}".replace("-", "−")) for v in range(low, high + 1, 10)]),
        _labels([(100 * (1 - 0.92 * part), f"{share * part:.0f} %") for part in (0.0, 0.5, 1.0)]),
    )


def merged(chapters: Sequence[ChapterRow]) -> Counter[int]:
    out: Counter[int] = Counter()
    for chapter in chapters:
        out.update(chapter.counts)
    return out


def _range(spec: SpecRow) -> tuple[int, int]:
    """LUFS at the foot and the head of the plot: whole fives around the spec's level."""
    middle = 5 * round(spec.integrated_lufs / 5)
    return middle - 15, middle + 5


def _y(lufs: float, low: float, high: float) -> float:
    return HEIGHT * (high - min(high, max(low, lufs))) / (high - low)


def _grid(low: int, high: int) -> str:
    return "".join(f"M0 {_y(v, low, high):.1f}h{WIDTH}" for v in range(low, high + 1, 5))


def _labels(labels: Sequence[tuple[float, str]]) -> tuple[Label, ...]:
    return tuple(Label(f"{at:.2f}", text, at > 92) for at, text in labels)


def _lufs_labels(low: int, high: int) -> tuple[Label, ...]:
    return _labels([(100 * (high - v) / (high - low), f"{v}".replace("-", "−")) for v in range(low, high + 1, 5)])


def _time_labels(total_ms: int) -> tuple[Label, ...]:
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
    return _labels([(100 * at / total_ms, _time(at, step)) for at in range(0, total_ms + 1, step)])


def _time(ms: int, step_ms: int) -> str:
    if step_ms >= HOUR_MS:
        return f"{ms // HOUR_MS} h"
    if step_ms >= 60_000:
        return f"{ms // 60_000} min"
    return f"{ms // 1000} s"
