"""A limit on the memory of this process: by ``resource`` where there is one, by a job object on Windows."""

import sys
from typing import Any

#: The kind of what is told of a job, and its flag for a limit on the memory of each process in it.
_EXTENDED, _PROCESS_MEMORY = 9, 0x100


def limit_memory(size: int, *, added: bool = False) -> None:
    """Let this process have *size* bytes of memory, with *added* beside what it has; where no way is known, nothing.

    What aborts it leaves no core image behind.
    """
    if sys.platform == "win32":
        import ctypes

        limit_job(ctypes.windll.kernel32, size)
        return
    try:
        import resource
    except ImportError:
        return
    if added:
        try:
            with open("/proc/self/statm", "rb") as f:  # noqa: PTH123 - no path to handle, in every child
                size += int(f.read().split()[0]) * resource.getpagesize()
        except (OSError, ValueError, IndexError):
            pass
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (size if most == resource.RLIM_INFINITY else min(size, most), most))
    # A process that aborts is reported; its core image is of no use to anyone.
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def limit_job(system: Any, size: int) -> bool:
    """Put this process into a job of its own by the system's library *system* (``kernel32``); whether that worked."""
    import ctypes

    whole, count = ctypes.c_size_t, ctypes.c_uint32

    class Limits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

        _fields_ = (
            ("times", ctypes.c_int64 * 2), ("flags", count), ("working_set", whole * 2), ("processes", count),
            ("affinity", whole), ("priority", count), ("scheduling", count), ("io", ctypes.c_uint64 * 6),
            ("process_memory", whole), ("job_memory", whole), ("peaks", whole * 2),
        )  # fmt: skip

    for name in ("CreateJobObjectW", "GetCurrentProcess"):
        getattr(system, name).restype = ctypes.c_void_p
    limits = Limits(flags=_PROCESS_MEMORY, process_memory=size)
    job = ctypes.c_void_p(system.CreateJobObjectW(None, None))
    set_ = system.SetInformationJobObject(job, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits))
    # The job lives as long as the process: its handle is never closed.
    return bool(set_ and system.AssignProcessToJobObject(job, ctypes.c_void_p(system.GetCurrentProcess())))
