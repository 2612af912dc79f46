"""What Prometheus is told of the service. This process alone holds the registry: engines answer over their pipes.

Names carry base units, counters end in `_total`, and no voice's owner, line or key is a label, so that the number of
series does not grow with use.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
LINES = (1, 2, 4, 8, 16, 32)


class Metrics:
    """The metrics of one service.

    Args:
        waiting_s: seconds of computing that wait for an engine, asked for at each scrape.
    """

    def __init__(self, waiting_s: Callable[[], float]):
        self.registry = CollectorRegistry()
        self.requests = self._counter("requests", "answers by status", "status")
        self.takes = self._counter("takes", "lines, by where they came from: spoken, stored, failed", "outcome")
        self.audio = self._counter("audio_seconds", "sound spoken anew", "engine")
        self.compute = self._counter("compute_seconds", "computing of engines", "engine")
        self.first_byte = Histogram(
            "voicepress_first_byte_seconds", "from a request to the first bytes of its sound", buckets=SECONDS,
            registry=self.registry,
        )  # fmt: skip
        self.batch_lines = Histogram(
            "voicepress_batch_lines", "lines that one engine was given at once", buckets=LINES, registry=self.registry
        )
        waiting = Gauge("voicepress_work_waiting_seconds", "until a new line would begin", registry=self.registry)
        waiting.set_function(waiting_s)
        build = Gauge("voicepress_build_info", "always 1", ["version"], registry=self.registry)
        build.labels(version("voicepress")).set(1)

    def exposition(self) -> bytes:
        """All of them in Prometheus's text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, told: str, label: str) -> Counter:
        return Counter(f"voicepress_{name}", told, [label], registry=self.registry)
