"""Units' ids, kept for ever: the portal throws a unit's review away when its id or name changes."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from zi_cli.errors import EXIT_UNREADABLE, UserError, os_reason
from zi_cli.files import read_file
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.outgoing import csv_text
from zi_cli.portalrb.documents import ID_UNIT
from zi_cli.text import cuplik

NAMA = "portalrb-id.csv"
_KOLOM = ("kunci", "id", "nama", "afirmasi")
#: The same before the portal's mark of affirmation was kept.
_KOLOM_LAMA = _KOLOM[:3]
_AFIRMASI = {"": None, "ya": True, "tidak": False}
_UKURAN = 4 * 1024 * 1024
_PANJANG = 100


class KnownUnit(NamedTuple):
    """A unit as it was exported last; ``afirmasi`` is None where nobody said."""

    id: str
    nama: str
    afirmasi: bool | None = None


def read_ids(berkas: Path) -> dict[str, KnownUnit]:
    """Units by key (kode or file name); none when *berkas* does not exist.

    Raises ``UserError`` (exit 3) for a file that is damaged: an id that was guessed anew would reset a review.
    """
    try:
        if not berkas.exists():
            return {}
        if berkas.stat().st_size > _UKURAN:
            raise UserError(f"“{berkas}” terlalu besar", EXIT_UNREADABLE)
        baris = list(csv.reader(io.StringIO(read_file(berkas).decode("utf-8-sig"), newline=""), strict=True))
    except OSError as e:
        raise UserError(f"“{berkas}” tidak dapat dibaca: {os_reason(e)}", EXIT_UNREADABLE) from None
    except (UnicodeDecodeError, csv.Error) as e:
        raise UserError(f"“{berkas}” rusak: {cuplik(e)}; pulihkan salinannya", EXIT_UNREADABLE) from None
    if not baris or tuple(baris[0]) not in (_KOLOM, _KOLOM_LAMA):
        raise UserError(f"“{berkas}” harus berkolom {', '.join(_KOLOM)}", EXIT_UNREADABLE)
    hasil: dict[str, KnownUnit] = {}
    dipakai: set[str] = set()
    for nomor, isi in enumerate(baris[1:], 2):
        afirmasi = isi[3] if len(isi) > len(_KOLOM_LAMA) else ""
        if len(isi) != len(baris[0]) or not re.fullmatch(ID_UNIT, isi[1]) or afirmasi not in _AFIRMASI:
            raise UserError(f"“{berkas}” baris {nomor} rusak; pulihkan salinannya", EXIT_UNREADABLE)
        if isi[0] in hasil or isi[1].casefold() in dipakai:
            raise UserError(f"“{berkas}” baris {nomor}: kunci atau id ada dua kali", EXIT_UNREADABLE)
        hasil[isi[0]] = KnownUnit(isi[1], isi[2], _AFIRMASI[afirmasi])
        dipakai.add(isi[1].casefold())
    return hasil


def ids_text(semua: Mapping[str, KnownUnit]) -> bytes:
    """The file's content, in order of keys."""
    kata = {nilai: teks for teks, nilai in _AFIRMASI.items()}
    return csv_text(_KOLOM, [(k, u.id, u.nama, kata[u.afirmasi]) for k, u in sorted(semua.items())]).encode()


def assign(
    kunci: str, nama: str, dikenal: dict[str, KnownUnit], afirmasi: bool | None = None
) -> tuple[str, list[Temuan]]:
    """The unit's id, the old one where there is one; *dikenal* is brought up to date.

    A name or an affirmation that changed since is a finding (PRB906, PRB907).
    """
    lama = dikenal.get(kunci)
    temuan = []
    if lama is not None:
        if lama.nama != nama:
            temuan.append(make_temuan("PRB906", id=lama.id, lama=cuplik(lama.nama), baru=cuplik(nama)))
        if bool(lama.afirmasi) != bool(afirmasi):
            temuan.append(make_temuan("PRB907", id=lama.id, nama=cuplik(nama), baru="ya" if afirmasi else "tidak"))
        dikenal[kunci] = KnownUnit(lama.id, nama, afirmasi)
        return lama.id, temuan
    dasar = url_safe(kunci)
    dipakai = {u.id.casefold() for u in dikenal.values()}
    id_, n = dasar, 1
    while id_.casefold() in dipakai:
        n += 1
        id_ = f"{dasar[: _PANJANG - len(str(n)) - 1]}-{n}"
    dikenal[kunci] = KnownUnit(id_, nama, afirmasi)
    return id_, temuan


def url_safe(teks: str) -> str:
    """*teks* as one part of an address that needs no escaping."""
    polos = unicodedata.normalize("NFKD", teks).encode("ascii", "ignore").decode()
    aman = re.sub(r"[^A-Za-z0-9._~-]+", "-", polos).strip("-._~")[:_PANJANG].strip("-._~")
    return aman or "unit"
