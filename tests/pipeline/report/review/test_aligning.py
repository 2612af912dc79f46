"""Words that should be said beside words that were heard."""

from pipeline.listener import Word
from pipeline.report.review import ReviewFinding, aligned

WRONG = ReviewFinding("t-003", "flag", "")


def words(text: str, timed: bool = False) -> list[Word]:
    return [
        Word(word, tuple(word.lower()), *((300 * n, 300 * n + 250) if timed else (-1, -1)))
        for n, word in enumerate(text.split())
    ]


def kinds(should: str, said: str) -> str:
    found = ReviewFinding("h-002", "fail", "words are missing")
    return " ".join(word.kind for word in aligned(words(should), words(said, timed=True), [found]))


def test_case_and_marks_are_no_difference() -> None:
    assert kinds("It was late, Sir!", "it was late sir") == "same same same same"


def test_differences_are_told_apart() -> None:
    assert kinds("it was very late", "it was late") == "same same missing same"
    assert kinds("it was late", "it was was late") in ("same same added same", "same added same same")
    assert kinds("the happy dog barks", "the quiet dog barks") == "same replaced same same"


def test_without_a_finding_a_difference_is_no_matter() -> None:
    pairs = aligned(words("Bennet came"), words("Bennett came", timed=True), [])
    assert [pair.kind for pair in pairs] == ["alike", "same"]


def test_a_word_that_was_not_said_has_the_time_between_its_neighbours() -> None:
    finding = ReviewFinding("h-002", "fail", "a word is missing", start_ms=200, end_ms=400)
    pairs = aligned(words("it was very late"), words("it was late", timed=True), [finding])
    assert (pairs[2].kind, pairs[2].start_ms, pairs[2].end_ms) == ("missing", 550, 600)


def test_a_difference_far_from_every_finding_is_no_matter() -> None:
    finding = ReviewFinding("h-004", "fail", "another word", start_ms=0, end_ms=250)
    pairs = aligned(words("a cat saw the mien"), words("the cat saw the mean", timed=True), [finding])
    assert [pair.kind for pair in pairs] == ["replaced", "same", "same", "same", "alike"]


def test_nothing_heard_is_said_so() -> None:
    assert {word.kind for word in aligned(words("it was late"), None)} == {"unheard"}
    assert [word.kind for word in aligned(words("a b"), [], [ReviewFinding("h-001", "fail", "")])] == ["missing"] * 2
