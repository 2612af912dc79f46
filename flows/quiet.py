"""Settings that Prefect must find before it is imported; what is set already stays.

- An ephemeral server starts within 8 to 33 s here and on busy machines; Prefect gives up after 20.
- No telemetry: both switches are needed, one for the server's heartbeat, one for the SDK's events; and Ray's own.
"""

import os

SETTINGS = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
}
for _name, _value in SETTINGS.items():
    os.environ.setdefault(_name, _value)
