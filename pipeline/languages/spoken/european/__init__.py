"""Rules of spoken forms that languages with decimal commas share."""
