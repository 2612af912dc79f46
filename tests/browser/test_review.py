"""The review page in a real browser: listening, deciding, two reviewers, a long book, a phone, and who is shut out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from models import ENGINES, LISTENERS, EngineRecord, ListenerRecord
from pipeline.errors import DeliveryError
from pipeline.qa.gate import judging
from pipeline.qa.gate.checks import doubled, unsaid, words
from tests.browser.serving import reviewing
from tests.factories import write_production
from tests.pipeline.production.test_gate import CHECK, book
from tests.pipeline.production.test_production import make

pytestmark = pytest.mark.browser
SHOTS = Path(__file__).parents[2] / "build" / "screenshots"
TEXT = """CHAPTER I

It was a bright cold day in April. The clocks were striking thirteen.

“Yes,” he said. “Mr. Bingley came in a chaise and four.”

CHAPTER II

Nobody came. It was late, and the end was near.
"""
LINE = "c001.l0002"
# Dashes mark the lines that never come out right.
PARSONAGE = """CHAPTER I

The parsonage stood at the end of the lane, behind a row of limes. Mrs. Hale had lived there for thirty years, and it was a fixed habit of hers — the only one that her daughters complained of — to rise at five. The garden was her pride.

“You will come with us,” said her nephew — and nobody was more surprised than he was. She laid her work aside, and looked at him for a while. “To London?” she asked. “At my age, and in this weather!”

He had expected another answer. There was a silence, in which the clock was heard, and the rain.

CHAPTER II

It was a month before she replied. The solitude of the house — which had never troubled her — began to be felt. She wrote to him on the first of May, in her best hand, and had the letter taken to the post before breakfast.

The carriage came on a Thursday. Nobody in the village had been told — nor would anybody have believed it — and the whole street stood at the windows. “Well,” said the postmistress, “there goes Mrs. Hale.”
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = write_production(tmp_path, "short", TEXT)
    make(path)
    return path


@pytest.fixture
def address(path: Path) -> Iterator[str]:
    with reviewing(path) as url:
        yield url


def opened(
    browser: Any, address: str, who: str = "Ann", width: int = 1400, scheme: str = "light", height: int = 900
) -> Any:
    """The page in a window of its own, as a reviewer who has given a name sees it; errors of scripts fail the test."""
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    context.add_init_script(f"localStorage.setItem('voicepress.reviewer', '{who}')")
    window = context.new_page()
    window.said = []
    window.on("pageerror", lambda error: window.said.append(str(error)))
    window.on("console", lambda message: window.said.append(message.text) if message.type == "error" else None)
    window.goto(address)
    window.wait_for_selector("body[data-ready]")
    return window


def until(window: Any, script: str, given: object = None, seconds: float = 10) -> None:
    """Waits until a script of the page says so. (Playwright's own way is one that the page's policy forbids.)"""
    for _ in range(round(seconds * 20)):
        if window.evaluate(script, given):
            return
        window.wait_for_timeout(50)
    raise AssertionError(f"not within {seconds} s: {script}")


def show(window: Any, slate: str = LINE) -> None:
    """Opens a line, whatever its verdict."""
    window.get_by_role("button", name="All").click()
    window.locator(f"[data-slate='{slate}']").click()
    until(window, "slate => document.querySelector('.head p')?.textContent.includes(slate)", slate)


def write(window: Any) -> None:
    """Confirms what is shown, and waits until it is written."""
    window.wait_for_selector("dialog[open] .diff")
    window.keyboard.press("Enter")
    window.wait_for_selector("dialog", state="detached")
    window.wait_for_selector(".toast")


