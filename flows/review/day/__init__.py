"""The pages on which a studio begins its day: the shelf, a book being made, what is skipped, voices to audition."""

from flows.review.day import auditions, making, manuscript, pages, shelf

ROUTES = (*pages.ROUTES, *shelf.ROUTES, *making.ROUTES, *manuscript.ROUTES, *auditions.ROUTES)
