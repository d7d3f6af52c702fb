"""Pure: the program itself (participants, languages, announcements); its nouns are the field's."""
