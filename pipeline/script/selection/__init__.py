"""Selection: what of a manuscript is read, and findings on prose that is not."""
