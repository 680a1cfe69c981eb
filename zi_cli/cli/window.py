"""The console window of Windows: one that was opened for zi alone closes with it, before anyone has read a word."""

import sys
from pathlib import PureWindowsPath
from typing import Any

#: What runs between a double-click and this process: the launcher and Python, in a virtual environment twice.
_OURS = frozenset({"zi.exe", "python.exe", "py.exe"})
#: The system's right to ask for a process's name, and nothing else.
_MAY_ASK_NAME = 0x1000

ADVICE = """
zi bekerja dari baris perintah. Buka folder kerja di Explorer, ketik cmd di baris alamatnya, tekan Enter,
lalu ketik misalnya:

    zi init . --dari KOTAK      membuat daftar satker dari berkas yang masuk
    zi score lke.xlsx           menghitung nilai satu LKE
    zi kerja                    menunjukkan langkah berikutnya

Di folder yang berisi satker.xlsx, klik dua kali atau zi saja menunjukkan langkah berikutnya.
"""


def is_own() -> bool:
    """Whether no shell shares this console: zi was started by double-click, and the window goes when it ends."""
    if sys.platform != "win32":
        return False
    import ctypes

    return _is_own(ctypes.windll.kernel32)


def _is_own(system: Any) -> bool:
    """:func:`is_own` by the system's library *system* (``kernel32``)."""
    import ctypes

    processes = (ctypes.c_uint32 * 16)()
    count = system.GetConsoleProcessList(processes, len(processes))
    return 0 < count <= len(processes) and all(_name(system, p) in _OURS for p in processes[:count])


def _name(system: Any, process: int) -> str:
    """The name of the program that *process* runs, in small letters; empty when the system does not tell."""
    import ctypes

    handle = system.OpenProcess(_MAY_ASK_NAME, False, process)
    if not handle:
        return ""
    try:
        words, size = ctypes.create_unicode_buffer(32_768), ctypes.c_uint32(32_768)
        told = system.QueryFullProcessImageNameW(handle, 0, words, ctypes.byref(size))
        return PureWindowsPath(words.value).name.lower() if told else ""
    finally:
        system.CloseHandle(handle)


def wait_for_reader() -> None:
    """Keep the window until a person has read it."""
    sys.stdout.flush()
    sys.stderr.write("\nTekan Enter untuk menutup jendela ini. ")
    sys.stderr.flush()
    sys.stdin.readline()
