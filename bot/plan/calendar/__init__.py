"""Pure: the clinic calendar: what should stand on its pages and in its feeds."""
