"""Figures of the page, and the geometry of its plots."""

from dataclasses import replace

import pytest

from pipeline.records import Levels
from pipeline.report import figures
from pipeline.report.plots import HEIGHT, WIDTH, Box, histogram, merged, over_time
from pipeline.report.record import ChapterRow
from tests.reports import ACX, chapter


@pytest.mark.parametrize(("shown", "said"), [
    (figures.clock(0), "0:00"), (figures.clock(499), "0:00"), (figures.clock(61_499), "1:01"),
    (figures.clock(3_599_400), "59:59"), (figures.clock(3_600_000), "1:00:00"), (figures.clock(36_061_000), "10:01:01"),
    (figures.duration(59_400), "59.4 s"), (figures.duration(60_000), "1 min 00 s"),
    (figures.duration(3_599_000), "59 min 59 s"), (figures.duration(3_660_000), "1 h 01 min"),
    (figures.size(999), "999 B"), (figures.size(1000), "1.0 kB"), (figures.size(999_999), "1,000.0 kB"),
    (figures.size(1_000_000), "1.0 MB"), (figures.size(1_234_500_000), "1,234.5 MB"),
    (figures.count(1, "check"), "1 check"), (figures.count(0, "check"), "0 checks"), (figures.count(2000, "thing"), "2,000 things"),
    (figures.decibels(-20.04), "−20.0"), (figures.decibels(1.25), "1.2"), (figures.thousands(12_000), "12,000"),
    (figures.sentence("the take"), "The take"), (figures.sentence(""), ""),
    (figures.share_of(1, 3), "33.33 %"), (figures.share_of(1, 20_000), "0.01 %"), (figures.share_of(1, 20_001), "< 0.01 %"),
    (figures.share_of(0, 0), "< 0.01 %"),
])  # fmt: skip
def test_figures(shown: str, said: str) -> None:
    assert shown == said


LOUD, QUIET = (ChapterRow(n, title, 3, ms, Levels(lufs, -4.0, 1.0), 24_000, "", {}, course) for n, title, ms, lufs, course in (
    (1, "I", 60_000, -20.0, ((-30.0, -20.0, -15.0), (-35.0, -25.0, -15.0))), (2, "II", 20_000, -60.0, ((-20.0, -20.0, -20.0),)),
))  # fmt: skip


def test_the_plot_over_the_book() -> None:
    """From -35 at the foot to -15 LUFS at the head: 15 units are 1 LU; the first chapter is three quarters wide."""
    plot = over_time([LOUD, replace(LOUD, number=3, levels=None, duration_ms=0), QUIET], ACX)
    assert plot.bands == "M0.0 0.0L750.0 0.0L750.0 300.0L0.0 225.0z"
    assert plot.middles == "M0.0 75.0L750.0 150.0"
    assert plot.levels == "M0.0 75.0h750.0M750.0 300.0h250.0"  # below the foot is at the foot
    assert plot.borders == "M750.0 0v300M750.0 0v300"
    assert plot.allowed == Box("0", "60.0", "1000", "30.0")
    assert [(box.x, box.width, box.title) for box in plot.hovers] == [
        ("0.0", "750.0", "I: -20.0 LUFS"), ("750.0", "250.0", "II: -60.0 LUFS")]  # fmt: skip
    assert [(label.at, label.text) for label in plot.y_labels] == [
        ("100.00", "−35"), ("75.00", "−30"), ("50.00", "−25"), ("25.00", "−20"), ("0.00", "−15")]  # fmt: skip
    assert [(label.at, label.text, label.end) for label in plot.x_labels][-1] == ("93.75", "75 s", True)
    assert plot.grid.count("M0 ") == 5


@pytest.mark.parametrize(("ms", "labels"), [
    (7_000, ["0 s", "1 s", "2 s", "3 s", "4 s", "5 s", "6 s", "7 s"]), (8_000, ["0 s", "5 s"]),
    (420_000, [f"{n} min" for n in range(8)]), (3_600_000 * 7, [f"{n} h" for n in range(8)]),
    (3_600_000 * 300, ["0 h", "50 h", "100 h", "150 h", "200 h", "250 h", "300 h"]),
])  # fmt: skip
def test_times_beneath_the_plot_are_round(ms: int, labels: list[str]) -> None:
    plot = over_time([replace(chapter(1, "I"), duration_ms=ms)], ACX)
    assert [label.text for label in plot.x_labels] == labels


def test_the_histogram() -> None:
    plot = histogram({-200: 30, -191: 10, -181: 20, -501: 20, 0: 20}, ACX)
    widths = WIDTH / 50
    assert plot.bars == (
        Box(f"{30 * widths + 1:.1f}", "24.0", "18.0", f"{0.92 * HEIGHT:.1f}", "-20 to -19 LUFS: 40.0 % of the time"),
        Box(f"{31 * widths + 1:.1f}", "162.0", "18.0", f"{0.46 * HEIGHT:.1f}", "-19 to -18 LUFS: 20.0 % of the time"),
    )  # what is quieter than -50, or full scale, counts in the shares and is not drawn
    assert plot.target == "M600.0 0v300"
    assert [(label.at, label.text) for label in plot.y_labels] == [
        ("100.00", "0 %"),
        ("54.00", "20 %"),
        ("8.00", "40 %"),
    ]
    assert [(label.at, label.text) for label in plot.x_labels] == [
        ("0.00", "−50"), ("20.00", "−40"), ("40.00", "−30"), ("60.00", "−20"), ("80.00", "−10"), ("100.00", "0")]  # fmt: skip
    assert merged([chapter(1, "I"), chapter(1, "I")]) == {k: 2 * n for k, n in chapter(1, "I").counts.items()}
