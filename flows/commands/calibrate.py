"""Find the limits of the quality gate for a voice, with known faults.

The voice speaks clean lines, and as many with each kind of fault: words and clauses left out, replaced, said twice or
leaked from elsewhere, another line, loops; and in the sound: cut, holed, looped, noisy, clipped, silent, another
speaker. All are heard. On half of the lines limits are found; on the other half it is counted how many faults they
find and how many clean lines they flag, and both are printed with their 95 % interval. Limits, what is usual for the
voice and the figures go to configs/gates/VOICE.LANGUAGE.yaml; comments in it stay.

Everything that is spoken and heard stays in the store: after Ctrl-C the next run goes on where this one stopped.

Exit code 0: limits were found and written, whatever they reach (the table says which kinds are missed too often).
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Mapping
from pathlib import Path

from flows.commands._common import print_json
from flows.commands.check import progress_of
from pipeline.errors import ConsentError, RefusedError
from pipeline.manifests import read_gate, repo_of
from pipeline.manifests.gate import FOLDER
from pipeline.qa.calibration.calibrating import Calibration
from pipeline.qa.calibration.faults import Material
from pipeline.qa.calibration.figures import Figures, Share, figures, table
from pipeline.qa.calibration.gates import gate_of, misses
from pipeline.qa.calibration.texts import sentences, vocabulary
from pipeline.qa.calibration.writing import gate_text
from pipeline.qa.calibration.wrong_sounds import SIGNAL_FAULTS
from pipeline.qa.calibration.wrong_texts import TEXT_FAULTS
from pipeline.qa.gate.limits import limits_of
from pipeline.qa.gate.records import Limits
from pipeline.store import write_atomically

KINDS = tuple(fault.kind for fault in (*TEXT_FAULTS, *SIGNAL_FAULTS))
FEWEST = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("voice", help="of manifests/voices/NAME.yaml")
    parser.add_argument("--language", default="", help="BCP 47 (default: the voice's first)")
    parser.add_argument("--lines", type=int, default=200, help="clean lines, and lines of each kind of fault (200)")
    parser.add_argument("--seed", type=int, default=1, help="which lines and faults are drawn (1)")
    parser.add_argument("--texts", type=Path, metavar="FILE", help="sentences, one a line, in place of those that ship")
    parser.add_argument("--kind", action="append", default=[], choices=KINDS, metavar="KIND", help="only this kind")
    parser.add_argument("--keep-limits", action="store_true", help="judge by the limits in force; write nothing")
    parser.add_argument("--misses", type=Path, metavar="FILE", help="write what was missed, and false alarms")
    parser.add_argument("--store", help="where takes are kept: a folder, or a URL (default: the repo's, ./store)")
    parser.add_argument(
        "--workers", type=int, default=0, help="speaking, and listening processes (default: one a core)"
    )


def run(options: argparse.Namespace) -> int:
    from flows.ears import listening, speaking, voice_named
    from flows.repo import Repo
    from pipeline.consent import Permission

    if options.lines < FEWEST:
        raise RefusedError(f"--lines {options.lines}: figures of fewer than {FEWEST} lines say nothing")
    root = repo_of(Path.cwd())
    store = Repo.at(root, options.store, options.workers).store
    voice = voice_named(options.voice, root)
    language = options.language or voice.voice.languages[0]
    if language == "*" or not voice.voice.speaks(language):
        raise RefusedError(f"{options.voice} speaks {', '.join(voice.voice.languages)}; name one with --language")
    if why := (permission := Permission.of(root, store)).in_house(voice, [language]):
        raise ConsentError(f"{voice.where}: the voice {options.voice!r} does not speak: {why}")
    permission.remember([voice])
    texts = sentences(language, options.texts)
    material = Material(texts, vocabulary(texts, language), str(voice.voice.settings.get("reference_text", "")))
    kept = options.keep_limits or bool(options.kind)
    limits: Mapping[str, Limits] | None = limits_of(read_gate(options.voice, language, root)) if kept else None
    with (
        speaking(voice, store, options.workers, progress_of("spoken")) as speak,
        listening(str(store.root), options.workers, progress_of("heard")) as ears,
    ):
        calibration = Calibration(
            voice, language, material, ears, speak, options.lines, options.seed, tuple(options.kind), limits, _tell
        )
        outcome = calibration.run()
        fingerprints, unready = ears.fingerprints(), tuple(ears.unready.values())
    for why in dict.fromkeys((*outcome.unspoken, *unready)):
        _tell(why)
    found = figures(one for one in outcome.judged if one.case.reported)
    if options.misses:
        write_atomically(options.misses, misses(outcome).encode())
    path = root / "configs" / FOLDER / f"{options.voice}.{language}.yaml"
    if not kept:
        gate = gate_of(options.voice, language, options.seed, outcome, found, fingerprints)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, gate_text(gate, path.read_text("utf-8") if path.is_file() else "").encode())
    if options.json:
        print_json(_answer(found, outcome.limits, "" if kept else str(path)))
    else:
        print("\n".join(table(found)))
        print("" if kept else f"\n{path}")
    return 0


def _tell(said: str) -> None:
    print(f"voicepress: {said}", file=sys.stderr)


def _answer(found: Figures, limits: Mapping[str, Limits], path: str) -> dict[str, object]:
    """The table for machines."""
    return {
        "schema": 2,
        "gate": path,
        "limits": {name: dataclasses.asdict(limit) for name, limit in limits.items()},
        "clean": {"lines": found.flagged.of, "flagged": _share(found.flagged), "failed": _share(found.failed)},
        "faults": [
            {
                "kind": kind.kind,
                "lines": kind.found.of,
                "bar": kind.bar,
                "found": _share(kind.found),
                "failed": _share(kind.failed),
                "named": _share(kind.named),
            }
            for kind in found.kinds
        ],
        "codes": [
            {"code": code.code, "flagged": _share(code.flagged), "failed": _share(code.failed)} for code in found.codes
        ],
    }


def _share(share: Share) -> dict[str, object]:
    low, high = share.interval
    return {"share": round(share.value, 4), "from": round(low, 4), "to": round(high, 4)}
