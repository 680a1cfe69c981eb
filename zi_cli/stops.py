"""What asks the program to end, and the moments in which it must wait: a step that leaves litter when it is cut."""

import _thread
import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

#: Ctrl-C, kill, a closed terminal; Ctrl-Break and a closed console on Windows.
_STOPS = tuple(getattr(signal, n) for n in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, n))

#: Only this thread is ever interrupted: what others do needs no holding back.
_main = _thread.get_ident()
_held = False
_came = False


def stop_as_ctrl_c() -> None:
    """Whatever asks the program to end ends it as Ctrl-C does, so that it cleans up; one that is ignored stays so."""
    for s in _STOPS:
        if signal.getsignal(s) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(s, _stop)


def ignore_stops() -> None:
    """The program is ending already: nothing may interrupt what is left of it."""
    for s in _STOPS:
        signal.signal(s, signal.SIG_IGN)


def _stop(number: int, frame: FrameType | None) -> None:
    global _came
    if _held:
        _came = True
    else:
        signal.default_int_handler(number, frame)


def hold() -> bool:
    """From here on a stop waits for :func:`release`, which is given what this returns.

    A stop may come while this very call begins: what must be done all the same stands in the ``finally`` of a ``try``
    around it.
    """
    global _held
    before = _held
    if _thread.get_ident() == _main:
        _held = True
    return before


def release(before: bool) -> None:
    """Stops come through again, unless a holder further out holds them. Raises ``KeyboardInterrupt`` for one."""
    global _held, _came
    if _thread.get_ident() != _main:
        return
    _held = before
    if _came and not before:
        _came = False
        raise KeyboardInterrupt


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Let a stop wait while the block runs."""
    before = hold()
    try:
        yield
    finally:
        release(before)
