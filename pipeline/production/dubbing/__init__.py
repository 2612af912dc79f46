"""Dubs: productions whose takes are laid onto a picture."""
