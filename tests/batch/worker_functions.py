"""What the pool tests run in workers; a worker imports it by name."""

import os
import signal
import time


def prepare() -> None:
    pass


def fail_preparing() -> None:
    raise RuntimeError("tidak siap")


def kerjakan(butir: str) -> str:
    if butir == "macet":
        time.sleep(60)
    if butir == "mati":
        os.kill(os.getpid(), signal.SIGKILL)
    if butir == "gugur":
        os.abort()
    if butir == "rakus":
        bytearray(64 * 1024**3)
    if butir == "salah":
        raise ValueError(butir)
    return butir.upper()
