"""The report as one HTML page: no script, no request, no font of its own; light and dark, on paper, at 400 px.

What came of it and why stands above everything; figures follow, each table with its headers.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from pipeline.codes import CODES, WARNING
from pipeline.qa.findings import PlacedFinding, by_code
from pipeline.qa.verdict import WAIVED
from pipeline.report.markup import clock, count, decibels, duration, row, sentence, size, table
from pipeline.report.plots import histogram, merged, over_time
from pipeline.report.record import SHOWN_AS, ChapterRow, FileRow, Report, VoiceRow
from pipeline.report.summary import Check, checks

CLIP_MS, CLIP_BEFORE_MS = 5_000, 500
SHOWN = 100  # lines of one code; the JSON twin has them all
FILES_SHOWN = 6  # of one format; the others fold away
STYLE = Path(__file__).with_name("page.css")

MARKS = {"pass": "✓", "look": "!", "fail": "✗", "missing": "…", "unfinished": "…", "know": "i", "waived": "–"}
MEASURED = ("Loudness", "True peak", "Noise floor", "Limiter")
VERDICTS = {"pass": "pass", "look": "look", "fail": "fail", "missing": "not made"}
NAMES = {"m4b": "M4B", "m4a": "M4A", "mp3": "MP3", "mp3-book": "MP3", "opus": "Opus", "flac": "FLAC", "acx": "ACX",
         "epub": "EPUB", "lpf": "LPF"}  # fmt: skip


def page(report: Report) -> str:
    found = checks(report)
    body = [
        _masthead(report),
        _verdict(report, found),
        _totals(report),
        _files(report),
        _loudness(report),
        _chapters(report),
        _coverage(report),
        _notes(report),
        _waived(report),
        _voices(report),
        _foot(report),
    ]
    title = f"{report.title} · production report"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<link rel="icon" href="data:,">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE.read_text('utf-8')}</style>\n</head>\n<body>\n"
        + "\n".join(filter(None, body))
        + "\n</body>\n</html>\n"
    )


# ---------------------------------------------------------------- above everything


def _masthead(report: Report) -> str:
    cover = ""
    if report.cover:
        data = base64.b64encode(report.cover).decode()
        cover = f'<img class="cover" src="data:image/jpeg;base64,{data}" alt="Cover of {escape(report.title)}">'
    facts = [f"Narrated by {report.narrator}, a synthetic voice", report.series, report.publisher, report.finished]
    kicker = "Rehearsal report" if report.rehearsal else "Production report"
    return (
        f'<header class="masthead">{cover}<div><p class="kicker">{kicker}</p><h1>{escape(report.title)}</h1>'
        f'<p class="by">{escape(report.authors)}</p>'
        f'<p class="facts">{" <span>·</span> ".join(escape(fact) for fact in facts if fact)}</p></div></header>'
    )


def _verdict(report: Report, found: Sequence[Check]) -> str:
    looks = sum(1 for f in report.open if f.severity == WARNING)
    failed = sum(1 for check in found if check.state == "fail")
    verdict = report.verdict
    waived = "Passed with waivers" if verdict.state == WAIVED else ""
    head = {
        "pass": waived or "Every check passed",
        "look": f"{waived or 'Passed'}, {'and' if waived else 'with'} {count(looks, 'thing')} to look at",
        "fail": f"Failed: {count(failed, 'check')} failed" if failed else "Failed",
        "unfinished": "Not finished",
    }[report.look]
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in verdict.reasons[:SHOWN])
    why = f'<ul class="reasons">{reasons}</ul>' if reasons and report.look != "unfinished" else ""
    rows = "".join(
        f'<li class="{check.state}"><span class="mark" aria-hidden="true">{MARKS[check.state]}</span>'
        f'<div><strong>{escape(check.name)}</strong> <span class="sr">({check.state})</span> '
        f"{escape(check.said)}</div></li>"
        for check in found
    )
    return (
        f'<section class="verdict {report.look}" aria-labelledby="v"><h2 id="v"><span class="seal" '
        f'aria-hidden="true">{MARKS[report.look]}</span>{escape(head)}</h2>'
        f'{why}<ul class="checks">{rows}</ul></section>'
    )


def _totals(report: Report) -> str:
    speed = f"{report.audio_ms / report.compute_ms:,.0f}×" if report.compute_ms else "–"
    loudness = f"{decibels(report.integrated_lufs)} LUFS" if report.integrated_lufs > -100 else "–"
    items = [
        ("Duration", duration(report.audio_ms), ""),
        ("Chapters", f"{len(report.chapters):,}", ""),
        ("Lines", f"{report.lines:,}", ""),
        ("Voice compute", duration(report.compute_ms), "on one engine"),
        ("Real-time factor", speed, "audio / compute"),
        ("Loudness", loudness, "whole book"),
    ]
    cells = "".join(
        f"<div><dt>{name}</dt><dd>{value}{f'<small>{small}</small>' if small else ''}</dd></div>"
        for name, value, small in items
    )
    return f'<dl class="totals">{cells}</dl>'


def _files(report: Report) -> str:
    if not report.files:
        return ""
    groups: dict[str, list[FileRow]] = {}
    for file in report.files:
        groups.setdefault(file.format, []).append(file)
    shown, folded = [], []
    for form, files in groups.items():
        rows = [_file(file) for file in files]
        shown += rows[:FILES_SHOWN] if len(rows) > FILES_SHOWN + 2 else rows
        if len(rows) > FILES_SHOWN + 2:
            rest = table("files", "Further files", _FILE_HEADS, rows[FILES_SHOWN:], hidden_caption=True)
            folded.append(
                f"<details><summary>{len(rows) - FILES_SHOWN:,} more files of {NAMES.get(form, form)}"
                f"</summary>{rest}</details>"
            )
    main = table("files", "Files delivered", _FILE_HEADS, shown, hidden_caption=True)
    return f'<section aria-labelledby="files"><h2 id="files">Files</h2>{main}{"".join(folded)}</section>'


_FILE_HEADS = (("Format", ""), ("File", ""), ("Duration", "n"), ("Size", "n"))


def _file(file: FileRow) -> str:
    link = f'<a href="{escape(quote(file.path))}">{escape(file.path)}</a>'
    if file.refused:
        link += f'<p class="refused">Not published: {escape(file.refused)}</p>'
    if file.watermark is not None:
        link += f"<p>Watermark: heard at {file.watermark:.2f} of 1</p>"
    lasts = clock(file.duration_ms) if file.duration_ms else ""
    return row(
        [
            ("Format", "", f'<span class="format">{escape(NAMES.get(file.format, file.format))}</span>'),
            ("File", "wide", link),
            ("Duration", "n", lasts),
            ("Size", "n", size(file.size)),
        ]
    )


# ---------------------------------------------------------------- sound


def _loudness(report: Report) -> str:
    counts = merged(report.chapters)
    if not counts:
        return ""
    spec = report.spec
    levels = [c.levels.integrated_lufs for c in report.chapters if c.levels]
    said = (
        f"Short-term loudness (3 s): the light band holds it from quiet passages to loud ones (10 % to 95 % of "
        f"each stretch), the thin line is its middle, the heavy one each chapter's integrated loudness, between "
        f"{decibels(min(levels))} and {decibels(max(levels))} LUFS; the green band is what the spec allows, "
        f"{spec.asked}."
    )
    speech = sum(n for tenths, n in counts.items() if tenths >= 10 * (report.integrated_lufs - 10))
    share = 100 * speech / sum(counts.values())
    said_too = (
        f"How much of the time has which momentary loudness, in LUFS; the line is the spec's level. "
        f"{share:.0f} % lies above the gate and counts; the rest is breath and pause. "
        "What lies below −50 is not drawn."
    )
    return (
        '<section aria-labelledby="loud"><h2 id="loud">Loudness</h2><div class="plots">'
        f"<figure><h3>Over the book</h3>{over_time(report.chapters, spec)}<figcaption>{said}</figcaption></figure>"
        f"<figure><h3>Level histogram</h3>{histogram(counts, spec)}<figcaption>{said_too}</figcaption></figure>"
        "</div></section>"
    )


def _chapters(report: Report) -> str:
    verdicts = report.of_chapter()
    heads = (
        ("#", "n"),
        ("Chapter", ""),
        ("Duration", "n"),
        ("Lines", "n"),
        ("Loudness", "n"),
        ("True peak", "n"),
        ("Noise floor", "n"),
        ("Limiter", "n"),
        ("Verdict", ""),
    )
    rows = [_chapter(c, verdicts[c.number]) for c in report.chapters]
    spec = report.spec
    caption = (
        f"Loudness in LUFS ({spec.asked} asked), true peak in dBTP (at most {decibels(spec.true_peak_dbtp)} "
        "asked), noise floor: the quietest half second, in dB RMS; limiter: the share of samples that it lowered, "
        "and by how much at most."
    )
    return (
        f'<section aria-labelledby="chapters"><h2 id="chapters">Chapters</h2>'
        f"{table('chapters', caption, heads, rows)}</section>"
    )


def _chapter(c: ChapterRow, verdict: str) -> str:
    badge = f'<span class="badge {verdict}"><span aria-hidden="true">{MARKS[verdict]}</span> {VERDICTS[verdict]}</span>'
    cells = [
        ("#", "n", str(c.number)),
        ("Chapter", "wide", escape(c.title)),
        ("Duration", "n", clock(c.duration_ms)),
        ("Lines", "n", f"{c.lines:,}"),
    ]
    if c.levels is None:
        blank = [(name, "n", "") for name in MEASURED]
        return row([*cells, *blank, ("Verdict", "", f"{badge}<small>{escape(c.missing)}</small>")])
    share = 100 * c.levels.limited_samples / c.samples if c.samples else 0.0
    limiter = "none" if not share else f"{share:.2f} %" if share >= 0.005 else "&lt; 0.01 %"
    limiter += f", {decibels(c.levels.limited_db)} dB" if c.levels.limited_db else ""
    quiet = decibels(c.levels.noise_floor_db) if c.levels.noise_floor_db > -199 else "silence"
    levels = (decibels(c.levels.integrated_lufs), decibels(c.levels.true_peak_dbtp), quiet, limiter)
    named = [(name, "n", shown) for name, shown in zip(MEASURED, levels, strict=True)]
    return row([*cells, *named, ("Verdict", "", badge)])


# ---------------------------------------------------------------- words


def _coverage(report: Report) -> str:
    covered = report.coverage
    total = covered.characters or 1
    kinds = [
        ("spoken", covered.spoken),
        ("replaced", sum(covered.replaced.values())),
        ("skipped", sum(covered.skipped.values())),
    ]
    bar = "".join(f'<span class="{name}" style="flex-grow:{n}"></span>' for name, n in kinds if n)
    rows = [_covered("spoken", "Spoken as written", covered.spoken, total)]
    for kind, name, by in (("replaced", "Replaced", covered.replaced), ("skipped", "Not read", covered.skipped)):
        rows += [_covered(kind, f"{name}: {why}", n, total) for why, n in sorted(by.items(), key=lambda i: -i[1])]
    heads = (("What became of it", ""), ("Characters", "n"), ("Share", "n"))
    caption = (
        f"Every visible character of the manuscript, {covered.characters:,} in all, is spoken, replaced by a "
        "named rule or skipped for a named reason."
    )
    left_out = ""
    if report.not_read:
        items = "".join(f"<li>{escape(title)} <span>{escape(reason)}</span></li>" for title, reason in report.not_read)
        left_out = (
            f"<details><summary>{count(len(report.not_read), 'chapter')} of the manuscript not read</summary>"
            f'<ul class="plain">{items}</ul></details>'
        )
    return (
        f'<section aria-labelledby="cover"><h2 id="cover">Text</h2><div class="bar" aria-hidden="true">{bar}</div>'
        f"{table('coverage', caption, heads, rows)}{left_out}</section>"
    )


def _covered(kind: str, name: str, number: int, total: int) -> str:
    share = 100 * number / total
    shown = f"{share:.2f} %" if share >= 0.005 else "&lt; 0.01 %"
    return row(
        [
            ("What became of it", "wide", f'<span class="key {kind}"></span>{escape(name)}'),
            ("Characters", "n", f"{number:,}"),
            ("Share", "n", shown),
        ]
    )


def _notes(report: Report) -> str:
    groups = by_code(report.open)
    if not groups:
        return (
            '<section aria-labelledby="notes"><h2 id="notes">Notes</h2>'
            '<p class="quiet">None: nothing was found that somebody should know.</p></section>'
        )
    return (
        '<section aria-labelledby="notes"><h2 id="notes">Notes</h2>'
        + "".join(_group(code, findings, report) for code, findings in groups)
        + "</section>"
    )


def _group(code: str, findings: Sequence[PlacedFinding], report: Report) -> str:
    grave = SHOWN_AS[CODES[code].severity]
    items = "".join(
        f'<li><span class="where">{escape(f.slate or f.where)}</span> {_heard(f, report)}{escape(f.found)}'
        + (f"<q>{escape(f.text)}</q>" if f.text else "")
        + _clip(f, report)
        + "</li>"
        for f in findings[:SHOWN]
    )
    more = f'<p class="quiet">and {len(findings) - SHOWN:,} more, in report.json</p>' if len(findings) > SHOWN else ""
    return (
        f'<details class="note {grave}"{" open" if grave == "fail" else ""}><summary><span class="badge {grave}">'
        f'<span aria-hidden="true">{MARKS[grave]}</span> {code}</span> {escape(sentence(CODES[code].means))} '
        f'<span class="count">{len(findings):,}</span></summary><ul class="findings">{items}</ul>{more}</details>'
    )


def _heard(finding: PlacedFinding, report: Report) -> str:
    """The time at which the finding's line is heard, and its chapter's title."""
    place = report.places.get(finding.slate)
    title = next((c.title for c in report.chapters if c.number == finding.chapter), "")
    said = ", ".join(filter(None, [clock(place.at_ms) if place else "", title if finding.slate else ""]))
    return f'<span class="at">{escape(said)}</span> ' if said else ""


def _clip(finding: PlacedFinding, report: Report) -> str:
    """Five seconds around the line, played from the finished file: nothing is copied, nothing loaded before a click."""
    place = report.places.get(finding.slate)
    if place is None or not place.path:
        return ""
    start = max(0, place.at_ms - place.offset_ms - CLIP_BEFORE_MS)
    end = max(start + CLIP_MS, place.until_ms - place.offset_ms)
    source = f"{quote(place.path)}#t={start / 1000:.1f},{end / 1000:.1f}"
    return (
        f'<audio controls preload="none" src="{escape(source)}" '
        f'aria-label="{escape(finding.slate)} at {clock(place.at_ms)}"></audio>'
    )


def _waived(report: Report) -> str:
    waived = [f for f in report.findings if f.waived]
    if not waived:
        return ""
    items = "".join(
        f'<li><span class="where">{escape(f.slate or f.where)}</span> {f.code}: {escape(f.found)}'
        f'<q>{escape(f.text or f.where)}</q><span class="why">{escape(f.waived)}</span></li>'
        for f in waived[:SHOWN]
    )
    return (
        '<section aria-labelledby="waived"><h2 id="waived">Waived</h2><p class="quiet">Notes that somebody has '
        f'looked at and accepted, with the reason given.</p><ul class="findings waived">{items}</ul></section>'
    )


# ---------------------------------------------------------------- who spoke


def _voices(report: Report) -> str:
    return (
        '<section aria-labelledby="voices"><h2 id="voices">Voice and spec</h2><div class="cards">'
        + "".join(map(_voice, report.voices))
        + _spec(report)
        + "</div></section>"
    )


def _voice(voice: VoiceRow) -> str:
    return _card(
        voice.narrator,
        [
            ("Voice", f"{escape(voice.name)}, version {voice.version}{', cloned' if voice.cloned else ''}"),
            ("Engine", escape(voice.engine)),
            ("Consent", escape(voice.consent)),
            ("Lines", f"{voice.lines:,}"),
            ("Fingerprint", f"<code>{escape(voice.fingerprint)}</code>"),
        ],
    )


def _spec(report: Report) -> str:
    spec = report.spec
    return _card(
        spec.name,
        [
            ("Loudness", spec.asked),
            ("True peak", f"at most {decibels(spec.true_peak_dbtp)} dBTP"),
            ("Source", escape(spec.source)),
        ],
    )


def _card(head: str, facts: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts if value)
    return f'<div class="card"><h3>{escape(head)}</h3><dl>{rows}</dl></div>'


def _foot(report: Report) -> str:
    origin = ' · where the voice comes from: <a href="provenance.json">provenance.json</a>' if report.files else ""
    return (
        f"<footer><p>{escape(report.made_by)} · {escape(report.slug)} · the same figures for machines: "
        f'<a href="report.json">report.json</a>{origin}</p></footer>'
    )
