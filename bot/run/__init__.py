"""Shell: settings, jobs (gather, plan, apply), delivery and report."""
