"""A commented starter manifest from a book's own metadata."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pipeline.delivery import FORMATS
from pipeline.manifests import DEFAULT_ROLES
from pipeline.records import Manuscript


def slug_of(title: str) -> str:
    """A folder's name: Latin letters, digits and hyphens; other scripts keep their letters."""
    text = unicodedata.normalize("NFKD", title.lower())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", "-", text).strip("-_")[:60].rstrip("-") or "book"


def starter(
    manuscript: Manuscript, file_name: str, voice: str, *, speaks: bool = True, encoding: str = "", why: str = ""
) -> str:
    """The text of a production.yaml; what the book itself says stands there as comments, ready to be changed.

    Args:
        speaks: whether the voice speaks the book's language.
        encoding: of a text or a page, where a person had to name it.
        why: the manuscript's language is not what the book declares; "" where it is.
    """
    skipped: dict[str, list[str]] = {}
    for chapter in manuscript.chapters:
        if chapter.role not in DEFAULT_ROLES:
            skipped.setdefault(chapter.role, []).append(chapter.title)
    read = [c for c in manuscript.chapters if c.role in DEFAULT_ROLES]
    foreign = [f"# It does not speak {manuscript.language}, and drops what it cannot say: name one that does."]
    number = f"{len(read)} {'chapter is' if len(read) == 1 else 'chapters are'} read"
    lines = [
        "kind: audiobook",
        f"manuscript: {_yaml(file_name)}",
        *([f"encoding: {_yaml(encoding)}"] if encoding else []),
        "# From the book itself; take a line's # away to say something else.",
        f"# title: {_yaml(manuscript.title)}",
        f"# creators: [{', '.join(map(_yaml, manuscript.creators))}]",
        f"language: {manuscript.language}   # {why}" if why else f"# language: {manuscript.language}",
        f"voice: {voice}                        # manifests/voices/{voice}.yaml; or cast: cast.yaml",
        *([] if speaks else foreign),
        "",
        f"# {number}. These are not, by their role:" if skipped else f"# {number}.",
        *(f"#   {role}: {', '.join(filter(None, titles))[:90]}" for role, titles in skipped.items()),
        f"# read: {{roles: [{', '.join(DEFAULT_ROLES)}], notes: skip}}",
        "# lexicons: [lexicon.yaml]           # how names are said",
        "",
        "# What is made, and at which spec (configs/specs: levels, pauses, a shop's limits). ACX takes its own set of",
        "# MP3 files and not the M4B, and human narrators only unless it has agreed otherwise: {acx: acx, m4b: "
        "apple-books}",
        "deliver: {m4b: apple-books}          # of " + ", ".join(FORMATS),
        "credits: {opening: true, closing: true}",
    ]
    return "\n".join(lines) + "\n"


def _yaml(text: str) -> str:
    # JSON strings are YAML; quotes where plain text would mean something else, as the comma of a name in a list.
    plain = re.fullmatch(r"[\w][\w .'’/()-]*", text) and text.lower() not in ("yes", "no", "true", "false", "null")
    return text if plain and not text[0].isdigit() else json.dumps(text, ensure_ascii=False)


GITIGNORE = """# What voicepress makes again from what stands here: takes, masters, finished files, reports.
/store/
/out/
/registry/
.prefect/
*.log
"""


@dataclass(frozen=True, slots=True)
class EmbeddedVoice:
    name: str
    manifest: str


def _kokoro(name: str, voice: str, language: str, what: str, narrator: str, more: str) -> EmbeddedVoice:
    return EmbeddedVoice(
        name,
        f"""# {what}, by Kokoro-82M: pip install 'voicepress[kokoro]'{more}.
engine: kokoro
version: 1
languages: [{language}]
settings: {{voice: {voice}, speed: 1.0}}
seed: 17
narrator: {narrator}
consent: {{kind: licence, of: Apache-2.0, uses: [audiobook, dubbing, service]}}
""",
    )


_FETCH = ", then voicepress voice fetch kokoro"
# By language: the voice that an empty repo begins with, for a book in it; of Kokoro's, the one that a recogniser
# understands best.
EMBEDDED_VOICES = {
    "en": EmbeddedVoice(
        "heart",
        """# The embedded voice: American English, female. Its weights come with the package hibari-tts.
engine: hibari
version: 1
languages: [en]
settings: {voice: heart, speed: 1.0}
seed: 17
narrator: Heart
consent: {kind: licence, of: Apache-2.0, uses: [audiobook, dubbing, service]}
""",
    ),
    "zh": _kokoro("xiaoxiao", "zf_xiaoxiao", "zh", "Mandarin Chinese, female", "晓晓", _FETCH),
    "ja": _kokoro("alpha", "jf_alpha", "ja", "Japanese, female", "アルファ", ""),
    "es": _kokoro("alex", "em_alex", "es", "Spanish, male", "Alex", _FETCH),
}


def write_starter(path: Path, text: str) -> None:
    """Never over a person's manifest: the folder must not hold one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
