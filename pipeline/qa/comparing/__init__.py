"""Two versions of a voice side by side: what listeners hear of the same lines, and whether one may replace the other.

figures.py  takes and hearings -> figures of each version        gates.py  figures -> why a promotion is refused
"""
