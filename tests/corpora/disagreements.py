"""Where other libraries say or split real sentences otherwise than ours, by kind: what to judge, mend or keep.

    python -m tests.corpora.disagreements FOLDER [--language en ...] [--texts MORE ...] [--before counts.json]

FOLDER has books under epub/ and text/, MORE names further books or folders of them. Every sentence is looked through
for figures, abbreviations, capitals and signs; of each shape ("9:99 a.a.") a few places are asked about, since some
libraries take a second a line. The libraries live in an environment of their own (make disagreements). No weights of a
SaT model (wtpsplit) are on any package index, so none is asked.

build/disagreements/LANGUAGE.md shows thirty places of each kind, counts.json how many there are, for `--before`.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ManuscriptError
from pipeline.intake import read_manuscript
from pipeline.languages.spoken import spoken
from pipeline.script import split
from tests.corpora.gold import plain
from tests.corpora.libraries import SAYERS, SPLITTERS

LANGUAGES = ("en", "zh", "ja", "de", "fr", "es")
OUT = Path("build/disagreements")
SHOWN = 30
_READS = {".epub", ".txt", ".md", ".htm", ".html", ".asciidoc"}
# What a rule may change: figures with what is glued to them, short words with a stop, capitals, signs.
_PLACE = re.compile(
    r"[^\s,;“”«»「」（）。，、]*\d[^\s;“”«»「」（）。，、]*(?:\s[A-Za-z%°]{1,4}\b\.?)?|(?<![\w.])(?:[^\W\d_]{1,5}\.)+(?=[\s,;)])|"
    r"\b[A-Z]{2,}\b|[§%&£$€°#+=±½¼¾]"
)
_AROUND = 50  # characters on each side that are asked with a place


@dataclass(frozen=True, slots=True)
class Place:
    text: str
    shape: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--texts", nargs="*", type=Path, default=[])
    parser.add_argument("--language", nargs="*", default=LANGUAGES)
    parser.add_argument("--python", default="build/second-opinions/bin/python", help="of the environment with them")
    parser.add_argument("--of-a-shape", type=int, default=2, help="places asked about for each shape")
    parser.add_argument("--limit", type=int, default=1200, help="places asked about for each language")
    parser.add_argument("--paragraphs", type=int, default=20000, help="split by each library, for each language")
    parser.add_argument("--libraries", nargs="*", default=[*SAYERS, *SPLITTERS], help="only these are asked")
    parser.add_argument("--before", type=Path, help="counts.json of an earlier run")
    options = parser.parse_args()
    if not Path(options.python).exists():
        print(f"{options.python} is not there: make disagreements installs the libraries")
        return 0
    installed = json.loads(
        subprocess.check_output([options.python, "-m", "tests.corpora.second_opinions", "installed"])
    )
    installed = [name for name in installed if name in options.libraries]
    print("not asked: " + (", ".join(sorted({*SPLITTERS, *SAYERS} - set(installed))) or "nothing"))
    texts = _paragraphs([options.corpora / "epub", options.corpora / "text", *options.texts], options.language)
    OUT.mkdir(parents=True, exist_ok=True)
    counts: dict[str, dict[str, int]] = {}
    for language in options.language:
        kinds: dict[str, list[str]] = defaultdict(list)
        paragraphs = sorted(set(texts[language]))
        sentences = [sentence for paragraph in paragraphs for sentence in split(paragraph, language)]
        places = _places(sentences, options.of_a_shape)[: options.limit]
        print(
            f"\n{language}: {len(paragraphs)} paragraphs, {len(sentences)} sentences, {len(places)} places asked about"
        )
        for name in (name for name in SAYERS if name in installed):
            _compare_spoken(
                language, name, places, _ask(options.python, "spoken", name, language, [p.text for p in places]), kinds
            )
        some = paragraphs[: options.paragraphs]
        answers = {name: _ask(options.python, "split", name, language, some) for name in SPLITTERS if name in installed}
        _compare_splits(language, some, answers, kinds)
        _write(OUT / f"{language}.md", kinds)
        counts[language] = {kind: len(found) for kind, found in kinds.items()}
        _table(
            language,
            counts[language],
            json.loads(options.before.read_text()).get(language, {}) if options.before else {},
        )
    (OUT / "counts.json").write_text(json.dumps(counts, ensure_ascii=False, indent=1), "utf-8")
    return 0


# ---------------------------------------------------------------- texts


def _paragraphs(roots: list[Path], languages: list[str]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = defaultdict(list)
    paths = [
        path
        for root in roots
        for path in ([root] if root.is_file() else sorted(root.rglob("*")))
        if path.suffix.lower() in _READS
    ]
    for path in paths:
        try:
            book = read_manuscript(path)
        except ManuscriptError:
            continue
        for chapter in book.chapters:
            for block in chapter.blocks:
                language = (block.language or book.language).split("-")[0].lower()
                if (
                    language in languages
                    and block.kind in ("paragraph", "quote", "list-item", "note")
                    and block.text.strip()
                ):
                    out[language].append(" ".join(block.text.split()))
    return out


def _places(sentences: list[str], most: int) -> list[Place]:
    """A few places of each shape, the rarest shapes last."""
    found: dict[str, list[Place]] = defaultdict(list)
    often: Counter[str] = Counter()
    for sentence in sentences:
        for match in _PLACE.finditer(sentence):
            shape = _shape(match.group())
            often[shape] += 1
            if len(found[shape]) < most:
                found[shape].append(Place(_window(sentence, match.start(), match.end()), shape))
    return [place for shape, _ in often.most_common() for place in found[shape]]


def _shape(text: str) -> str:
    """Dr. 12:30 becomes Aa. 99:99; long runs count as four."""
    text = re.sub(r"\d", "9", re.sub(r"[^\W\d_a-z]", "A", re.sub(r"[a-zß-ÿ]", "a", text)))
    return re.sub(r"(a|A|9)\1{3,}", r"\1\1\1\1", text)


def _window(sentence: str, start: int, end: int) -> str:
    left = sentence.rfind(" ", 0, max(0, start - _AROUND)) + 1 if start > _AROUND else 0
    right = sentence.find(" ", end + _AROUND)
    return sentence[left : right if right > 0 else len(sentence)]


# ---------------------------------------------------------------- what they say


def _ask(python: str, what: str, name: str, language: str, texts: list[str]) -> list[Any]:
    """A library's answers, kept from run to run: only ours changes between before and after."""
    kept = OUT / "answers" / f"{what}-{name}-{language}.json"
    known: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    if missing:
        asked = subprocess.run(
            [python, "-m", "tests.corpora.second_opinions", what, name, language],
            input=json.dumps(missing),
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.returncode:
            print(f"{name} does not answer for {language}: {asked.stderr.strip().rpartition(chr(10))[2][:100]}")
            return [None] * len(texts)
        known |= zip(missing, json.loads(asked.stdout[asked.stdout.index("[") :]), strict=True)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(known, ensure_ascii=False), "utf-8")
    return [known[text] for text in texts]


