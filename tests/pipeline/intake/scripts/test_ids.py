"""Ids of cues: what an editor's work on a script may not change."""

from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.intake.scripts.ids import content_ids

TEXTS = st.lists(st.text("abc ", min_size=1, max_size=4), max_size=12)


@given(TEXTS, st.text("xyz", min_size=1), st.integers(0, 12))
def test_an_inserted_cue_changes_no_other_id(texts: list[str], new: str, at: int) -> None:
    before = content_ids(texts)
    after = content_ids([*texts[:at], new, *texts[at:]])
    at = min(at, len(texts))
    assert after[:at] + after[at + 1 :] == before


@given(TEXTS, st.integers(0, 12), st.integers(0, 12))
def test_a_repeated_one_adds_an_id_and_takes_none_away(texts: list[str], which: int, at: int) -> None:
    assume(texts)
    after = content_ids([*texts[:at], texts[which % len(texts)], *texts[at:]])
    assert set(content_ids(texts)) < set(after)
    assert len(set(after)) == len(after)


@given(st.lists(st.text("abcdefgh", min_size=1), unique=True, max_size=8), st.randoms())
def test_moved_cues_keep_their_ids(texts: list[str], random) -> None:  # type: ignore[no-untyped-def]
    moved = list(texts)
    random.shuffle(moved)
    assert dict(zip(texts, content_ids(texts), strict=True)) == dict(zip(moved, content_ids(moved), strict=True))
