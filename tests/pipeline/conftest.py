"""Fixtures of several folders: a bucket."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """Where a bucket is, played by moto on this machine."""
    server = pytest.importorskip("moto.server", reason="moto plays S3: pip install 'voicepress[dev,s3]'")
    pytest.importorskip("s3fs")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    before = dict(os.environ)
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "k",
        "AWS_SECRET_ACCESS_KEY": "s",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "FSSPEC_S3_ENDPOINT_URL": f"http://{host}:{port}",
    }
    import fsspec
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()  # another module's bucket is gone
    fsspec.config.set_conf_env(fsspec.config.conf)
    s3fs.S3FileSystem().makedirs("shelf", exist_ok=True)
    yield "s3://shelf"
    running.stop()
    os.environ.clear()
    os.environ |= before
