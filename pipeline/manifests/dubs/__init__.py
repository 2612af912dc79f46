"""Manifests of dubs."""
