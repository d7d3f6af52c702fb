"""Pure: what should change on the wikis, as values; one file a job."""
