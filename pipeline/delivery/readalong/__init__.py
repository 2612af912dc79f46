"""An EPUB that can be read along: its own documents, with ids where lines begin, and an overlay for each.

    markup.py     a document as bytes: where each element and each visible character stands
    places.py     where the lines of a script stand in a document, and the ids that mark them
    overlay.py    SMIL: which id is heard when
    package.py    the package document, with what was added
Documents are not written anew: ids are put between their bytes, and everything else stays as it is.
"""
