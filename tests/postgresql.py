"""A PostgreSQL server for tests: started in a folder of its own on a free port, as a user who is not root."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def programs() -> Path | None:
    """The folder of PostgreSQL's programs: the newest of Debian's, or where PATH has them; None where there is none."""
    debian = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if debian:
        return max(debian, key=lambda p: float(p.parent.name))
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found else None


@contextmanager
def server() -> Iterator[str]:
    """The URL of a new, empty database."""
    where = programs()
    assert where is not None
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="voicepress-pg-"))
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    port = _free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c shared_buffers=16MB"
    control = [str(where / "pg_ctl"), "-D", str(folder / "data")]
    try:
        # As any user of this machine, without a password: it lives for a test and holds nothing.
        _run([str(where / "initdb"), "-D", str(folder / "data"), "-U", "voicepress", "-A", "trust", "-E", "UTF8"], user)
        _run([*control, "-w", "-l", str(folder / "log"), "-o", options, "start"], user)
        yield f"postgresql://voicepress@127.0.0.1:{port}/postgres"
    finally:
        with suppress(subprocess.CalledProcessError):
            _run([*control, "-m", "immediate", "stop"], user)
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.getuid():
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    return None


def _run(command: list[str], user: str | None) -> None:
    # Its output goes to a file: the server inherits the handle, and a pipe would stay open until it ends.
    with tempfile.TemporaryFile() as log:
        try:
            subprocess.run(command, check=True, user=user, cwd="/", stdout=log, stderr=log)
        except subprocess.CalledProcessError:
            log.seek(0)
            print(log.read().decode(errors="replace"))
            raise


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
