"""The listening page of a canary: each line by both versions as A and B, in an order that the page does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flows.canary.comparing import Pair
from pipeline.store import Store, digest_of, write_atomically

BASE_CSS = Path(__file__).parents[1] / "review" / "static" / "base.css"  # the review page's colours and controls


def order_of(candidate: str, pairs: Sequence[Pair]) -> str:
    """For each line "a" where A is the candidate, "b" where B is: by its text, so that a second page is the same."""
    return "".join("ab"[int(digest_of(f"{candidate}\n{pair.text}".encode())[0], 16) % 2] for pair in pairs)


def write_page(folder: Path, voice: str, pairs: Sequence[Pair], order: str, store: Store) -> Path:
    """Writes index.html and the takes beside it; nothing in them says which version is which."""
    import jinja2  # takes 35 ms, which every start would pay

    for number, (pair, first) in enumerate(zip(pairs, order, strict=True), 1):
        both = (pair.candidate, pair.champion) if first == "a" else (pair.champion, pair.candidate)
        for side, take in zip("ab", both, strict=True):
            write_atomically(folder / f"{number:03}-{side}.wav", store.read(take.digest))
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("flows.canary"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    page = environment.get_template("audition.html").render(
        voice=voice, lines=[pair.text for pair in pairs], name=folder.name, css=BASE_CSS.read_text("utf-8")
    )
    write_atomically(folder / "index.html", page.encode())
    return folder / "index.html"
