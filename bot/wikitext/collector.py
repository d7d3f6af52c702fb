"""Pure: reading without Python's search for circles of objects.

That search goes through all objects again and again while a page's thousands are made, and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """Let the collector rest meanwhile; also a decorator. What is no longer named is freed all the same."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()