def shot(window: Any, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    window.wait_for_timeout(250)
    window.screenshot(path=SHOTS / f"review-{name}.png")


def shut_out(window: Any, where: str) -> list[str]:
    """What axe-core finds that shuts people out: serious or critical."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install 'voicepress[browser]'").Axe()
    found = axe.run(window).response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    return [
        f"{where}: {one['id']} {node['html'][:120]} {node['failureSummary'][:200]}"
        for one in grave
        for node in one["nodes"]
    ]


def test_listening(browser: Any, address: str) -> None:
    window = opened(browser, address)
    show(window)
    window.keyboard.press("Space")
    until(window, "document.getElementById('audio').currentTime > 0.2")
    assert "take.wav" in window.evaluate("document.getElementById('audio').src")
    window.keyboard.press("Space")
    assert window.evaluate("document.getElementById('audio').paused")
    window.keyboard.press("c")
    until(window, "document.getElementById('audio').currentTime > 0.2")
    assert "context.wav" in window.evaluate("document.getElementById('audio').src")
    window.wait_for_selector(".text .sounding")  # the line that sounds is marked
    window.keyboard.press("j")
    until(window, "document.querySelector('.head p').textContent.includes('c001.l0003')")
    assert window.evaluate("document.getElementById('audio').paused")
    assert not window.said


def test_keys_that_are_typed_are_no_commands(browser: Any, address: str) -> None:
    window = opened(browser, address)
    show(window)
    window.keyboard.press("/")
    window.keyboard.type("clocks a")
    assert window.locator("dialog").count() == 0
    assert window.locator(".row").count() == 0
    window.keyboard.press("Backspace")
    window.keyboard.press("Backspace")
    assert window.locator(".row").count() == 1
    window.keyboard.press("Enter")
    until(window, "document.querySelector('.head p').textContent.includes('c001.l0003')")
    window.keyboard.press("?")
    assert window.get_by_role("heading", name="Keys").is_visible()
    window.keyboard.press("Escape")
    window.wait_for_selector("dialog", state="detached")


def test_accept_and_undo(browser: Any, address: str, path: Path) -> None:
    window = opened(browser, address)
    show(window)
    window.keyboard.press("a")
    window.wait_for_selector("dialog[open] .diff")
    assert not (path.parent / "approvals.yaml").exists()
    assert "+approvals:" in window.locator(".diff").inner_text()
    shot(window, "accept")
    write(window)
    assert "by: Ann" in (path.parent / "approvals.yaml").read_text()
    show(window)
    window.wait_for_selector(".verdicts >> text=accepted by Ann")
    window.keyboard.press("z")
    window.wait_for_selector(".toast >> text=Taken back.")
    assert not (path.parent / "approvals.yaml").exists()
    assert not window.said


def test_a_pickup_is_performed_at_once(browser: Any, address: str, path: Path) -> None:
    window = opened(browser, address)
    show(window)
    before = window.evaluate("document.getElementById('audio').src")
    window.keyboard.press("p")
    window.keyboard.press("Enter")
    assert window.locator(".trouble").inner_text().startswith("Say what is wrong")
    window.get_by_role("button", name="misread").click()
    window.keyboard.press("Enter")
    write(window)
    assert "misread" in (path.parent / "pickups.yaml").read_text()
    window.wait_for_selector(".toast >> text=is there", timeout=30_000)
    until(window, "before => document.getElementById('audio').src != before", before)
    window.wait_for_selector(".verdicts >> text=picked up")
    window.keyboard.press("Space")
    until(window, "document.getElementById('audio').currentTime > 0.1")
    assert not window.said


def test_another_text_for_one_line(browser: Any, address: str, path: Path) -> None:
    window = opened(browser, address)
    show(window)
    window.keyboard.press("e")
    window.get_by_label("Say instead").fill("It was a dark cold night in April.")
    window.get_by_label("Reason").fill("as the author wishes")
    window.get_by_label("Reason").press("Enter")
    write(window)
    assert "say: It was a dark cold night in April." in (path.parent / "pickups.yaml").read_text()
    window.wait_for_selector(".toast >> text=is there", timeout=30_000)
    show(window)
    window.wait_for_selector(".detail >> text=It was a dark cold night in April.")


def test_a_word_goes_into_the_lexicon_with_the_lines_that_it_touches(browser: Any, address: str, path: Path) -> None:
    window = opened(browser, address)
    show(window)
    window.keyboard.press("e")
    window.get_by_text("A word, wherever it occurs").click()
    window.get_by_label("Word or phrase as written").fill("Bingley")
    window.get_by_label("Say it as").fill("bing-lee")
    window.get_by_label("Say it as").press("Enter")
    window.wait_for_selector("dialog .touched")
    assert window.locator(".touched li").count() == 1
    shot(window, "lexicon")
    assert not (path.parent / "lexicon.yaml").exists()
    write(window)
    assert "bing-lee" in (path.parent / "lexicon.yaml").read_text()


def test_later_is_a_list_of_its_own(browser: Any, address: str, path: Path) -> None:
    window = opened(browser, address)
    show(window)
    window.keyboard.press("l")
    window.keyboard.type("ask the author")
    window.keyboard.press("Enter")
    write(window)
    window.get_by_role("button", name="Later").first.click()
    assert window.locator(".row").count() == 1
    assert "ask the author" in (path.parent / "review.yaml").read_text()


def test_two_reviewers_at_once(browser: Any, address: str, path: Path) -> None:
    ann, bob = opened(browser, address, "Ann"), opened(browser, address, "Bob")
    show(ann)
    show(bob)
    bob.keyboard.press("l")
    bob.keyboard.type("hm")
    bob.keyboard.press("Enter")
    bob.wait_for_selector("dialog[open] .diff")  # Bob looks at what he is about to write, while Ann decides
    ann.keyboard.press("a")
    write(ann)
    bob.keyboard.press("Enter")
    bob.wait_for_selector("dialog >> text=Somebody else was here first")
    assert "accepted by Ann" in bob.locator("dialog").inner_text()
    shot(bob, "two-reviewers")
    assert not (path.parent / "review.yaml").exists()
    bob.keyboard.press("Enter")
    show(bob)
    bob.wait_for_selector(".verdicts >> text=accepted by Ann")


def test_a_colleagues_editor_is_noticed(browser: Any, address: str, path: Path) -> None:
    window = opened(browser, address)
    show(window)
    (path.parent / "review.yaml").write_text(f"later: [{{slate: {LINE}, reason: from an editor}}]\n")
    window.wait_for_selector(".verdicts >> text=for later", timeout=10_000)


def test_a_page_without_a_server(browser: Any, path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "listen"
    assert main(["review", str(path), "--export", str(folder), "--all"]) == 0
    window = opened(browser, (folder / "index.html").as_uri())
    show(window)
    window.keyboard.press("Space")
    until(window, "document.getElementById('audio').currentTime > 0.2")
    window.keyboard.press("c")
    until(window, "document.getElementById('audio').currentTime > 0.2")
    window.keyboard.press("a")
    write(window)
    with window.expect_download() as download:
        window.get_by_role("button", name="Save decisions").click()
    saved = tmp_path / "decisions.json"
    download.value.save_as(saved)
    assert main(["review", str(path), "--import", str(saved)]) == 0
    assert "by: Ann" in (path.parent / "approvals.yaml").read_text()
    assert not window.said


@pytest.fixture
def misread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book in which words are left out, doubled and misread, heard by a listener that reads what the samples say."""
    monkeypatch.setitem(ENGINES, "mumbler", EngineRecord("tests.models.mumbler:Mumbler"))
    for name in [name for name, listener in LISTENERS.items() if set(listener.roles) - {"signal"}]:
        monkeypatch.delitem(LISTENERS, name)
    reader = ListenerRecord("tests.models.telegraph:Reader", ("words",), ("*",))
    monkeypatch.setitem(LISTENERS, "reader", reader)
    monkeypatch.setattr(judging, "TAKE_CHECKS", (*unsaid.CHECKS, *words.CHECKS, *doubled.CHECKS))
    faults = (
        '{"drops": ["fixed"], "doubles": ["nephew"], "says": {"solitude": "beauty", "village": "valley"}, "never": "—"}'
    )
    path = write_production(tmp_path, "parsonage", PARSONAGE, voice=f"engine: mumbler\nsettings: {faults}")
    with pytest.raises(DeliveryError, match="h-020"):
        make(path)
    return path


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_what_was_heard_beside_what_should_be(browser: Any, misread: Path, width: int, scheme: str) -> None:
    with reviewing(misread) as address:
        window = opened(browser, address, "Ann Howard", width, scheme, 844 if width < 500 else 900)
        shot(window, f"heard-list-{width}-{scheme}")
        assert window.locator(".row").count() == 4
        serious = shut_out(window, "list")
        for word, kind, name in (
            ("fixed", "missing", "not said"),
            ("nephew", "added", "said, but not"),
            ("solitude", "replaced", "said instead"),
        ):
            window.locator(".row", has_text=word).click()
            pair = window.locator(f".pair.{kind}")
            pair.wait_for()
            assert name in pair.inner_text()
            shot(window, f"heard-{kind}-{width}-{scheme}")
            serious += shut_out(window, kind)
            if width < 500:
                window.get_by_role("button", name="Back to the list").click()
        assert window.evaluate("document.documentElement.scrollWidth") <= width
        assert not serious
        assert not window.said


def test_attempts_are_compared(browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = never_right(tmp_path, monkeypatch)
    with reviewing(path) as address:
        window = opened(browser, address)
        assert "0 of 1 decided" in window.locator("#progress").inner_text()
        assert window.locator(".row").count() == 1  # the list begins with what waits for a person
        window.locator(".row").click()
        attempts = window.get_by_role("group", name="Attempts").get_by_role("button")
        assert attempts.count() == 3
        source = "document.getElementById('audio').src"
        window.keyboard.press("1")
        until(window, "document.getElementById('audio').currentTime > 0.1")
        first = window.evaluate(source)
        window.keyboard.press("2")
        until(window, "first => document.getElementById('audio').src != first", first)
        assert attempts.nth(1).get_attribute("aria-pressed") == "true"
        shot(window, "attempts")
        take = window.evaluate(source).rsplit("=", 1)[-1]
        window.keyboard.press("a")
        write(window)
        assert take in (path.parent / "approvals.yaml").read_text()
        window.wait_for_selector("#progress >> text=1 of 1 decided")
        window.wait_for_selector("text=Nothing is left to decide")
        assert not window.said


def never_right(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A production in which one line never comes out right."""
    monkeypatch.setitem(ENGINES, "faulty", EngineRecord("tests.models.faulty:Faulty"))
    for name in [name for name in LISTENERS if name != "signal"]:
        monkeypatch.delitem(LISTENERS, name)
    monkeypatch.setattr(judging, "TAKE_CHECKS", (CHECK,))
    voice = 'engine: faulty\nsettings: {"chance": 0, "never": "number three", "kinds": ["hole", "noise", "loop"]}'
    path = write_production(folder, "short", book(30, 1), voice=voice)
    with pytest.raises(DeliveryError, match="h-020"):
        make(path)
    return path


def test_twelve_thousand_lines(browser: Any, tmp_path: Path) -> None:
    words = "morning evening river garden letter window silence carriage".split()
    chapters = [
        f"CHAPTER {number}\n\n"
        + " ".join(f"The {words[n % 8]} of day {number} came {words[(n * 3) % 8]} {n}." for n in range(200))
        for number in range(1, 61)
    ]
    path = write_production(tmp_path, "long", "\n\n".join(chapters))
    with reviewing(path) as address:
        window = opened(browser, address)
        window.reload()  # planned by now: what follows is the page's own time
        window.wait_for_selector("body[data-ready]")
        painted = window.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        ready = window.evaluate("performance.now()")
        window.get_by_role("button", name="All").click()
        assert window.evaluate("document.querySelector('.row').getAttribute('aria-setsize')") >= "12000"
        assert window.locator(".row").count() < 60
        took = window.evaluate(
            """() => { const search = document.getElementById('search'); const times = [];
              for (const text of ['r', 'riv', 'river', 'river of day 7 ', 'nothing at all', '']) {
                search.value = text; const start = performance.now();
                search.dispatchEvent(new Event('input')); document.body.offsetHeight; times.push(performance.now() - start); }
              return Math.max(...times); }"""
        )
        window.evaluate("document.getElementById('rows').scrollTop = 400000")
        until(window, "[...document.querySelectorAll('.row')].some(row => row.getAttribute('aria-posinset') > 6000)")
        print(f"first paint {painted:.0f} ms, ready {ready:.0f} ms, slowest filter {took:.0f} ms")
        assert painted < 1000
        assert took < 100
        assert not window.said


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (1400, "dark"), (390, "light"), (390, "dark")])
def test_nobody_is_shut_out(browser: Any, address: str, width: int, scheme: str) -> None:
    window = opened(browser, address, width=width, scheme=scheme, height=844 if width < 500 else 900)
    serious: list[str] = []

    def look(where: str) -> None:
        serious.extend(shut_out(window, where))
        assert window.evaluate("document.documentElement.scrollWidth") <= width

    window.get_by_role("button", name="All").click()
    look("list")
    shot(window, f"list-{width}-{scheme}")
    show(window)
    look("line")
    shot(window, f"line-{width}-{scheme}")
    for key in "pelw?":
        window.keyboard.press(key)
        if window.locator("dialog[open]").count():
            look(f"dialog {key}")
            window.keyboard.press("Escape")
    assert not serious
    assert not window.said
