"""A production as its manifest names it: everything read and checked, nothing made yet."""
