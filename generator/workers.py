"""Work in other processes, where that is faster: a function over many tasks, in batches, its results in order.

What crosses between processes is small: the work finds what is large by itself, by the archive's folder and by keys in
its memory.
"""

import gc
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from generator.memory import Memory

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

_PARALLEL_FROM = 48  # tasks: starting workers costs more than doing fewer here
_BATCH = 16

In = TypeVar("In")
Out = TypeVar("Out")


Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


def no_progress(_what: str, _done: int, _of: int) -> None:
    """Says nothing."""


def processes(asked: int | None, memory: Memory) -> int:
    """How many may work at once: one, where others could not see what it remembers."""
    return (asked or min(os.cpu_count() or 1, 8)) if memory.is_shared else 1


def run(work: Callable[[Sequence[In]], list[Out]], tasks: Sequence[In], jobs: int) -> Iterator[Out]:
    """Applies a function from batches to batches to all tasks, in processes where that helps; results in order."""
    if jobs == 1 or len(tasks) < _PARALLEL_FROM:
        for start in range(0, len(tasks), _BATCH):
            yield from work(tasks[start : start + _BATCH])
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, multiprocessing.get_context(_start_method()), _begin_working) as pool:
        yield from _in_pool(pool, jobs, work, tasks)


def _begin_working() -> None:
    # A worker would wait for ever for the work of a build that was killed.
    threading.Thread(target=_wait_for_parent, daemon=True).start()
    gc.disable()  # it lives for one piece of work: collecting garbage costs more than it gives back


def _wait_for_parent() -> None:
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


def _start_method() -> str:
    """A forked worker has all modules and the site at once; but locks that other threads hold stay locked in it."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _in_pool(
    pool: "Executor", jobs: int, work: Callable[[Sequence[In]], list[Out]], tasks: Sequence[In]
) -> Iterator[Out]:
    """A few batches are under way at a time, so that results waiting to be used do not fill the memory."""
    waiting: deque[Future[list[Out]]] = deque()
    for start in range(0, len(tasks), _BATCH):
        waiting.append(pool.submit(work, tasks[start : start + _BATCH]))
        if len(waiting) > 4 * jobs:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()
