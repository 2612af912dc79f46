"""What a picture's container says of it; to be called through `sandbox.confined`, for demuxers are native code."""

from __future__ import annotations

import json


def probe(path: bytes) -> bytes:
    """JSON {frame_rate, duration_ms, start} of the film at a path; "" and 0 for what it does not say.

    Raises ValueError where there is no picture in it.
    """
    import av

    try:
        with av.open(path.decode("utf-8", "surrogateescape"), mode="r") as film:
            if not film.streams.video:
                raise ValueError("there is no picture in it")
            stream = film.streams.video[0]
            rate = stream.average_rate or stream.base_rate
            length = film.duration / 1000 if film.duration else 0  # PyAV counts microseconds
            if stream.duration and stream.time_base:
                length = float(stream.duration * stream.time_base * 1000)
            tags = [film.metadata, *(one.metadata for one in film.streams)]
            start = next((tag["timecode"] for tag in tags if "timecode" in tag), "")
            said = {"frame_rate": f"{rate.numerator}/{rate.denominator}" if rate else "", "duration_ms": round(length)}
            return json.dumps({**said, "start": start}).encode()
    except (av.FFmpegError, OSError) as error:
        raise ValueError(getattr(error, "strerror", "") or "it is no film") from None
