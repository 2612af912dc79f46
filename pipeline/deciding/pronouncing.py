"""Words that are said otherwise: the edits of a lexicon, and the lines that an entry would touch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pipeline.deciding.records import Decision
from pipeline.errors import RefusedError
from pipeline.languages.spoken import spoken
from pipeline.languages.tags import primary
from pipeline.manifests import Entry, Lexicon, Production
from pipeline.manifests.editing import Draft, Edit, ListEdit, NewFile
from pipeline.records import Line
from pipeline.script.drafting.lexicon import Lexicons

OWN = "lexicon.yaml"  # begun beside a production that has none


def entry_of(decision: Decision, lexicon: Lexicon, language: str) -> Entry:
    """The entry that a decision asks for; it names its language where the lexicon is of another.

    Raises:
        RefusedError: a word, or how it is said, is missing.
    """
    if not decision.word.strip() or bool(decision.say.strip()) == bool(decision.phonemes.strip()):
        raise RefusedError("a lexicon entry needs the word, and either how it is said or its phonemes")
    own = "" if primary(lexicon.language) == primary(language) else language
    return Entry(text=decision.word.strip(), say=decision.say.strip(), phonemes=decision.phonemes.strip(), language=own)


def lexicon_edits(draft: Draft, decision: Decision, path: Path, language: str) -> list[Edit]:
    """The edits that put an entry into a lexicon of the production at `path`, or take it out.

    A production without a lexicon gets one beside it, which its manifest then names.
    """
    production = draft.read(path, Production)
    named = decision.lexicon or next(iter(production.lexicons), "")
    if named and named not in production.lexicons:
        raise RefusedError(
            f"{path.name} names no lexicon {named!r}; it names {', '.join(production.lexicons) or 'none'}"
        )
    file = path.parent / (named or OWN)
    there = draft.bytes_of(file) is not None
    lexicon = draft.read(file, Lexicon) if there else Lexicon(language=language)
    old = _standing(lexicon, decision.word.strip(), language)
    if decision.what == "withdraw":
        return [ListEdit(file, Lexicon, ("entries",), old, None)] if old else []
    new = entry_of(decision, lexicon, language)
    if old:
        new = old.model_copy(update={"say": new.say, "phonemes": new.phonemes})
    if old == new:
        return []
    if there:
        edits: list[Edit] = [ListEdit(file, Lexicon, ("entries",), old, new)]
    else:
        edits = [NewFile(file, Lexicon(language=lexicon.language, entries=(new,)))]
    if not named:
        edits.append(ListEdit(path, Production, ("lexicons",), None, OWN))
    return edits


def said_now(draft: Draft, decision: Decision, path: Path, language: str) -> str:
    """How the word of a decision is said by now, as say or phonemes have it; "" where the lexicon does not know it."""
    named = decision.lexicon or next(iter(draft.read(path, Production).lexicons), OWN)
    file = path.parent / named
    if draft.bytes_of(file) is None:
        return ""
    old = _standing(draft.read(file, Lexicon), decision.word, language)
    return (old.say or old.phonemes) if old else ""


def _standing(lexicon: Lexicon, word: str, language: str) -> Entry | None:
    """What the lexicon says of a word, for every voice."""
    fits = (
        one
        for one in lexicon.entries
        if one.text == word and not one.voice and not one.part_of_speech
        and primary(one.language or lexicon.language) == primary(language)
    )  # fmt: skip
    return next(fits, None)


def touched(
    entry: Entry,
    name: str,
    lexicons: Sequence[tuple[str, Lexicon]],
    lines: Sequence[Line],
    takes: Mapping[str, Callable[[str], bool]],
) -> list[Line]:
    """The lines that are spoken otherwise once `entry` is in the lexicon called `name`, by the script's own rules.

    Args:
        lexicons: all of the production's, as they are.
        takes: by voice, whether its engine takes an entry's phonemes.
    """
    with_it = [
        (one, lexicon.model_copy(update={"entries": _with(lexicon.entries, entry)}) if one == name else lexicon)
        for one, lexicon in lexicons
    ]
    own = next((lexicon for one, lexicon in with_it if one == name), None)
    if own is None:
        own = Lexicon(language=entry.language or (lines[0].language if lines else "en"), entries=(entry,))
        with_it.append((name, own))
    alone = Lexicons([(name, own.model_copy(update={"entries": (entry,)}))])
    before, after = Lexicons(lexicons), Lexicons(with_it)
    found = []
    for line in lines:
        if _says(alone, line, takes, ()):
            taken = _taken(line)
            if _says(before, line, takes, taken) != _says(after, line, takes, taken):
                found.append(line)
    return found


def _with(entries: Sequence[Entry], entry: Entry) -> tuple[Entry, ...]:
    """The entries with another, in place of what they say of the same word."""
    same = [n for n, one in enumerate(entries) if (one.text, one.voice) == (entry.text, entry.voice)]
    return (*entries[: same[0]], entry, *entries[same[0] + 1 :]) if same else (*entries, entry)


def _says(
    words: Lexicons, line: Line, takes: Mapping[str, Callable[[str], bool]], taken: Sequence[tuple[int, int]]
) -> list[tuple[int, int, str]]:
    made, _ = words.replacements(line.text, line.language, line.voice, phonemes=takes[line.voice], taken=taken)
    return sorted((one.start, one.end, one.spoken) for one in made)


def _taken(line: Line) -> list[tuple[int, int]]:
    """What the manuscript itself says of parts of a line, which comes before lexicons; figures come after them."""
    later = {(one.start, one.end) for one in spoken(line.text, line.language).replacements}
    fixed = (one for one in line.replacements if not one.rule.startswith("lexicon"))
    return [(one.start, one.end) for one in fixed if (one.start, one.end) not in later]
