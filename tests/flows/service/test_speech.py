"""Lines spoken over HTTP: formats, the store, refusals."""

from __future__ import annotations

import io
import json
import socket
import threading
import wave
from pathlib import Path

import av
import httpx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.cli import main
from flows.service.sounds import FORMATS
from pipeline.delivery.provenance.record import STATEMENT
from pipeline.store import digest_of
from tests.flows.service.conftest import Service

WORDS = "The clocks were striking thirteen."


def said(answer: httpx.Response) -> str:
    told: str = answer.json()["error"]["message"]
    return told


def seconds_of(data: bytes) -> float:
    with av.open(io.BytesIO(data)) as file:
        stream = file.streams.audio[0]
        return sum(frame.samples for frame in file.decode(stream)) / stream.rate


def comment_of(data: bytes) -> str:
    with av.open(io.BytesIO(data)) as file:
        tags = {name.lower(): value for name, value in {**file.streams.audio[0].metadata, **file.metadata}.items()}
        return tags.get("comment", "")


def entries(service: Service) -> list[dict[str, object]]:
    return [
        json.loads(line)
        for file in sorted((service.repo / "out" / "service" / "audit").glob("*.jsonl"))
        for line in file.read_text().splitlines()
    ]


def test_every_format_sounds_and_says_that_its_voice_is_synthetic(service: Service) -> None:
    with wave.open(io.BytesIO(service.speak(WORDS).content)) as file:
        expected = file.getnframes() / file.getframerate()
    for form, written in FORMATS.items():
        answer = service.speak(WORDS, response_format=form)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == written.media_type
        assert answer.headers["x-synthetic"] == "true"
        if form == "pcm":
            assert len(answer.content) / 2 / 24_000 == pytest.approx(expected, abs=0.001)
            continue
        assert seconds_of(answer.content) == pytest.approx(expected, abs=0.12)  # lossy codecs pad
        assert comment_of(answer.content) == STATEMENT


def test_a_stream_of_wav_sounds_like_the_whole(service: Service) -> None:
    text = "One line. Another line! And a third?"
    whole = service.speak(text).content
    with service.client() as client:
        asked = {"input": text, "voice": {"id": "narrator"}, "response_format": "wav", "stream": True}
        streamed = client.post("/v1/audio/speech", json=asked)
    assert streamed.headers.get("transfer-encoding") == "chunked"
    samples = [np.concatenate([f.to_ndarray()[0] for f in av.open(io.BytesIO(d)).decode(audio=0)])
               for d in (whole, streamed.content)]  # fmt: skip
    np.testing.assert_array_equal(*samples)


def test_what_a_book_has_spoken_comes_from_the_store(service: Service) -> None:
    assert main(["produce", str(service.production)]) == 0
    answer = service.speak("It was a bright cold day. The clocks were striking thirteen.")
    assert answer.headers["x-cache"] == "hit; 2 of 2 lines"
    new = "Winston made for the stairs."
    assert service.speak(new).headers["x-cache"] == "miss; 0 of 1 lines"
    assert service.speak(new).headers["x-cache"] == "hit; 1 of 1 lines"


