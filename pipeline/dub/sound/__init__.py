"""The sound of a dub: takes rendered to their planned sample, laid back onto the picture, mixed, written as stems."""