def _words(text: str, language: str) -> list[str]:
    said = plain(text)
    return list(said.replace(" ", "")) if language in ("zh", "ja") else [word for word in said.split() if word != "and"]


def _compare_spoken(
    language: str, name: str, places: list[Place], answers: list[str | None], kinds: dict[str, list[str]]
) -> None:
    for place, answer in zip(places, answers, strict=True):
        if not answer or (name == "num2words" and not re.fullmatch(r"9+\W*", place.shape)):
            continue
        ours = spoken(place.text, language)
        mine, theirs = _words(ours.text, language), _words(answer, language)
        if mine == theirs:
            continue
        parts = [
            (" ".join(mine[a:b]), " ".join(theirs[c:d]))
            for tag, a, b, c, d in difflib.SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
            if tag != "equal"
        ]
        rules = sorted({r.rule for r in ours.replacements}) or ["nothing"]
        difference = "; ".join(f"ours “{a}”, theirs “{b}”" for a, b in parts)
        kinds[f"said, {name}: {'+'.join(rules[:2])} `{place.shape}`"].append(f"{place.text} — {difference}")


def _compare_splits(
    language: str, texts: list[str], answers: dict[str, list[list[str] | None]], kinds: dict[str, list[str]]
) -> None:
    """Boundaries that most of the libraries have and ours not, or the other way round: one alone is mostly wrong."""
    for i, text in enumerate(texts):
        theirs = [_ends(found[i] or []) for found in answers.values() if found[i] is not None]
        mine = _ends(split(text, language))
        places = [at for at, c in enumerate(text) if not c.isspace()]
        for bound in sorted(set().union(mine, *theirs)):
            votes = sum(bound in found for found in theirs)
            if bound < len(places) and (votes * 2 < len(theirs) if bound in mine else votes * 2 > len(theirs)):
                at = places[bound]
                kind = f"split, most: {'ours only' if bound in mine else 'theirs only'} `{_edge(text, at)}`"
                kinds[kind].append(f"{text[max(0, at - 70) : at].rstrip()} ‖ {text[at : at + 50]}")


def _ends(sentences: list[str]) -> set[int]:
    out, at = set(), 0
    for sentence in sentences:
        at += len(re.sub(r"\s", "", sentence))
        out.add(at)
    return out - {at}


def _edge(text: str, at: int) -> str:
    """The shape of what stands before a boundary and after it: Aa. A"""
    before = re.search(r"[^\s]{1,8}$", text[:at].rstrip())
    short = re.sub(r"(a|A)\1+", r"\1\1", _shape(before.group() if before else ""))
    return f"{short[-5:]} {_shape(text[at : at + 2])}"


# ---------------------------------------------------------------- what is shown


def _write(path: Path, kinds: dict[str, list[str]]) -> None:
    ordered: list[tuple[str, list[str]]] = sorted(kinds.items(), key=lambda kind: -len(kind[1]))
    path.write_text("\n".join(_section(kind, found) for kind, found in ordered), "utf-8")


def _section(kind: str, found: list[str]) -> str:
    return f"## {kind}: {len(found)}\n" + "".join(f"- {line}\n" for line in list(dict.fromkeys(found))[:SHOWN])


def _table(language: str, counts: dict[str, int], before: dict[str, int]) -> None:
    for what, total, earlier in _totals(counts, before):
        print(f"| {language} | {what} | {total} |" + (f" before {earlier} |" if before else ""))


def _totals(counts: dict[str, int], before: dict[str, int]) -> Iterator[tuple[str, int, int]]:
    """By library, and for what is said by rule."""

    def grouped(table: dict[str, int]) -> Counter[str]:
        out: Counter[str] = Counter()
        for kind, count in table.items():
            out[kind.partition(" `")[0]] += count
        return out

    now, then = grouped(counts), grouped(before)
    for what in sorted({*now, *then}, key=lambda what: (what.split(":")[0], -now[what])):
        yield what, now[what], then[what]


if __name__ == "__main__":
    sys.exit(main())
