"""Errors meant for the user: one clear line and an exit code of the documented table."""

import errno

EXIT_DONE = 0  #: done (`score`: whatever the verdict)
TIDAK = 1  #: done, and the answer is no
EXIT_USAGE = 2  #: wrong usage
EXIT_UNREADABLE = 3  #: an input is missing or can't be read
EXIT_UNWRITABLE = 4  #: an output could not be written
EXIT_UNEXPECTED = 70  #: unexpected error
EXIT_INTERRUPTED = 130  #: Ctrl-C


class UserError(Exception):
    """An error the user can act on: *pesan* is one Indonesian line, *kode_keluar* the exit code."""

    def __init__(self, message: str, kode_keluar: int) -> None:
        super().__init__(message)
        self.pesan = message
        self.kode_keluar = kode_keluar


class UnwritableOutput(UserError):
    """An output that could not be written (exit code 4)."""

    def __init__(self, message: str) -> None:
        super().__init__(message, EXIT_UNWRITABLE)


#: Errors of the operating system by name, for the user.
_REASONS = {
    "ENOSPC": "disk penuh",
    "EDQUOT": "jatah disk penuh",
    "EFBIG": "berkas terlalu besar untuk tempat itu",
    "EROFS": "tempat itu hanya dapat dibaca",
    "EIO": "kesalahan perangkat",
    "ENAMETOOLONG": "namanya terlalu panjang",
    "EMFILE": "terlalu banyak berkas terbuka",
    "EBADF": "tertutup",
    "ELOOP": "tautannya berputar",
    "ENOLINK": "tautannya tidak menuju berkas mana pun",
    "EISDIR": "itu folder, bukan berkas",
    "ESPIPE": "bukan berkas biasa",
    "ENOTEMPTY": "foldernya tidak kosong",
    "EEXIST": "sudah ada",
    "EPERM": "tidak diizinkan sistem",
    "EBUSY": "sedang dipakai program lain",
    "ETXTBSY": "sedang dipakai program lain",
    "EINVAL": "nama atau isinya tidak diterima sistem",
    "ENFILE": "terlalu banyak berkas terbuka di komputer ini",
    "ENOMEM": "memori tidak cukup",
    "EXDEV": "berada di disk yang lain",
    "ENODEV": "perangkatnya tidak ada",
    "ENXIO": "perangkatnya tidak ada",
    "ESTALE": "folder jaringannya terputus",
    "EPIPE": "penerimanya sudah menutup",
    "ECONNREFUSED": "sambungan ditolak",
    "ECONNRESET": "sambungan diputus",
    "ECONNABORTED": "sambungan diputus",
    "ETIMEDOUT": "tidak menjawab sampai batas waktu",
    "EHOSTUNREACH": "komputernya tidak tercapai",
    "ENETUNREACH": "jaringan tidak tercapai",
    "EADDRINUSE": "alamat atau pintunya sudah dipakai program lain",
    "EADDRNOTAVAIL": "alamatnya bukan milik komputer ini",
}


#: Windows' numbers for a file that another program holds open or has locked.
HELD = (32, 33)
#: Windows' numbers for a path that it can't follow, and the longest one that it can where nobody raised the limit.
_LOST, _LONGEST = (3, 206), 259


def too_long(e: OSError) -> str:
    """Why Windows does not find the path of *e*, when it is only too long; else empty."""
    length = len(str(e.filename or ""))
    if getattr(e, "winerror", None) not in _LOST or length <= _LONGEST:
        return ""
    return (
        f"jalurnya {length} karakter, Windows menerima paling banyak {_LONGEST}; "
        "pendekkan nama foldernya atau pindahkan lebih dekat ke C:\\"
    )


def read_reason(e: OSError) -> str:
    """Short Indonesian reason why a file that a user names can't be read."""
    return "tidak ditemukan" if isinstance(e, FileNotFoundError) else os_reason(e)


def os_reason(e: OSError) -> str:
    """Short Indonesian reason of an operating system error."""
    if getattr(e, "winerror", None) in HELD:
        return "sedang dibuka program lain (Excel, Word); tutup dahulu"
    if length := too_long(e):
        return length
    if isinstance(e, PermissionError):
        return "hak akses ditolak atau berkas sedang dibuka program lain"
    if isinstance(e, FileNotFoundError):
        return "berkas atau foldernya tidak ada"
    if isinstance(e, NotADirectoryError):
        return "salah satu bagian jalurnya bukan folder"
    if type(e).__name__ == "gaierror":
        return "nama alamatnya tidak dikenal"
    name = errno.errorcode.get(e.errno or 0, "")
    return _REASONS.get(name) or f"kesalahan sistem {name or type(e).__name__}"


#: No room left, none left for this user, none for a file of that size.
_NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", None))


def full_disk(e: BaseException) -> OSError | None:
    """The error of a disk with no room left behind *e*, wherever it was met (a library's own temporary file)."""
    reason = system_error(e)
    return reason if reason is not None and reason.errno in _NO_ROOM else None


def system_error(e: BaseException | None) -> OSError | None:
    """The error of the operating system behind *e*: itself, what it was made from, or what it met."""
    while e is not None and not isinstance(e, OSError):
        e = e.__cause__ or e.__context__
    return e
