"""Units' ids, kept for ever: the portal throws a unit's review away when its id or name changes."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from zi_cli.errors import EXIT_UNREADABLE, UserError, os_reason
from zi_cli.files import csv_text
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.portalrb.documents import ID_UNIT
from zi_cli.text import cuplik

NAMA = "portalrb-id.csv"
_KOLOM = ("kunci", "id", "nama")
_UKURAN = 4 * 1024 * 1024
_PANJANG = 100


class KnownUnit(NamedTuple):
    """A unit as it was exported last."""

    id: str
    nama: str


def read_ids(berkas: Path) -> dict[str, KnownUnit]:
    """Units by key (kode or file name); none when *berkas* does not exist.

    Raises ``UserError`` (exit 3) for a file that is damaged: an id that was guessed anew would reset a review.
    """
    try:
        if not berkas.exists():
            return {}
        if berkas.stat().st_size > _UKURAN:
            raise UserError(f"“{berkas}” terlalu besar", EXIT_UNREADABLE)
        baris = list(csv.reader(io.StringIO(berkas.read_bytes().decode("utf-8-sig"), newline=""), strict=True))
    except OSError as e:
        raise UserError(f"“{berkas}” tidak dapat dibaca: {os_reason(e)}", EXIT_UNREADABLE) from None
    except (UnicodeDecodeError, csv.Error) as e:
        raise UserError(f"“{berkas}” rusak: {cuplik(e)}; pulihkan salinannya", EXIT_UNREADABLE) from None
    if not baris or tuple(baris[0]) != _KOLOM:
        raise UserError(f"“{berkas}” harus berkolom {', '.join(_KOLOM)}", EXIT_UNREADABLE)
    hasil: dict[str, KnownUnit] = {}
    dipakai: set[str] = set()
    for nomor, isi in enumerate(baris[1:], 2):
        if len(isi) != len(_KOLOM) or not re.fullmatch(ID_UNIT, isi[1]):
            raise UserError(f"“{berkas}” baris {nomor} rusak; pulihkan salinannya", EXIT_UNREADABLE)
        if isi[0] in hasil or isi[1].casefold() in dipakai:
            raise UserError(f"“{berkas}” baris {nomor}: kunci atau id ada dua kali", EXIT_UNREADABLE)
        hasil[isi[0]] = KnownUnit(isi[1], isi[2])
        dipakai.add(isi[1].casefold())
    return hasil


def ids_text(semua: Mapping[str, KnownUnit]) -> bytes:
    """The file's content, in order of keys."""
    return csv_text(_KOLOM, [(k, u.id, u.nama) for k, u in sorted(semua.items())]).encode()


def assign(kunci: str, nama: str, dikenal: dict[str, KnownUnit]) -> tuple[str, list[Temuan]]:
    """The unit's id, the old one where there is one; *dikenal* is brought up to date.

    A name that changed since is a finding (PRB906).
    """
    lama = dikenal.get(kunci)
    temuan = []
    if lama is not None:
        if lama.nama != nama:
            temuan.append(make_temuan("PRB906", id=lama.id, lama=cuplik(lama.nama), baru=cuplik(nama)))
        dikenal[kunci] = KnownUnit(lama.id, nama)
        return lama.id, temuan
    dasar = url_safe(kunci)
    dipakai = {u.id.casefold() for u in dikenal.values()}
    id_, n = dasar, 1
    while id_.casefold() in dipakai:
        n += 1
        id_ = f"{dasar[: _PANJANG - len(str(n)) - 1]}-{n}"
    dikenal[kunci] = KnownUnit(id_, nama)
    return id_, temuan


def url_safe(teks: str) -> str:
    """*teks* as one part of an address that needs no escaping."""
    polos = unicodedata.normalize("NFKD", teks).encode("ascii", "ignore").decode()
    aman = re.sub(r"[^A-Za-z0-9._~-]+", "-", polos).strip("-._~")[:_PANJANG].strip("-._~")
    return aman or "unit"
