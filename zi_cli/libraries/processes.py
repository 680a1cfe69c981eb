"""Processes of our own: Pebble's pool where the system can start one; where it can't (a browser), none at all."""

from zi_cli.libraries import HAS_PROCESSES

try:
    if not HAS_PROCESSES:
        raise ImportError("no processes")
    from concurrent.futures.process import BrokenProcessPool

    from pebble import ProcessExpired, ProcessPool

    #: Whether work can be given to another process; otherwise it is done in this one, bounded by who runs it.
    CAN_START = True
except ImportError:
    CAN_START = False
    ProcessPool = None  # type: ignore[assignment,misc]

    class BrokenProcessPool(Exception):  # type: ignore[no-redef]
        """Never raised: there is no pool to break."""

    class ProcessExpired(Exception):  # type: ignore[no-redef]
        """Never raised: there is no process to end."""

        exitcode = 0


__all__ = ["CAN_START", "BrokenProcessPool", "ProcessExpired", "ProcessPool"]
