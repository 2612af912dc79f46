"""Benches, rooflines and experiments of GPT-SoVITS; outside the wheel, imported by nothing in the product."""
