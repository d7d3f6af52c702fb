"""Shell: the wikis. The only room that imports pywikibot or requests."""
