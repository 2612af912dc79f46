"""Names in files that others can write are names, never paths: nothing outside store and out/ is moved or deleted."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.delivery.published import RECORD
from pipeline.delivery.publishing import clear_earlier, publish, withdraw
from pipeline.errors import DamagedError, ManifestError, StoreError
from pipeline.records import Deliverable, Part
from pipeline.store import Store, digest_of, is_digest
from pipeline.untrusted.bounds import inside
from tests.factories import write_production
from tests.pipeline.production.test_production import TEXT, make, production_parts


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    path = tmp_path / "victims" / "v.txt"
    path.parent.mkdir()
    path.write_bytes(b"somebody's only copy")
    return path


def there(victim: Path) -> bool:
    return sorted(victim.parent.iterdir()) == [victim] and victim.read_bytes() == b"somebody's only copy"


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "a/../../x",
        "/etc/passwd",
        "..",
        ".",
        "",
        "a//b",
        "a/./b",
        "C:\\x",
        "c:x",
        "\\\\host\\share",
        "..\\x",
        "a\\..\\..\\x",
        "a\0b",
        "a\nb",
        "~/../x",
        None,
        7,
        ["x"],
        {"x": 1},
    ],
)
def test_a_name_that_leads_out_of_its_folder_is_none(tmp_path: Path, name: object) -> None:
    assert inside(tmp_path, name) is None


@pytest.mark.parametrize(
    "name", ["a", "a.mp3", "mp3/001 A.mp3", "...", "..a/b", "~", "Author/Series/Title {N}/T.m4b", "話.m4b"]
)
def test_a_name_within_its_folder_is_that_path(tmp_path: Path, name: str) -> None:
    assert inside(tmp_path, name) == tmp_path / name


def test_a_way_out_by_a_link_is_none(tmp_path: Path, victim: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mp3").symlink_to(victim.parent)
    (folder / "round").symlink_to(folder / "round")
    assert inside(folder, f"mp3/{victim.name}") is None
    assert inside(folder, "round/x") is None
    (tmp_path / "elsewhere").symlink_to(folder)  # the folder itself may lie where its owner likes
    assert inside(tmp_path / "elsewhere", "book.m4b") == tmp_path / "elsewhere" / "book.m4b"


@pytest.mark.parametrize(
    "digest",
    [
        "../../../victims/v.txt",
        "../" * 9 + "etc/passwd",
        "",
        "a" * 63,
        "A" * 64,
        "é" * 64,
        "a" * 64 + "\n",
        "a" * 65,
        None,
        12,
        ["a" * 64],
    ],
)
def test_a_digest_is_64_hexadecimal_digits_or_nothing_is_found_read_or_moved(
    tmp_path: Path, victim: Path, digest: Any
) -> None:
    assert not is_digest(digest)
    store = Store(tmp_path / "a" / "b" / "store")
    store.objects.mkdir(parents=True)
    assert not store.has(digest)
    for ask in (store.read, store.file):
        with pytest.raises(DamagedError, match="which is no digest"):
            ask(digest)
    assert there(victim)


def test_a_cache_entry_that_names_a_file_elsewhere_is_damaged_and_made_again(tmp_path: Path, victim: Path) -> None:
    path = write_production(tmp_path / "house", "short", TEXT)
    made = make(path)
    _, store, _ = production_parts(path)
    up = "../" * (len(store.objects.parts) - len(tmp_path.parts))
    for recipe in ("take", "master", "encoded", "deliverable"):
        entry = next((Path(store.root) / "slips" / recipe).glob("*.json"))
        said = json.loads(entry.read_bytes())
        entry.write_text(json.dumps(said | {"digest": f"{up}victims/v.txt", "size": victim.stat().st_size}))
    for master in (Path(store.root) / "slips" / "master").glob("*.json"):
        master.unlink()
    again = make(path)
    assert again.lines == made.lines
    assert there(victim)
    assert make(path).made == 0


@pytest.mark.parametrize("name", ["../../../victims/new.txt", "/{victims}/new.txt", "a/../../../../victims/new.txt"])
def test_a_deliverable_s_entry_that_names_files_elsewhere_is_made_again(
    tmp_path: Path, victim: Path, name: str
) -> None:
    path = write_production(tmp_path / "house", "short", TEXT, deliver="[captions]")
    make(path)
    job, store, _ = production_parts(path)
    (entry,) = (Path(store.root) / "slips" / "deliverable").glob("*.json")
    said = json.loads(entry.read_bytes())
    said["facts"]["parts"][0][0] = name.replace("{victims}", str(victim.parent).strip("/"))
    entry.write_text(json.dumps(said))
    make(path)
    assert there(victim)
    assert not any("victims" in part[0] for part in json.loads(entry.read_bytes())["facts"]["parts"])
    assert list(job.out.rglob("The Book of short.srt"))


def entry_for(victim: Path, **more: Any) -> dict[str, Any]:
    status = victim.stat()
    return {
        "digest": digest_of(victim.read_bytes()),
        "size": status.st_size,
        "mtime_ns": status.st_mtime_ns,
        "form": "m4b",
        "key": "k",
        **more,
    }


def test_a_published_record_that_names_files_elsewhere_deletes_none(tmp_path: Path, victim: Path) -> None:
    path = write_production(tmp_path / "house", "short", TEXT)
    make(path)
    job, _, _ = production_parts(path)
    record = job.out / RECORD
    (job.out / "linked").symlink_to(victim.parent)
    up = "../" * (len(job.out.parts) - len(tmp_path.parts))
    for name in (f"{up}victims/v.txt", str(victim), "linked/v.txt", f"linked/../{up}victims/v.txt"):
        record.write_text(json.dumps(json.loads(record.read_bytes()) | {name: entry_for(victim)}))
    make(path)
    assert there(victim)
    record.write_text(json.dumps({f"{up}victims/v.txt": entry_for(victim), "linked/v.txt": entry_for(victim)}))
    clear_earlier([], job.out)
    withdraw(job.out)
    assert there(victim)


def test_a_folder_of_refused_files_that_is_a_link_loses_nothing(tmp_path: Path, victim: Path) -> None:
    (victim.parent / "empty").mkdir()
    (victim.parent / RECORD).write_text(json.dumps({"v.txt": entry_for(victim)}))
    (tmp_path / "out" / "refused").mkdir(parents=True)
    (tmp_path / "out" / "refused" / "m4b").symlink_to(victim.parent)
    withdraw(tmp_path / "out" / "refused" / "m4b")
    assert victim.exists()
    assert (victim.parent / "empty").is_dir()


def test_what_is_published_is_written_through_no_link(tmp_path: Path, victim: Path) -> None:
    store = Store(tmp_path / "store")
    with store.making() as file:
        file.write_bytes(b"new")
        digest = store.keep_object(file)
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / ".book.m4b.part").symlink_to(victim)
    (folder / "book.m4b").symlink_to(victim)
    publish(Deliverable("m4b", "k", (Part("book.m4b", digest, 1),), 1), store, folder)
    assert (folder / "book.m4b").read_bytes() == b"new"
    assert there(victim)
    (folder / "mp3").symlink_to(victim.parent)
    for name in ("mp3/v.txt", "../victims/v.txt"):
        with pytest.raises(StoreError, match="does not lie inside"):
            publish(Deliverable("mp3", "k", (Part(name, digest, 1),), 1), store, folder)
    assert there(victim)


def test_state_files_that_are_none_stop_no_run(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT)
    make(path)
    job, _, _ = production_parts(path)
    book = "The Book of short.m4b"
    records = (
        b"[]",
        b"7",
        b"null",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        f'{{"{book}": []}}'.encode(),
        f'{{"{book}": {{"digest": 7, "size": 1, "mtime_ns": 1}}}}'.encode(),
        f'{{"{book}": {{"size": 1}}, "a": {{"digest": "x", "key": []}}}}'.encode(),
    )
    owners = (b"\xff\xfe\x00", b"../\xe9\xff", b"\0", b"x" * 5000, b"a\nb")
    for number, record in enumerate(records):
        (job.out / RECORD).write_bytes(record)
        (job.out / ".lock").write_bytes(owners[number % len(owners)])
        assert make(path).made == 0
        assert json.loads((job.out / RECORD).read_bytes())[book]["form"] == "m4b"
        assert (job.out / (job.out / ".lock").read_text()).resolve() == path


@pytest.mark.parametrize(
    "name",
    [
        "../productions/short/evil",
        "/{house}/manifests/productions/short/evil",
        "a/../../productions/short/evil",
        "..",
        "a//narrator",
        "./narrator",
        "C:narrator",
        "..\\\\productions\\\\short\\\\evil",
    ],
)
def test_a_voice_lies_in_the_folder_of_voices(tmp_path: Path, name: str) -> None:
    path = write_production(tmp_path, "short", TEXT)
    voice = path.parents[2] / "voices" / "narrator.yaml"
    (path.parent / "evil.yaml").write_text(voice.read_text())
    name = name.replace("/{house}", str(tmp_path))
    path.write_text(path.read_text().replace("voice: narrator", f'voice: "{name}"'))
    with pytest.raises(ManifestError, match="is no name of a voice: voices lie in .*manifests/voices"):
        production_parts(path)
    path.write_text(path.read_text().replace(f'voice: "{name}"', "cast: cast.yaml"))
    (path.parent / "cast.yaml").write_text(f'narrator: narrator\nrules: [{{voice: "{name}", text: x}}]\n')
    with pytest.raises(ManifestError, match="is no name of a voice"):
        production_parts(path)


def test_a_voice_may_lie_in_a_folder_of_its_own_there(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT)
    voice = path.parents[2] / "voices" / "narrator.yaml"
    (voice.parent / "german").mkdir()
    voice.rename(voice.parent / "german" / "narrator.yaml")
    path.write_text(path.read_text().replace("voice: narrator", "voice: german/narrator"))
    assert list(production_parts(path)[0].voices) == ["german/narrator"]


@pytest.mark.parametrize("spec", ["../../manifests/productions/short/evil", "/tmp/evil"])
def test_a_spec_lies_in_the_folder_of_specs(tmp_path: Path, spec: str) -> None:
    path = write_production(tmp_path, "short", TEXT, extra=f'spec: "{spec}"\n')
    (path.parent / "evil.yaml").write_text("name: x\n")
    with pytest.raises(ManifestError, match="there is no spec|spec"):
        production_parts(path)


@pytest.mark.parametrize(
    ("field", "named"),
    [
        ("manuscript", "/etc/passwd"),
        ("manuscript", "/proc/self/environ"),
        ("cover", "/dev/zero"),
        ("manuscript", "linked.txt"),
        ("manuscript", "../../../../../../../../../../etc/passwd"),
        ("manuscript", "{house}/.ssh/id_ed25519"),
        ("cover", "/etc/hosts.png"),
        ("cover", "{house}/.aws/cover.png"),
        ("lexicons", "/proc/self/status"),
        ("cast", "/etc/passwd"),
    ],
)
def test_a_production_reads_no_file_of_the_machine_aloud(tmp_path: Path, field: str, named: str) -> None:
    path = write_production(tmp_path, "short", TEXT)
    (path.parent / "linked.txt").symlink_to("/etc/passwd")
    for folder in (".ssh", ".aws"):
        (tmp_path / folder).mkdir()
    (tmp_path / ".ssh" / "id_ed25519").write_text("a key")
    named = named.replace("{house}", str(tmp_path))
    said = f"[{named}]" if field == "lexicons" else named
    text = path.read_text()
    text = (
        text.replace("manuscript: short.txt", f"manuscript: {said}")
        if field == "manuscript"
        else text + f"{field}: {said}\n"
    )
    path.write_text(text.replace("voice: narrator\n", "") if field == "cast" else text)
    with pytest.raises(
        ManifestError, match=rf"{field}: .* is (a file of the system|where credentials are kept), which no production"
    ):
        production_parts(path)


def test_a_manuscript_may_lie_wherever_else_its_user_reads(tmp_path: Path) -> None:
    path = write_production(tmp_path / "house", "short", TEXT)
    book = tmp_path / "books" / "short.txt"
    book.parent.mkdir()
    (path.parent / "short.txt").rename(book)
    text = path.read_text()
    for named in (str(book), "../../../../books/short.txt"):
        path.write_text(text.replace("manuscript: short.txt", f"manuscript: {named}"))
        assert production_parts(path)[0].manuscript.title == "The Book of short"
