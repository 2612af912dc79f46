"""Decision: what a person decided about a line, as a page sends it and a file of decisions holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

# approve: keep this take, whatever comes. pickup: perform the line again, or take a person's recording of it.
# say: speak other words in its place. lexicon: say a word otherwise, wherever it stands. waive: accept a finding.
# later: come back to it. withdraw: take one of these back.
What = Literal["approve", "pickup", "say", "lexicon", "waive", "later", "withdraw"]
WHAT: tuple[What, ...] = get_args(What)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. Fields that its kind does not need are empty.

    Attributes:
        slate, text: of the line; its words find it, its slate is for lines of equal words.
        seen: the version of the line's row that the person looked at (ReviewRow.version); "" where nobody knows.
    """

    what: What
    slate: str = ""
    text: str = ""
    reason: str = ""  # of a pickup, other words, a waiver, a flag for later; the note of an approval
    by: str = ""  # who decided, as they call themselves
    date: str = ""  # 2026-11-29
    take: str = ""  # approve: digest of the take that was heard
    attempt: int = 0  # pickup: which attempt is asked for
    direction: str = ""  # pickup, say: how it is to be spoken
    file: str = ""  # pickup: a recording, relative to the production
    say: str = ""  # say: what the line says instead; lexicon: how the word is said
    word: str = ""  # lexicon: the word or phrase
    phonemes: str = ""  # lexicon, in place of say
    lexicon: str = ""  # which of the production's lexicons, as production.yaml names it; "" for the first
    code: str = ""  # waive: of the finding
    undoes: str = ""  # withdraw: which kind of decision is taken back
    seen: str = ""
