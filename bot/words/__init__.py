"""Pure: what the bot says to people: messages, plurals, dates, lists, direction."""
