"""The bot that runs a peer-learning program on its wikis.

The rooms and the direction in which they may import each other are in README.md.
"""

__version__ = "0.1.0"
