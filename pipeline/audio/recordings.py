"""Recordings that people bring in other formats than WAV and FLAC (a telephone writes M4A), converted by pydub.

libsndfile reads WAV, FLAC, Ogg and MP3 as they are, and no M4A. pydub would ask an ffmpeg program for everything but
WAV, so PyAV decodes, which brings FFmpeg's libraries, and pydub converts and cuts. Samples stay 32 bits wide: at 16,
a room at -70 dB of full scale would have 28 dB above the noise of rounding.
"""

from __future__ import annotations

import io
import warnings

SAMPLE_BYTES = 4
DIGITAL_SILENCE_DB = -120.0  # of 10 ms: no microphone is as quiet
CHUNK_MS = 10


def as_wav(data: bytes, most_s: float) -> bytes:
    """A recording as a WAV file of one channel, without digital silence at its ends, cut off after `most_s`.

    Encoders pad the last frame with zeros: in a loop, that would be a gap every time it comes round.

    Raises:
        ValueError: there is no sound in it that FFmpeg can read.
    """
    with warnings.catch_warnings(action="ignore"):  # that there is no ffmpeg program, which nothing here asks for
        from pydub import AudioSegment
        from pydub.silence import detect_leading_silence

    pcm, rate, channels = _decoded(data, most_s)
    segment = AudioSegment(pcm, sample_width=SAMPLE_BYTES, frame_rate=rate, channels=channels).set_channels(1)
    first, last = (
        detect_leading_silence(one, silence_threshold=DIGITAL_SILENCE_DB, chunk_size=CHUNK_MS)
        for one in (segment, segment.reverse())
    )
    if first + last < len(segment):  # what is silent from end to end is told so by who reads it
        segment = segment[first : len(segment) - last]
    out = io.BytesIO()
    segment.export(out, format="wav")
    return out.getvalue()


def _decoded(data: bytes, most_s: float) -> tuple[bytes, int, int]:
    """Interleaved samples of 32 bits, their rate and their channels."""
    import av

    try:
        with av.open(io.BytesIO(data)) as file:
            if not file.streams.audio:
                raise ValueError("there is no sound in it")
            stream = file.streams.audio[0]
            to_pcm = av.AudioResampler(format="s32")
            blocks, samples = [], 0
            for frame in file.decode(stream):
                blocks += [one.to_ndarray().tobytes() for one in to_pcm.resample(frame)]
                samples += frame.samples
                if samples > most_s * stream.rate:
                    break
            return b"".join(blocks), stream.rate, stream.channels
    except av.FFmpegError as error:
        raise ValueError(error.strerror) from None
