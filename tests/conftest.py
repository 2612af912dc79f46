"""For all tests."""

from hypothesis import HealthCheck, settings

# How long drawing takes says how busy the machine is.
settings.register_profile("voicepress", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("voicepress")
