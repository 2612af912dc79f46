"""LICENCES.md tells of every part of the base install that asks for more than its notice; none is under the AGPL."""

import json

import pytest

from tests.audit import told as told_by_audit
from tests.licences import AGPL, COPYLEFT, base_install, to_be_told, told


def test_no_part_of_the_base_install_is_under_the_agpl() -> None:
    assert [name for name, said in base_install().items() if AGPL.search(said)] == []


def test_the_table_tells_of_every_licence_that_asks_for_more_and_of_nothing_that_is_gone() -> None:
    licences = base_install()
    assert len(licences) > 60
    assert set(to_be_told(licences)) <= told()
    assert told() <= set(licences)
    assert {"mutagen", "soxr"} <= {name for name, said in licences.items() if COPYLEFT.search(said)}


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("GNU Affero General Public License v3 or later (AGPLv3+)", True),
        ("AGPL-3.0-only", True),
        ("GPL-2.0-or-later", False),
        ("LGPL-2.1-or-later", False),
        ("Apache-2.0", False),
    ],
)
def test_what_is_the_agpl(said: str, wanted: bool) -> None:
    assert bool(AGPL.search(said)) is wanted


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("", True),
        ("proprietary", True),
        ("GPL-2.0-or-later", True),
        ("Mozilla Public License 2.0 (MPL 2.0)", True),
        ("MIT", False),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("Python Software Foundation License", False),
        ("3-Clause BSD License", False),
    ],
)
def test_what_is_to_be_told(said: str, wanted: bool) -> None:
    assert bool(list(to_be_told({"x": said}))) is wanted


def test_an_audit_says_what_it_could_not_ask() -> None:
    known = {"name": "a", "version": "1", "vulns": []}
    unknown = {"name": "b", "skip_reason": "not found on PyPI"}
    hole = {"name": "c", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}

    def said(*packages: object) -> tuple[str, int]:
        return told_by_audit(json.dumps({"dependencies": packages}), "")

    assert said(known, hole) == ("c 1: PYSEC-1, mended in 2\n2 packages audited, 1 known holes", 1)
    assert said(known, known, unknown) == ("2 packages audited, 0 known holes; not known there: b", 0)
    assert "not audited: the database that can be reached from here knows 0 of 2 packages" in said(unknown, unknown)[0]
    assert told_by_audit("", "ConnectionError: no route") == (
        "not audited: pip-audit's database cannot be reached from here (ConnectionError: no route)",
        0,
    )
