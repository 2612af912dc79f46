"""Why a file is made again, in words."""

import pytest

from pipeline.delivery.verify.differences import differences

OLD = {
    "chapters": [["I", "a"], ["II", "b"]],
    "settings": {"tags": {"title": "T", "creators": ["A"]}, "cover": "c", "limits": {}},
}


@pytest.mark.parametrize(
    ("chapters", "settings", "wanted"),
    [
        ([("I", "a"), ("II", "b")], {"tags": {"title": "T", "creators": ("A",)}}, ""),
        ([("I", "a"), ("II", "x")], {}, "1 of its 2 chapters sound otherwise"),
        ([("I", "a"), ("Two", "b")], {}, "titles of chapters"),
        ([("I", "a"), ("II", "b"), ("III", "n")], {}, "1 of its 3 chapters sound otherwise; it had 2 chapters"),
        ([("I", "b"), ("II", "a")], {}, "the chapters' order"),
        (
            [("I", "a"), ("II", "b")],
            {"cover": "", "tags": {"title": "U", "creators": ["A"], "year": "1"}},
            "tags: title, year; the cover",
        ),
        ([("I", "a"), ("II", "b")], {"tags": {"title": "T", "creators": ["A"], "of": {"x": 1}}}, "tags: of"),
        ([("I", "a"), ("II", "b")], {"codec": {"name": "aac"}, "limits": ""}, "the encoding; the spec's limits"),
    ],
)
def test_differences(chapters: list[tuple[str, str]], settings: dict[str, object], wanted: str) -> None:
    new = {"chapters": chapters, "settings": OLD["settings"] | settings}
    assert differences(OLD, new) == (wanted and f"changed since it was made: {wanted}")


def test_a_difference_inside_a_record_is_named_with_its_place() -> None:
    old, new = ({"chapters": [], "settings": {"tags": {"provenance": {"title": t, "spec": "s"}}}} for t in ("T", "U"))
    assert differences(old, new) == "changed since it was made: tags: provenance (title)"
    assert differences(old, old) == ""
