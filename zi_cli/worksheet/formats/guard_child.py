"""The process that reads files where a system can't fork (Windows): started once a command, ended at a deadline.

Requests and answers are pickles of our own on its standard input and output, each after its length. A watchdog
thread ends the process when one takes too long; the next request starts another.
"""

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, NoReturn, TypeVar

from zi_cli.libraries.memory import limit_memory
from zi_cli.worksheet.formats.limits import LimitExceeded

H = TypeVar("H")

_LENGTH = 8
#: Seconds beyond the parent's deadline after which the child ends itself: its parent is gone.
_GRACE = 10.0


class NotSent(Exception):
    """The work can't be given to another process."""


class Ended(Exception):
    """The process ended without an answer; ``code`` is how, None when it took too long."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


_child: subprocess.Popen[bytes] | None = None


def ask(work: Callable[[], H], seconds: float, memory: int) -> tuple[bool, Any]:
    """Let the child do *work*: whether it succeeded, and its result or error.

    Raises ``NotSent`` for work that can't travel, ``Ended`` when the child dies or is ended after *seconds*.
    """
    global _child
    try:
        request = pickle.dumps((work, seconds, memory), pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, TypeError, AttributeError):
        raise NotSent from None
    child = _child = _child if _child is not None and _child.poll() is None else _start()
    late = threading.Event()

    def end() -> None:
        late.set()
        child.terminate()

    watchdog = threading.Timer(seconds, end)
    watchdog.daemon = True
    watchdog.start()
    try:
        assert child.stdin is not None and child.stdout is not None
        send(child.stdin, request)
        answer: tuple[bool, Any] = pickle.loads(receive(child.stdout))
    except (OSError, EOFError):
        _end()
        raise Ended(None if late.is_set() else child.returncode) from None
    except BaseException:
        _end()
        raise
    finally:
        watchdog.cancel()
        watchdog.join()
    return answer


def _start() -> "subprocess.Popen[bytes]":
    root = os.pathsep.join(filter(None, (str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH"))))
    atexit.register(_end)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "zi_cli.worksheet.formats.guard_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": root},
    )


def _end() -> None:
    global _child
    if _child is not None:
        _child.terminate()
        _child.wait()
        for pipe in (_child.stdin, _child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        _child = None


def send(pipe: IO[bytes], data: bytes) -> None:
    """Write *data* after its length."""
    pipe.write(len(data).to_bytes(_LENGTH, "little") + data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes:
    """What the other end sent; raises ``EOFError`` when it ended before."""
    length = pipe.read(_LENGTH)
    data = pipe.read(int.from_bytes(length, "little")) if len(length) == _LENGTH else b""
    if len(length) < _LENGTH or len(data) < int.from_bytes(length, "little"):
        raise EOFError
    return data


def outcome(work: Callable[[], object], memory: int) -> bytes:
    """The pickle of what *work* returns or raises, as (True, result) or (False, error)."""
    try:
        result: tuple[bool, object] = (True, work())
    except MemoryError:
        result = (False, LimitExceeded(f"membutuhkan memori lebih dari {memory >> 20} MB"))
    except Exception as e:  # noqa: BLE001 - raised again in the parent
        result = (False, e)
    try:
        return pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, TypeError, AttributeError):
        # Some libraries' errors can't travel.
        return pickle.dumps((False, RuntimeError(f"{type(result[1]).__name__}: {result[1]}")))


def _serve() -> NoReturn:
    """Answer requests until there are none."""
    from zi_cli.worksheet.formats.guard import guard_nothing

    guard_nothing()
    # What a library prints must not get between the answers.
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limited = False
    while True:
        try:
            work, seconds, memory = pickle.loads(receive(sys.stdin.buffer))
        except (EOFError, KeyboardInterrupt):
            os._exit(0)
        if not limited:
            limit_memory(memory, added=True)
            limited = True
        watchdog = threading.Timer(seconds + _GRACE, os._exit, (1,))
        watchdog.daemon = True
        watchdog.start()
        send(pipe, outcome(work, memory))
        watchdog.cancel()


if __name__ == "__main__":
    _serve()
