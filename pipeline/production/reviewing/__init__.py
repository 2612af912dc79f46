"""A production as its reviewers see it: the list of its lines, one line in full, and how it sounds in its context."""

from pipeline.production.reviewing.book import Reviewed, redecided, review
from pipeline.production.reviewing.excerpt import Excerpt, excerpt, peaks, take_named, take_sound
from pipeline.production.reviewing.line import review_line

__all__ = ["Excerpt", "Reviewed", "excerpt", "peaks", "redecided", "review", "review_line", "take_named", "take_sound"]
