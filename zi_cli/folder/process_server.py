"""The process that worker processes are copied from: started early, silent, and deaf to Ctrl-C."""

import atexit
import contextlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from functools import cache
from multiprocessing.context import BaseContext
from pathlib import Path

from zi_cli.errors import UnwritableOutput
from zi_cli.files import temporary_folder
from zi_cli.libraries import HAS_PROCESSES

#: Characters of a folder in which a socket still finds a name.
_MAX_SOCKET_NAME = 84


def start_ahead(*modules: str) -> None:
    """Let the server load *modules* while this process, sure to need workers, still loads what it needs itself."""
    if HAS_PROCESSES:
        process_context(modules)


def process_context(muat_awal: tuple[str, ...]) -> BaseContext:
    """How worker processes start: from a server that has loaded the modules *muat_awal*, where the system has such.

    The first call decides what is loaded.
    """
    _own_temporary_folder()
    # Never plain fork: the pool runs threads, and a fork may copy a lock that one of them holds.
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(muat_awal))
    # Ctrl-C and a closed terminal reach every process of a group: those blocked here are the parent's alone to hear,
    # and it ends its workers. What is blocked now stays so in all that descends from the server.
    # The tracker comes first: where the server has to start it, it lets Ctrl-C through again.
    resource_tracker.ensure_running()
    initial = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        with _silent_children():
            forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, initial)
    return context


@contextlib.contextmanager
def _silent_children() -> Iterator[None]:
    """Processes started here have no standard error: what a worker has to say comes with its result.

    One that starts while its parent stops finds nothing it was told of, and would print its trace.
    """
    try:
        original = os.dup(2)
    except OSError:
        yield
        return
    nihil = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nihil, 2)
    os.close(nihil)
    try:
        yield
    finally:
        os.dup2(original, 2)
        os.close(original)


@cache
def _own_temporary_folder() -> None:
    """Let ``multiprocessing`` keep its socket in a folder of ours: what a killed run left of it is cleaned by the next.

    Where the system's place for such folders has a name too long for a socket, that folder is in ``/tmp``; where it
    can't be written to, ``multiprocessing`` finds one itself, or says why not.
    """
    import tempfile

    stack = contextlib.ExitStack()
    place = Path(tempfile.gettempdir())
    if len(str(place)) > _MAX_SOCKET_NAME - len("/zi-kerja-4194304-01234567"):
        place = Path("/tmp")
    with contextlib.suppress(UnwritableOutput):
        folder = str(stack.enter_context(temporary_folder("zi-kerja-", place)))
        atexit.register(stack.close)
        multiprocessing.current_process()._config.setdefault("tempdir", folder)  # type: ignore[attr-defined]
