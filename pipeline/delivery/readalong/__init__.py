"""Read-along EPUBs: the source's own documents with ids where lines begin, and an overlay for each.

    markup.py     parses a document with the byte positions of its elements and visible characters
    places.py     finds the lines of a script in a document, and chooses the ids that mark them
    marking.py    marks all documents of an EPUB
    overlay.py    SMIL: which id is heard when
    package.py    the package document, with what was added
    written.py    writes an EPUB for a manuscript that is none, by EbookLib
Documents are not written anew: ids are put between their bytes, and everything else stays as it is.
"""
