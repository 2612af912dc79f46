"""Enrolment: from a person's recordings to the clips, the references and the data set of a voice."""
