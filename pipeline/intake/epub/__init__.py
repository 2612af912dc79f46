"""The parts of an EPUB: the zip archive, the package document, the spine, navigation document or NCX, DRM, lexicons."""
