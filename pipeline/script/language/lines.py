"""The language of each line of a book: the one that it is marked as, else the detected one, else the book's."""

from __future__ import annotations

from pipeline.script.language.detection import LineLanguageDetector
from pipeline.script.language.marked import marked_as, marked_languages
from pipeline.script.read_block import ReadBlock


class LineLanguages:
    """Languages of lines. A chapter that can hold no line in another language is examined once as a whole."""

    def __init__(self) -> None:
        self._detectors: dict[str, LineLanguageDetector] = {}
        self._chapter = ""
        self._mixed: dict[str, bool] = {}  # by book language: whether lines of the chapter can be in another

    def of(self, block: ReadBlock, start: int, end: int) -> str:
        """The language of a range of the block."""
        book = block.language
        if any(span.language for span in block.block.spans):
            names = marked_languages(block.block, start, end, book)
            if marked := marked_as(names, book):
                return marked
            if set(names) - {book}:
                return book  # the author has marked which words are foreign: the rest is the book's language
        if block.chapter_text is not self._chapter:
            self._chapter, self._mixed = block.chapter_text, {}
        detector = self._detectors.setdefault(book, LineLanguageDetector(book))
        if book not in self._mixed:
            self._mixed[book] = detector.may_differ(self._chapter)
        return detector.of(block.text[start:end]) if self._mixed[book] else book
