"""Which worksheet belongs to which register row: by path, by kode, by exact name; never by likeness."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PureWindowsPath
from typing import NamedTuple

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.columns import canonical_name
from zi_cli.pengajuan.register.read import DaftarSatker, Satker
from zi_cli.text import cuplik


class Pasangan(NamedTuple):
    """A register row with its worksheet (None when it has none) and what was wrong about the search."""

    satker: Satker
    bahan: LkeFacts | None
    temuan: tuple[Temuan, ...]


class PairingResult(NamedTuple):
    """All rows in order, and the worksheets that no row claims."""

    baris: tuple[Pasangan, ...]
    sisa: tuple[LkeFacts, ...]


def lke_path(satker: Satker, daftar: Path, akar: Iterable[Path]) -> Path | None:
    """The file that ``berkas_lke`` names, below the register's folder or one of *akar*.

    None when the column is blank; raises ValueError when it points outside (a register from
    elsewhere must not choose what is read on this machine).
    """
    if satker.berkas_lke is None:
        return None
    tulisan = PureWindowsPath(satker.berkas_lke)  # reads both / and \
    if tulisan.is_absolute() or tulisan.drive or tulisan.root:
        raise ValueError(satker.berkas_lke)
    jalur = nyata(daftar.parent.joinpath(*tulisan.parts))
    if not any(jalur.is_relative_to(nyata(a)) for a in (daftar.parent, *akar)):
        raise ValueError(satker.berkas_lke)
    return jalur


def nyata(jalur: Path) -> Path:
    """*jalur* with links followed, whether it exists or not; never an error (links may go in circles)."""
    return Path(os.path.realpath(jalur))


def pair_lke(daftar: DaftarSatker, bahan: Sequence[LkeFacts], akar: Sequence[Path] = ()) -> PairingResult:
    """Give every row of *daftar* its worksheet among *bahan*.

    A row that names a file gets that file or none; the others go by the kode written inside the
    workbook, then by the exact levelled name. Two candidates are a finding, not a choice.
    """
    per_jalur = {nyata(b.jalur): n for n, b in enumerate(bahan)}
    pemilik: dict[int, Satker] = {}
    temuan: list[list[Temuan]] = [[] for _ in daftar.satker]
    dapat: dict[int, int] = {}
    for i, s in enumerate(daftar.satker):
        try:
            jalur = lke_path(s, daftar.berkas, akar)
        except ValueError:
            temuan[i].append(make_temuan("DAT534", s.sel["berkas_lke"], nilai=cuplik(s.berkas_lke)))
            continue
        if jalur is None:
            continue
        nomor = per_jalur.get(jalur)
        if nomor is None:
            if s.usulan != "Tidak":
                sebab = f"“{cuplik(s.berkas_lke)}” tidak ada di antara berkas LKE yang terbaca"
                temuan[i].append(make_temuan("DAT531", s.sel["berkas_lke"], satker=s.sebutan, sebab=sebab))
        elif nomor in pemilik:
            lain = pemilik[nomor]
            isi = {"berkas": bahan[nomor].nama, "lain": lain.sebutan, "pertama": str(lain.sel["berkas_lke"])}
            temuan[i].append(make_temuan("DAT535", s.sel["berkas_lke"], tingkat=None, **isi))
        else:
            pemilik[nomor] = s
            dapat[i] = nomor
            temuan[i] += _cocok_isi(s, bahan[nomor])
    # Dicts keep the order and let go of one entry at once.
    bebas = dict.fromkeys(n for n in range(len(bahan)) if n not in pemilik)
    cari = dict.fromkeys(i for i, s in enumerate(daftar.satker) if s.berkas_lke is None)
    for kunci_satker, kunci_bahan in ((_kode, _kode_dalam), (_nama, _nama_dalam)):
        calon: dict[str, list[int]] = {}
        for n in bebas:
            if (kunci := kunci_bahan(bahan[n])) is not None:
                calon.setdefault(kunci, []).append(n)
        peminta: dict[str, list[int]] = {}
        for i in cari:
            if (kunci := kunci_satker(daftar.satker[i])) is not None:
                peminta.setdefault(kunci, []).append(i)
        for kunci, baris in peminta.items():
            milik = calon.get(kunci, [])
            if len(milik) == 1 and len(baris) == 1:
                dapat[baris[0]] = milik[0]
                del bebas[milik[0]], cari[baris[0]]
            elif milik:
                for i in baris:
                    temuan[i].append(_ragu(daftar.satker[i], [bahan[n] for n in milik], len(baris)))
                    del cari[i]
                for n in milik:
                    del bebas[n]
    for i in cari:
        s = daftar.satker[i]
        if s.usulan != "Tidak":
            sel = s.sel.get("berkas_lke") or s.sel.get("kode")
            sebab = "kolom Berkas LKE kosong dan tidak ada berkas berkode atau bernama sama"
            temuan[i].append(make_temuan("DAT531", sel, satker=s.sebutan, sebab=sebab))
    return PairingResult(
        tuple(
            Pasangan(s, bahan[dapat[i]] if i in dapat else None, tuple(temuan[i])) for i, s in enumerate(daftar.satker)
        ),
        tuple(bahan[n] for n in bebas),
    )


def _cocok_isi(satker: Satker, bahan: LkeFacts) -> list[Temuan]:
    """A named file that says it is another satker's is a contradiction, not a match to be trusted."""
    dalam, luar = _kode_dalam(bahan), _kode(satker)
    if dalam is None or luar is None:
        dalam, luar = _nama_dalam(bahan), _nama(satker)
    if dalam is None or luar is None or dalam == luar:
        return []
    isi_lke = " / ".join(t for t in (bahan.kode_satker, bahan.satker) if t)
    sebab = f"Berkas {bahan.nama} memuat identitas “{cuplik(isi_lke)}”, bukan “{cuplik(satker.sebutan)}”"
    return [make_temuan("DAT536", satker.sel["berkas_lke"], sebab=sebab)]


def _ragu(satker: Satker, calon: Sequence[LkeFacts], peminta: int) -> Temuan:
    nama = ", ".join(b.nama for b in calon)
    if peminta > 1:
        nama = f"{nama} (diminta {peminta} baris)"
    sel = satker.sel.get("berkas_lke") or satker.sel.get("kode")
    return make_temuan("DAT533", sel, satker=satker.sebutan, calon=cuplik(nama, 200))


def _baku(teks: str | None) -> str | None:
    return (canonical_name(teks) or None) if teks else None


def _kode(satker: Satker) -> str | None:
    return _baku(satker.kode)


def _kode_dalam(bahan: LkeFacts) -> str | None:
    return _baku(bahan.kode_satker)


def _nama(satker: Satker) -> str | None:
    return _baku(satker.nama)


def _nama_dalam(bahan: LkeFacts) -> str | None:
    return _baku(bahan.satker)
