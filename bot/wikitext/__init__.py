"""Pure: wikitext."""
