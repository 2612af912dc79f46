"""English: how numbers are written, and what a line must hold for a rule about them to be tried at all."""

from __future__ import annotations

import re

N = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)"  # whole
D = rf"(?:{N}(?:\.\d+)?|(?<![\w.])\.\d+)"  # decimal
SPLIT = r"(?<![\w.,])"
END = r"(?![\w])(?!\.\d)(?!,\d{3})"
JOINED = re.compile(r"[-/.)](?:(?<=\d.)\d|(?<=\)) ?\d)")
COLON = re.compile(r"\d:\d")
SLASH = re.compile(r"\d ?/ ?\d")
POINT = re.compile(r"\.\d")
