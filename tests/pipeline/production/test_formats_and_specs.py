"""Which format is made at which spec, and that a shop's own set is judged by that shop."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.registry import engine_of
from pipeline.errors import ManifestError
from pipeline.production import Job, load_all
from tests.factories import write_production
from tests.pipeline.production.test_several_specs import make, plan

TEXT = "CHAPTER I\n\n" + " ".join(f"It was the {n}th day of the march, and nobody spoke of it." for n in range(4, 24))
CREDITS = "credits: {opening: true, closing: true}\nurl: https://example.org/b\n"


def production(tmp_path: Path, said: str) -> Path:
    path = write_production(tmp_path, "book", TEXT, extra=CREDITS)
    path.write_text(path.read_text().replace("deliver: [m4b]\n", said))
    return path


def jobs(path: Path) -> dict[str, tuple[str, ...]]:
    return {job.spec_name: job.formats for job in load_all(path, engine_of)}


TABLE = {
    "nothing said": ("", {"apple-books": ("m4b",)}),
    "short, one spec": ("spec: acx\ndeliver: [m4b, acx]\n", {"acx": ("m4b", "acx")}),
    "short, a shop's set goes to its shop": (
        "spec: [acx, podcast]\ndeliver: [m4b, acx, podcast]\n",
        {"acx": ("m4b", "acx"), "podcast": ("m4b", "podcast")},
    ),
    "short, the other order": (
        "spec: [podcast, acx]\ndeliver: [acx, captions]\n",
        {"podcast": ("captions",), "acx": ("acx", "captions")},
    ),
    "short, a shop that is not among them": (
        "spec: [kobo, google-play]\ndeliver: [mp3, podcast]\n",
        {"kobo": ("mp3", "podcast"), "google-play": ("mp3", "podcast")},
    ),
    "bound": (
        "deliver: {acx: acx, podcast: podcast, m4b: apple-books}\n",
        {"acx": ("acx",), "podcast": ("podcast",), "apple-books": ("m4b",)},
    ),
    "bound, several of one": (
        "deliver: {m4b: apple-books, captions: apple-books}\n",
        {"apple-books": ("m4b", "captions")},
    ),
    "bound, one at several": (
        "deliver: {mp3: [kobo, podcast], m4b: kobo}\n",
        {"kobo": ("mp3", "m4b"), "podcast": ("mp3",)},
    ),
    "bound, as somebody wants it": ("deliver: {acx: podcast, m4b: podcast}\n", {"podcast": ("acx", "m4b")}),
}


@pytest.mark.parametrize("case", TABLE)
def test_each_format_is_made_at_its_spec(tmp_path: Path, case: str) -> None:
    said, wanted = TABLE[case]
    assert jobs(production(tmp_path, said)) == wanted


REFUSED = {
    "spec and table": ("spec: acx\ndeliver: {m4b: apple-books}\n", "leave `spec:` out"),
    "no spec": ("deliver: {m4b: ''}\n", "m4b names no spec"),
    "no specs": ("deliver: {m4b: []}\n", "m4b names no spec"),
    "unknown spec": ("deliver: {m4b: aple-books}\n", "did you mean 'apple-books'"),
    "unknown format": ("deliver: {m4d: apple-books}\n", "did you mean 'm4b'"),
    "a text": ("deliver: m4b\n", r"in brackets: \[m4b\]"),
    "a number": ("deliver: 4\n", "deliver"),
    "nothing at a spec": ("spec: [acx, podcast]\ndeliver: [acx]\n", "nothing is delivered at podcast"),
    "twice": ("deliver: [m4b, m4b]\n", "each once"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_refused_with_its_cure(tmp_path: Path, case: str) -> None:
    said, message = REFUSED[case]
    with pytest.raises(ManifestError, match=message):
        jobs(production(tmp_path, said))


def test_a_bound_production_makes_three_sets_and_not_nine(tmp_path: Path) -> None:
    path = production(tmp_path, "deliver: {captions: kobo, m4b: apple-books}\n")
    made = make(path)
    assert [one.format for one in made.deliverables] == ["captions", "m4b"]
    assert {"kobo", "apple-books"} <= {folder for one in made.deliverables for folder in one.path.parts}
    assert plan(path).fresh


def test_a_shops_own_set_is_judged_by_its_shop_whatever_its_level(tmp_path: Path) -> None:
    from pipeline.delivery import shop_of
    from pipeline.delivery.making import judged_by
    from pipeline.manifests import Spec, find_spec, read_yaml

    podcast = read_yaml(find_spec("podcast", tmp_path), Spec)
    acx = read_yaml(find_spec("acx", tmp_path), Spec)
    assert shop_of("acx") == "acx"
    assert not shop_of("m4b")
    assert judged_by("acx", podcast).limits == acx.limits
    assert judged_by("acx", podcast).level == podcast.level
    assert judged_by("m4b", podcast) is podcast
    stricter = acx.model_copy(update={"limits": acx.limits.model_copy(update={"noise_floor_db": -70.0})})
    assert judged_by("acx", stricter) is stricter  # the repo's own edition of ACX's spec


def test_acx_at_a_podcasts_level_is_refused_and_its_rule_about_humans_is_told(tmp_path: Path) -> None:
    from pipeline.errors import DeliveryError

    path = production(tmp_path, "deliver: {acx: podcast, m4b: podcast}\n")
    with pytest.raises(DeliveryError, match="acx is not published"):
        make(path)
    (job,) = load_all(path, engine_of)
    assert isinstance(job, Job)
    assert "human" in (job.out / "report.json").read_text()
