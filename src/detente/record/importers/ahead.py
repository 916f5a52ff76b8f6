"""Work on the next item while the last one is in use."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Generator[T, None, None]) -> Generator[T, None, None]:
    """Yield the items of a generator, the next one made in a thread meanwhile; its errors come through.

    At most one item is made ahead: when one is handed out, the one before the last is no longer in use.

    >>> list(ahead(number * number for number in range(4)))
    [0, 1, 4, 9]
    """
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(_next, items)
        try:
            while made := waiting.result():
                waiting = pool.submit(_next, items)
                yield made[0]
        finally:
            waiting.exception()  # waits for what is still being made
            items.close()


def _next(items: Generator[T, None, None]) -> tuple[()] | tuple[T]:
    for item in items:
        return (item,)
    return ()
