"""Shell: what was intended and how it ended. The only room that imports a database."""
