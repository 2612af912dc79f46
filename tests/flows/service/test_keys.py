"""Keys: made once, kept as digests, limited, taken back; what may be asked without one."""

from __future__ import annotations

import datetime as dt
import json
import socket
from pathlib import Path

import httpx
import pytest

from flows.cli import main
from flows.service import door
from flows.service.door import Allowance
from flows.service.keys import Key, Keys
from pipeline.errors import ConflictError, ManifestError, RefusedError
from pipeline.store import digest_of
from tests.factories import write_production
from tests.flows.service.conftest import TEXT, Service, running, write_voice


def test_of_a_key_only_its_digest_is_kept(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    secret = keys.add("app", ["speak"])
    kept = keys.path.read_text()
    assert secret not in kept
    assert digest_of(secret.encode()) in kept
    assert keys.path.stat().st_mode & 0o077 == 0
    today = dt.date(2026, 11, 29)
    assert (found := keys.holder(secret, today))
    assert found.name == "app"
    assert keys.holder(secret[:-1], today) is None
    assert keys.holder("", today) is None


def test_a_key_ends_with_its_day(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    secret = keys.add("app", ["speak"], until="2026-11-29")
    assert keys.holder(secret, dt.date(2026, 11, 29))
    assert keys.holder(secret, dt.date(2026, 11, 30)) is None


def test_wrong_keys_are_not_made(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    keys.add("app", ["speak"])
    with pytest.raises(ConflictError, match="there is a key 'app'"):
        keys.add("app", ["speak"])
    for name, scopes, more in (
        ("../x", ["speak"], {}), ("a b", ["speak"], {}), ("b", [], {}), ("b", ["root"], {}),
        ("b", ["speak"], {"until": "tomorrow"}), ("b", ["speak"], {"per_minute": 0}),
    ):  # fmt: skip
        with pytest.raises(RefusedError):
            keys.add(name, scopes, **more)  # type: ignore[arg-type]
    keys.path.write_text("{")
    with pytest.raises(ManifestError, match="damaged"):
        keys.all()


def test_keys_by_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_production(tmp_path, "short", TEXT)
    monkeypatch.chdir(tmp_path)
    assert main(["serve"]) == 15
    assert "nobody has a key yet" in capsys.readouterr().err
    assert main(["serve", "--without-keys", "--host", "0.0.0.0"]) == 15
    capsys.readouterr()
    assert main(["keys", "add", "app", "--scope", "speak", "--json"]) == 0
    secret = json.loads(capsys.readouterr().out)["key"]
    assert main(["serve"]) == 15  # the only voice is not for the service
    assert "has to name the use 'service'" in capsys.readouterr().err
    assert main(["keys", "list"]) == 0
    told = capsys.readouterr().out
    assert "app" in told
    assert secret not in told
    assert main(["keys", "revoke", "app"]) == 0
    assert Keys(tmp_path).holder(secret, dt.date.today()) is None
    assert main(["keys", "revoke", "app"]) == 15


def test_a_bucket_fills_over_a_minute() -> None:
    key = Key("app", "", ("speak",), "", per_minute=6, at_once=100)
    allowance = Allowance(6.0, 0.0)
    assert [allowance.admit(key, 0.0) for _ in range(6)] == [0.0] * 6
    assert allowance.admit(key, 0.0) == pytest.approx(10)
    assert allowance.admit(key, 10.0) == 0.0
    few = Key("app", "", ("speak",), "", per_minute=6, at_once=1)
    allowance = Allowance(6.0, 0.0)
    assert allowance.admit(few, 0.0) == 0.0
    assert allowance.admit(few, 0.0) == 1.0


def test_who_has_no_key_hears_nothing(service: Service) -> None:
    with service.client(None) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/readyz").status_code == 200
        for path in ("/v1/audio/voices", "/v1/models", "/v1/openapi.json", "/docs", "/nothing"):
            answer = client.get(path)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"
        for header in ("", "Bearer", "Basic x", "Bearer vp_wrong", "Bearer " + "x" * 5000):
            assert client.get("/v1/models", headers={"Authorization": header}).status_code == 401
    assert service.speak("One.", of_key=None).status_code == 401


def test_who_asks_for_too_much_is_told_when_to_come_back(service: Service) -> None:
    few = service.keys.add("few", ["speak"], per_minute=2)
    answers = [service.speak("One.", of_key=few) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    service.keys.revoke("few")
    assert service.speak("One.", of_key=few).status_code == 401


def test_there_are_no_cors_headers(service: Service) -> None:
    with service.client() as client:
        answer = client.get("/v1/models", headers={"Origin": "https://elsewhere.example"})
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_body_that_does_not_come_holds_no_place(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "BODY_S", 0.2)
    url = httpx.URL(service.url)
    with socket.create_connection((url.host, url.port or 80), timeout=10) as slow:
        slow.sendall(
            b"POST /v1/audio/speech HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            b"Content-Length: 100\r\nAuthorization: Bearer " + service.key.encode() + b"\r\n\r\n{"
        )
        assert b" 408 " in slow.recv(1000)


def test_without_keys_it_is_this_machine_s_programs_alone(tmp_path: Path) -> None:
    write_production(tmp_path, "short", TEXT)
    write_voice(tmp_path, "narrator")
    with running(tmp_path, keys=False) as service, service.client(None) as client:
        assert client.get("/v1/models").status_code == 200
        assert client.get("/v1/models", headers={"Host": "elsewhere.example"}).status_code == 421
        assert client.get("/v1/models", headers={"Origin": "https://elsewhere.example"}).status_code == 403
        assert client.get("/v1/models", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert service.speak("One.", of_key=None).status_code == 200