def test_its_line_is_found_by_a_book(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    spoken = "Nobody had said this before the service did."
    (service.production.parent / "short.txt").write_text(f"CHAPTER I\n\n{spoken}\n")

    def takes() -> int:
        capsys.readouterr()
        main(["plan", str(service.production), "--json"])
        return len(json.loads(capsys.readouterr().out)["takes"])

    before = takes()
    assert service.speak(spoken).status_code == 200
    assert takes() == before - 1


def test_events_carry_the_same_bytes(service: Service) -> None:
    import base64

    plain = service.speak(WORDS, response_format="pcm").content
    lines = service.speak(WORDS, response_format="pcm", stream_format="sse").text.splitlines()
    events = [json.loads(line.removeprefix("data: ")) for line in lines if line]
    assert events[-1] == {"type": "speech.audio.done"}
    assert b"".join(base64.b64decode(event["audio"]) for event in events[:-1]) == plain


def test_the_other_name(service: Service) -> None:
    with service.client() as client:
        answer = client.post("/tts", json={"text": WORDS, "voice": "narrator", "text_lang": "auto"})
    assert answer.content == service.speak(WORDS).content


@pytest.mark.parametrize(
    ("fields", "status", "why"),
    [
        ({"voice": "nobody"}, 404, "there is no voice 'nobody' here"),
        ({"voice": "quiet"}, 404, "there is no voice 'quiet' here"),
        ({"voice": "../voices/narrator"}, 404, "there is no voice"),
        ({"voice": "narrator\u0000"}, 404, "there is no voice"),
        ({"voice": "narrator@9"}, 404, "is not registered"),
        ({"voice": "x" * 300}, 404, "there is no voice"),
        ({"voice": {"id": "narrator", "path": "/etc/passwd"}}, 400, "voice"),
        ({"voice": "narrator", "language": "xx-not-a-language\r\nX-Evil: 1"}, 422, "speaks en"),
        ({"input": ""}, 400, "input"),
        ({"input": "a" * 5000}, 400, "input"),
        ({"response_format": "exe"}, 400, "response_format"),
        ({"speed": 9}, 400, "speed"),
        ({"input": "They met at the brimstone works."}, 403, "configs/forbidden/house.yaml"),
        ({"input": "At the casino.", "voice": "careful"}, 403, "forbidden by the voice's owner"),
        ({"ref_audio_path": "/etc/passwd"}, 400, "ref_audio_path"),
    ],
)
def test_what_is_refused_says_why(service: Service, fields: dict[str, object], status: int, why: str) -> None:
    answer = service.speak(str(fields.pop("input", WORDS)), **fields)
    assert (answer.status_code, why in said(answer)) == (status, True), answer.text
    assert "x-evil" not in answer.headers
    assert answer.json()["error"]["type"]


def test_bodies_that_are_none(service: Service) -> None:
    with service.client() as client:
        for body in (b"", b"{", b"[]", b"null", b'"x"', b'{"input": "\\ud800", "voice": "narrator"}', b"\xff\xfe"):
            answer = client.post("/v1/audio/speech", content=body, headers={"content-type": "application/json"})
            assert answer.status_code == 400, (body, answer.text)
        assert client.post("/v1/audio/speech", content=b"x" * (2 << 20)).status_code == 413
        assert client.post("/v1/audio/speech", content=iter([b"x" * 65_536] * 20)).status_code == 413
        assert client.get("/v1/audio/speech").status_code == 405
        assert client.get("/v1/../../etc/passwd").status_code == 404


def test_each_request_is_in_the_audit_log(service: Service) -> None:
    text = "This one is looked for in the log."
    service.speak(text)
    entry = next(one for one in entries(service) if one["text"] == digest_of(text.encode()))
    assert (entry["key"], entry["voice"], entry["status"], entry["characters"]) == ("tests", "narrator", 200, len(text))
    assert len(entry["takes"]) == 1  # type: ignore[arg-type]
    assert text not in json.dumps(entry)


def test_what_an_owner_takes_back_is_silent_within_a_second(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(service.repo) / "manifests" / "voices" / "careful.yaml"
    assert service.speak(WORDS, voice="careful").status_code == 200
    before = path.read_text()
    monkeypatch.setattr("flows.service.stage.FRESH_S", 0.0)
    path.write_text(before.replace("[audiobook, service]", "[audiobook]"))
    answer = service.speak(WORDS, voice="careful")
    assert (answer.status_code, "does not speak here" in said(answer)) == (403, True)
    with service.client() as client:
        assert "careful" not in client.get("/v1/audio/voices").json()["voices"]
    path.write_text(before)
    assert service.speak(WORDS, voice="careful").status_code == 200


def test_what_is_refused_is_in_the_audit_log_once(service: Service) -> None:
    before = len(entries(service))
    service.speak("They met at the brimstone works.")
    assert [(one["status"], one["key"]) for one in entries(service)[before:]] == [(403, "tests")]


def test_prometheus_is_told_what_was_answered(service: Service) -> None:
    def told(name: str) -> float:
        with service.client() as client:
            lines = client.get("/metrics").text.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))

    counters = 'voicepress_requests_total{status="200"}', 'voicepress_takes_total{outcome="stored"}'
    stored = "voicepress_first_byte_seconds_count"
    service.speak(WORDS)
    before = [told(name) for name in (*counters, stored)]
    for _ in range(3):
        service.speak(WORDS)
    after = [told(name) for name in (*counters, stored)]
    assert after[0] - before[0] == 6  # three sounds, and three scrapes between
    assert [b - a for a, b in zip(before[1:], after[1:], strict=True)] == [3, 3]
    assert told("voicepress_work_waiting_seconds") == 0
    assert told("voicepress_audio_seconds_total") > 1
    with service.client() as client:
        series = [line for line in client.get("/metrics").text.splitlines() if not line.startswith("#")]
    assert len(series) < 100


