"""Which lines a lexicon entry would touch, by the rules of the script."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.deciding import Decision, touched
from pipeline.deciding.pronouncing import OWN, entry_of
from pipeline.manifests import Lexicon
from pipeline.production import Assembly
from pipeline.records import Line
from pipeline.script import Speaker


def lines_touched(assembly: Assembly, decision: Decision) -> Sequence[Line]:
    """The lines that are spoken otherwise once the entry of `decision` stands in its lexicon."""
    job, lines = assembly.job, assembly.state.lines
    name = decision.lexicon or next((name for name, _ in job.lexicons), OWN)
    language = next((line.language for line in lines if line.slate == decision.slate), "en")
    lexicon = next((lexicon for one, lexicon in job.lexicons if one == name), Lexicon(language=language))
    takes = {voice: Speaker.of(used.engine, used.voice.languages).takes for voice, used in job.voices.items()}
    return touched(entry_of(decision, lexicon, language), name, job.lexicons, lines, takes)
