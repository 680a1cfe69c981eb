"""Processes of our own, where the system can start one; where it can't (a browser), none at all."""

from zi_cli.libraries import HAS_PROCESSES

try:
    if not HAS_PROCESSES:
        raise ImportError("no processes")
    import multiprocessing.connection  # noqa: F401

    #: Whether work can be given to another process; otherwise it is done in this one, bounded by who runs it.
    CAN_START = True
except ImportError:
    CAN_START = False