def test_the_voices_in_both_shapes(service: Service) -> None:
    with service.client() as client:
        told = client.get("/v1/audio/voices").json()
    assert told["voices"] == ["careful", "narrator"] == [one["id"] for one in told["data"]]


def test_openai_s_client_works_unchanged(service: Service, tmp_path: Path) -> None:
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(api_key=service.key, base_url=f"{service.url}/v1", http_client=httpx.Client(trust_env=False))
    answer = client.audio.speech.create(model="tts-1", voice="narrator", input=WORDS)
    assert seconds_of(answer.content) > 0.5
    asked = {"model": "tts-1", "voice": "narrator", "input": WORDS, "response_format": "opus"}
    with client.audio.speech.with_streaming_response.create(**asked) as streamed:
        streamed.stream_to_file(tmp_path / "a.opus")
    assert seconds_of((tmp_path / "a.opus").read_bytes()) > 0.5
    with pytest.raises(openai.NotFoundError, match="there is no voice"):
        client.audio.speech.create(model="tts-1", voice="alloy", input=WORDS)
    stranger = openai.OpenAI(
        api_key="vp_wrong", base_url=f"{service.url}/v1", http_client=httpx.Client(trust_env=False)
    )
    with pytest.raises(openai.AuthenticationError):
        stranger.models.list()


def test_for_a_client_that_left_nothing_more_is_spoken(service: Service) -> None:
    text = " ".join(f"This is line number {word} of a text that nobody waits for." for word in "one two three".split())
    url = httpx.URL(service.url)
    body = json.dumps({"input": text * 20, "voice": "narrator", "response_format": "mp3"}).encode()
    with socket.create_connection((url.host, url.port or 80), timeout=10) as client:
        client.sendall(
            b"POST /v1/audio/speech HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + f"Content-Length: {len(body)}\r\nAuthorization: Bearer {service.key}\r\n\r\n".encode()
            + body
        )
        client.recv(10)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")  # hangs up
    digest = digest_of((text * 20).encode())
    for _ in range(200):
        if found := [one for one in entries(service) if one["text"] == digest]:
            break
        threading.Event().wait(0.05)
    assert [one["status"] for one in found] == [499]


@given(text=st.text(max_size=60), more=st.sampled_from(["", "?", " 12 % of $5", "\u202e", "\n\n- a\n- b", "<b>x</b>"]))
@settings(max_examples=30)
def test_no_text_is_a_fault_of_the_service(service: Service, text: str, more: str) -> None:
    answer = service.speak(text + more, response_format="pcm")
    assert answer.status_code in (200, 400, 403, 422), answer.text
    assert (answer.status_code == 200) == (len(answer.content) > 0 and "error" not in answer.text[:10])


def test_a_consent_that_was_extended_holds_for_a_warm_engine(service: Service) -> None:
    """Its worker holds the voice to the consent with which it was started: another consent, another pool."""
    path = service.repo / "manifests" / "voices" / "narrator.yaml"
    before = path.read_text()
    path.write_text(before.replace("service]", "service], until: 2099-01-31"))
    service.stage._known.clear()
    assert service.speak("It was a long night.").status_code == 200
    pool = service.stage._pool
    path.write_text(before.replace("service]", "service], until: 2099-06-30"))
    service.stage._known.clear()
    assert service.speak("It was a longer one.").status_code == 200
    assert service.stage._pool is not pool
