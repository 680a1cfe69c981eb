"""Take from a Python on Linux what Windows does not have. Python loads this before everything, in workers as well."""

import multiprocessing
import multiprocessing.context
import os
import signal
import sys

for _name in ("fcntl", "resource", "pwd", "grp", "termios"):
    sys.modules[_name] = None  # type: ignore[assignment]
for _name in ("fork", "forkpty", "getuid", "geteuid", "mkfifo"):
    if hasattr(os, _name):
        delattr(os, _name)
for _name in ("SIGHUP", "SIGALRM", "SIGKILL", "SIGCHLD", "SIGUSR1", "SIGPIPE", "pthread_sigmask", "alarm", "setitimer"):
    if hasattr(signal, _name):
        delattr(signal, _name)


def _only_spawn() -> list[str]:
    return ["spawn"]


def _no_other(method: "str | None" = None) -> multiprocessing.context.BaseContext:
    assert method in (None, "spawn"), method
    return _spawn


_spawn = multiprocessing.get_context("spawn")
multiprocessing.get_all_start_methods = _only_spawn  # type: ignore[assignment]
multiprocessing.get_context = _no_other  # type: ignore[assignment]
