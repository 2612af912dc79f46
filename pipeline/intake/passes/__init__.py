"""Passes over the chapters of a book after they are cut, in the order in which `finish` runs them."""
