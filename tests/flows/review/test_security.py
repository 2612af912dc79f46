"""Who may ask the review server: its own page, by its own name, with the token where there is one."""

from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from flows.review.security import Door
from tests.factories import write_production
from tests.flows.review.client import ORIGIN, client
from tests.pipeline.production.test_production import TEXT

HERE = {"host": "127.0.0.1:8642"}
POST = HERE | {"origin": ORIGIN, "content-type": "application/json"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_production(tmp_path, "short", TEXT)


def refused(method: str, path: str, headers: dict[str, str], door: Door | None = None) -> int:
    found = (door or Door("127.0.0.1", 8642)).refuses(method, path, Headers(headers))
    return found[0] if found else 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (HERE, 0),
        ({"host": "localhost:8642"}, 0),
        ({"host": "evil.example:8642"}, 421),  # a name that somebody points at 127.0.0.1
        ({"host": "127.0.0.1"}, 421),
        ({"host": "127.0.0.1:80"}, 421),
        ({}, 421),
        ({"host": "127.0.0.1:8642:8642"}, 421),
        ({"host": "[::1"}, 421),
        (HERE | {"origin": "https://evil.example"}, 403),
        (HERE | {"origin": "null"}, 403),
        (HERE | {"origin": "http://["}, 403),
        (HERE | {"origin": "http://127.0.0.1:9999"}, 403),  # another program of this machine
        (HERE | {"sec-fetch-site": "cross-site"}, 403),
        (HERE | {"sec-fetch-site": "same-site"}, 403),
        (HERE | {"sec-fetch-site": "same-origin"}, 0),
    ],
)
def test_who_may_read(headers: dict[str, str], status: int) -> None:
    assert refused("GET", "/api/books/short", headers) == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (POST, 0),
        (HERE | {"content-type": "application/json"}, 403),  # no Origin
        (POST | {"content-type": "text/plain"}, 415),  # what a form of another site can send
        (POST | {"content-type": "application/json; charset=utf-8"}, 0),
        (POST | {"origin": "http://evil.example"}, 403),
    ],
)
def test_who_may_decide(headers: dict[str, str], status: int) -> None:
    assert refused("POST", "/api/books/short/decide", headers) == status


def test_a_link_from_elsewhere_may_open_the_page_but_not_its_data() -> None:
    from_mail = HERE | {"sec-fetch-site": "cross-site"}
    assert refused("GET", "/review/short", from_mail) == 0
    assert refused("GET", "/sound/short/c001.l0001/take.wav", from_mail) == 403


def test_beyond_this_machine_there_is_a_token() -> None:
    assert Door.at("127.0.0.1", 1).token == Door.at("localhost", 1).token == ""
    door = Door.at("192.0.2.7", 8642)
    assert len(door.token) >= 32
    assert door.url == f"http://192.0.2.7:8642/#token={door.token}"
    assert door.token not in repr(door)
    asked = {"host": "192.0.2.7:8642"}
    assert refused("GET", "/api/books/short", asked, door) == 401
    assert refused("GET", "/sound/short/c001.l0001/take.wav", asked, door) == 401
    assert refused("GET", "/static/review.js", asked, door) == 0  # it holds nothing
    assert refused("GET", "/api/books/short", asked | {"cookie": f"voicepress-8642={door.token}"}, door) == 0
    assert refused("GET", "/api/books/short", asked | {"cookie": f"voicepress-8642={door.token[:-1]}"}, door) == 401
    assert refused("GET", "/api/books/short", {"host": "evil.example:8642"}, door) == 421


def test_everywhere_is_asked_by_number() -> None:
    door = Door.at("0.0.0.0", 8642)
    assert door.knows("192.0.2.7:8642")
    assert door.knows("localhost:8642")
    assert not door.knows("evil.example:8642")


def test_the_token_is_exchanged_for_a_cookie(path: Path) -> None:
    door = Door("127.0.0.1", 8642, "secret")
    with client(path, door) as page:
        assert page.get("/api/books/short").status_code == 401
        assert page.post("/api/enter", json={"token": "wrong"}).status_code == 401
        entered = page.post("/api/enter", json={"token": "secret"})
        assert entered.status_code == 204
        assert "HttpOnly" in entered.headers["set-cookie"]
        assert "SameSite=strict" in entered.headers["set-cookie"]
        assert page.get("/api/books/short").status_code == 200


def page_of(path: Path) -> TestClient:
    return client(path)


def test_every_answer_bounds_what_a_page_may_do(path: Path) -> None:
    with page_of(path) as page:
        for address in ("/review/short", "/static/review.js", "/api/books/short", "/nothing"):
            headers = page.get(address).headers
            assert "default-src 'none'" in headers["content-security-policy"]
            assert "unsafe" not in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "address",
    [
        "/static/..%2f..%2fcli.py",
        "/static/%2e%2e/desk.py",
        "/static/desk.py",
        "/review/..%2fshort",
        "/api/books/other",
        "/api/books/short/lines/..%2f..%2fetc",
        "/api/books/short/lines/c001.l9999",
        "/sound/short/c001.l0001/take.wav?take=../../etc/passwd",
        "/sound/short/c001.l0001/take.wav?take=" + "0" * 64,
    ],
)
def test_no_address_reaches_a_file(path: Path, address: str) -> None:
    with page_of(path) as page:
        assert page.get(address).status_code == 404


def test_a_page_has_no_script_of_its_own(path: Path) -> None:
    with page_of(path) as page:
        html = page.get("/review/short").text
    assert "<script>" not in html
    assert "onclick" not in html
    assert "style=" not in html
    assert "http" not in html.replace("http-equiv", "")
