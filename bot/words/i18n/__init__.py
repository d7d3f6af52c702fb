"""Pure: the messages, one file a language; qqq says what each is for."""
