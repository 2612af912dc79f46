"""Listeners are found by their role and language, or by name; none is loaded before it is asked."""

from importlib.metadata import version

import pytest

from models import LISTENERS, ListenerRecord
from models.registry import listener_in_use, listener_name, listener_named, listener_of
from pipeline.errors import MissingExtraError, RefusedError
from pipeline.listener import ROLES, Listener
from tests.models.telegraph import Reader

READER: type[Listener] = Reader  # mypy says where it does not fit the interface
OWN = {
    "english": ListenerRecord("tests.models.telegraph:Reader", ("words",), ("en",)),
    "any": ListenerRecord("tests.models.telegraph:Reader", ("words", "second"), settings={"role": "words"}),
    "away": ListenerRecord("nowhere_at_all:Reader", ("speaker",), extra="qa"),
}


@pytest.mark.parametrize(
    ("role", "language", "name"),
    [("words", "en-GB", "english"), ("words", "zh-Hant", "any"), ("second", "en", "any"), ("signal", "en", None)],
)
def test_the_first_that_is_for_a_role_and_a_language_is_asked(role: str, language: str, name: str | None) -> None:
    assert listener_name(role, language, listeners=OWN) == name  # type: ignore[arg-type]
    found = listener_of(role, language, listeners=OWN)  # type: ignore[arg-type]
    assert (found is None) == (name is None)


def test_one_that_is_named_is_asked() -> None:
    assert listener_name("words", "en", "any", OWN) == "any"
    with pytest.raises(RefusedError, match="there is no listener 'loud' for words; there are: any, english"):
        listener_name("words", "en", "loud", OWN)


def test_an_extra_that_is_missing_is_named_with_its_install_line() -> None:
    with pytest.raises(MissingExtraError, match=r"'away' wants nowhere_at_all: pip install 'voicepress\[qa\]'"):
        listener_named("away", OWN)


def test_every_role_has_a_listener_in_every_language() -> None:
    for language in ("en", "zh", "ja", "de"):
        assert all(listener_name(role, language) in LISTENERS for role in ROLES)


class Absent:
    """A listener whose package is not installed."""

    languages = frozenset({"*"})

    def __init__(self, settings: object):
        pass

    def fingerprint(self) -> str:
        return version("no-such-package-anywhere")


def test_a_listener_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    record = ListenerRecord("tests.models.test_registry_of_listeners:Absent", ("words",), extra="qa")
    monkeypatch.setitem(LISTENERS, "absent", record)
    with pytest.raises(MissingExtraError, match=r"wants no-such-package-anywhere: pip install 'voicepress\[qa\]'"):
        listener_in_use("words", "en", "absent")
