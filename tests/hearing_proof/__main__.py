"""Proves the gate through `voicepress check` alone, on books and by faults that no calibration has seen.

    python -m tests.hearing_proof BOOK.epub ... --lines 200 --folder /tmp/proof [--strangers FOLDER]

speaks clean lines and lines with each kind of fault, writes them with a list into the folder, checks the list in one
call, and prints recall and false alarms with their 95 % interval. --strangers names a folder of WAVs with a
`metadata.txt` (file|text): recordings of other people, which are checked as if they were the voice's.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from models.registry import engine_of
from pipeline.engine import Engine, Prompt
from pipeline.intake import read_manuscript
from pipeline.manifests import find_voice, read_voice
from pipeline.qa.calibration.figures import Share
from tests.hearing_proof.spoiling import BARS, SAYING, SOUNDING

CLEAN, STRANGER = "clean", "other speaker"


@dataclass
class Row:
    kind: str
    should: str
    said: str
    file: str = ""


def sentences_of(paths: list[Path]) -> list[str]:
    """Plain sentences of 5 to 35 words, by a pattern and no splitter of ours."""
    found: dict[str, None] = {}
    for path in paths:
        for chapter in read_manuscript(path, "").chapters:
            for block in chapter.blocks:
                for sentence in re.findall(r"(?<=[.?!] )[A-Z][^.?!\d\[\]_*]+[.?!](?= [A-Z])", f". {block.text} X"):
                    if 5 <= len(sentence.split()) <= 35 and sentence.count("“") == sentence.count("”"):
                        found.setdefault(" ".join(sentence.split()))
    return list(found)


def plan(sentences: list[str], lines: int, seed: int, kinds: list[str]) -> list[Row]:
    dice = random.Random(seed)
    others = [s.split() for s in sentences]
    rows = [Row(CLEAN, s, s) for s in dice.sample(sentences, lines)]
    for kind in [k for k in (*SAYING, *SOUNDING) if not kinds or k in kinds]:
        made = 0
        for sentence in dice.sample(sentences, len(sentences)):
            if made == lines:
                break
            said: list[str] | None = sentence.split()
            if kind in SAYING:
                said = SAYING[kind](sentence.split(), dice, others)
            if said and (kind in SOUNDING or said != sentence.split()):
                rows.append(Row(kind, sentence, " ".join(said)))
                made += 1
    dice.shuffle(rows)
    return rows


def speak(rows: list[Row], engine: Engine, folder: Path, seed: int) -> list[Row]:
    """Writes a WAV for each row; those whose sound has no place for the fault are left out."""
    dice = random.Random(seed + 1)
    kept = []
    for number, row in enumerate(rows):
        clip = engine.perform([Prompt(row.said, "en", seed + number)])[0].clip
        if clip is None:
            continue
        sound = clip.samples.astype(np.float64)
        if row.kind in SOUNDING:
            spoilt = SOUNDING[row.kind](sound, clip.sample_rate_hz, dice)
            if spoilt is None:
                continue
            sound = spoilt
        row.file = f"{number:05}.wav"
        soundfile.write(folder / row.file, np.clip(sound, -1, 1), clip.sample_rate_hz, subtype="PCM_16")
        kept.append(row)
    return kept


def strangers(folder: Path, lines: int) -> list[Row]:
    pairs = [line.split("|")[:2] for line in (folder / "metadata.txt").read_text("utf-8").splitlines() if "|" in line]
    rows = []
    for name, text in pairs[:lines]:
        file = folder / (name if name.endswith((".wav", ".flac")) else f"{name}.wav")
        rows.append(Row(STRANGER, text, text, str(file.resolve())))
    return rows


def check(rows: list[Row], folder: Path, voice: str, store: str) -> list[dict[str, object]]:
    path = folder / "list.jsonl"
    asked = [{"audio": row.file, "text": row.should, "language": "en", "voice": voice} for row in rows]
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in asked), "utf-8")
    command = [sys.executable, "-m", "flows.cli", "check", str(path), "--json", *(["--store", store] if store else [])]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    sys.stderr.write(answer.stderr[-2000:])
    assert answer.returncode in (0, 12), answer
    (folder / "answers.jsonl").write_text(answer.stdout, "utf-8")
    return [json.loads(line) for line in answer.stdout.splitlines()]


def tell(rows: list[Row], answers: list[dict[str, object]], folder: Path) -> None:
    verdicts: dict[str, list[str]] = defaultdict(list)
    with (folder / "misses.jsonl").open("w", encoding="utf-8") as misses:
        for row, answer in zip(rows, answers, strict=True):
            state = str(answer["verdict"])
            verdicts[row.kind].append(state)
            if (state in ("flag", "fail")) == (row.kind == CLEAN):
                misses.write(json.dumps({"kind": row.kind, "should": row.should, "said": row.said, **answer}) + "\n")
    clean = verdicts.pop(CLEAN, [])
    for kind, states in verdicts.items():
        found = Share(sum(s in ("flag", "fail") for s in states), len(states))
        low, high = found.interval
        mark = "" if found.value >= BARS.get(kind, 0.95) else "  MISSED"
        print(
            f"{kind:16} {found.of:4}  {found.value:6.1%}  {low:.1%}..{high:.1%}  failed {states.count('fail') / len(states):.1%}{mark}"
        )
    for name, share in (
        ("flagged or failed", Share(sum(s in ("flag", "fail") for s in clean), len(clean))),
        ("failed", Share(clean.count("fail"), len(clean))),
    ):
        low, high = share.interval
        print(f"clean, {name:18} {share.of:4}  {share.value:6.1%}  {low:.1%}..{high:.1%}")


def main() -> None:
    parser = argparse.ArgumentParser("tests.hearing_proof", description=__doc__)
    parser.add_argument("books", nargs="+", type=Path)
    parser.add_argument("--voice", default="heart")
    parser.add_argument("--lines", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--kind", action="append", default=[])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--strangers", type=Path)
    parser.add_argument("--store", default="")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    sentences = sentences_of(options.books)
    print(f"{len(sentences):,} sentences", file=sys.stderr)
    engine = engine_of(read_voice(find_voice(options.voice, Path.cwd())))
    rows = speak(plan(sentences, options.lines, options.seed, options.kind), engine, options.folder, options.seed)
    if options.strangers:
        rows += strangers(options.strangers, options.lines)
    tell(rows, check(rows, options.folder, options.voice, options.store), options.folder)


if __name__ == "__main__":
    main()
