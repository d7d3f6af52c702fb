"""Speed and memory, printed for people to read; no tests, for figures depend on the machine."""
