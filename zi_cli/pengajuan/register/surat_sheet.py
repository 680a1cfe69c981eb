"""The sheet Surat of the register, read: one row a letter; what can't be used is named with its cell."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.pengajuan.register.letter_kinds import Jenis, kind_of_letter, load_kinds
from zi_cli.pengajuan.register.letters import (
    BARIS_JUDUL,
    SEMUA,
    SHEET,
    LetterColumn,
    LetterPlace,
    LetterRow,
    Letters,
    LetterWay,
    SatkerNames,
    columns_by_heading,
    letter_columns,
    letter_heading,
    on_way,
)
from zi_cli.pengajuan.register.read import Satker
from zi_cli.pengajuan.register.sheets import RegisterSheet, open_sheets
from zi_cli.pengajuan.register.values import InvalidValue, cell_as_text, is_error, pilihan, read_date
from zi_cli.pengajuan.register.words import choices
from zi_cli.text import canonical_name, clean_prose, cuplik, has_remark, is_marked_doubtful, terdekat
from zi_cli.worksheet.model import NilaiSel

#: More letters than one year has.
BARIS_SURAT = 5_000
#: Longest text of a cell that is kept.
_PANJANG = 4000
_BLANK = frozenset({"", "-", "–", "—"})
_ALL = frozenset({"", "semua", "semua satker", "seluruh satker"})
#: Columns whose content makes a letter what it is: a mark of doubt there leaves that open.
_CERTAIN = frozenset({"satker", "jenis", "nomor"})
_NEEDED = ("satker", "jenis", "nomor")


def read_letters(daftar: Path | None, satker: Sequence[Satker] = ()) -> Letters:
    """The sheet Surat of the register *daftar*; nothing without a register or without that sheet.

    With *satker* (the register's rows) a letter about an unknown one is a finding. What can't be used is a finding
    with its cell and left out. A register that can't be read says so where it is read.
    """
    if daftar is None or daftar.suffix.lower() in (".csv", ".txt"):
        return Letters()
    try:
        _, lembar = open_sheets(daftar)
    except UnreadableInput:
        return Letters()
    milik = next((s for s in lembar if canonical_name(s.nama) == canonical_name(SHEET)), None)
    return Letters() if milik is None else _Reader(daftar, milik, satker).read()


class _Reader:
    """Reads one sheet and collects what is wrong."""

    def __init__(self, berkas: Path, lembar: RegisterSheet, satker: Sequence[Satker]) -> None:
        self._berkas, self._lembar = berkas, lembar
        self._names = SatkerNames(satker)
        self._given = bool(satker)
        self.temuan: list[Temuan] = []
        self._unusable: set[tuple[str, str]] = set()

    def read(self) -> Letters:
        kepala = letter_heading(self._lembar.baris)
        if kepala is None:
            if any(cell_as_text(s) for b in self._lembar.baris[: BARIS_JUDUL * 2] for s in b):
                kolom = " dan ".join(k.judul for k in letter_columns() if k.field in ("satker", "jenis"))
                self._say("DAT545", 0, 0, kolom=kolom)
            return Letters((), tuple(self.temuan))
        judul, letak = kepala
        self._headings(judul, letak)
        isi = self._lembar.baris[judul + 1 :]
        if len(isi) > BARIS_SURAT:
            self._say("DAT547", judul + 1 + BARIS_SURAT, 0, batas=BARIS_SURAT)
        hasil = [b for n, _ in enumerate(isi[:BARIS_SURAT], judul + 1) if (b := self._row(n, letak)) is not None]
        tertulis = frozenset({*((b.kind, self._names.key(b.satker)) for b in hasil), *self._unusable})
        return Letters(tuple(self._own_numbers(self._once(hasil))), tuple(self.temuan), tertulis)

    def _say(self, kode: str, nomor: int, letak: int, /, **isi: object) -> None:
        self.temuan.append(make_temuan(kode, Sel(self._lembar.nama, nomor + 1, letak), tingkat=None, **isi))

    def _headings(self, judul: int, kolom: Mapping[str, int]) -> None:
        for k, isi in enumerate(self._lembar.baris[judul]):
            teks = cell_as_text(isi)
            dikenal = columns_by_heading().get(canonical_name(teks))
            if not teks or (dikenal is not None and kolom[dikenal.field] == k):
                continue
            if dikenal is not None:
                pertama = Sel(self._lembar.nama, judul + 1, kolom[dikenal.field])
                self._say("DAT522", judul, k, judul=cuplik(teks), pertama=pertama)
                continue
            dekat = terdekat(teks, (c.judul for c in letter_columns() if c.field not in kolom))
            anjuran = f"mungkin maksudnya {dekat}" if dekat else "bila memang kolom tambahan, abaikan saja"
            self._say("DAT521", judul, k, judul=cuplik(teks), saran=anjuran)
        hilang = [c.judul for c in letter_columns() if c.field not in kolom and c.field in _NEEDED]
        if hilang:
            self._say("DAT523", judul, 0, kolom=", ".join(hilang))

    def _row(self, nomor: int, kolom: Mapping[str, int]) -> LetterRow | None:
        isi: dict[str, str | date | None] = {}
        galat: set[str] = set()
        sel = {c.field: Sel(self._lembar.nama, nomor + 1, kolom[c.field]) for c in letter_columns() if c.field in kolom}
        for c in letter_columns():
            k = kolom.get(c.field)
            isi[c.field] = None if k is None else self._cell(c, nomor, k, galat)
        if not galat and not any(isi.values()):
            return None
        jenis = self._kind(str(isi["jenis"] or ""), nomor, kolom["jenis"], galat)
        if jenis is None:
            return None
        siapa = self._whose(str(isi["satker"] or ""), jenis, nomor, kolom["satker"], galat)
        if siapa is None:
            return None
        jalur = self._way(str(isi["jalur"] or ""), jenis, nomor, kolom.get("jalur", 0), galat)
        if jalur is None:
            self._unusable |= {(on_way(jenis.kode, x), self._names.key(siapa)) for x in ("tpn", "tpm")}
            return None
        place = LetterPlace(self._berkas, self._lembar.nama, nomor + 1)
        teks = {f: str(isi[f] or "") for f in ("nomor", "catatan", "penanda_tangan", "berkas_bertanda_tangan")}
        hari, kirim = ((h if isinstance(h := isi[f], date) else None) for f in ("tanggal", "tanggal_kirim"))
        uraian = {c.medan: str(isi[c.field]) for c in letter_columns() if c.medan and isi[c.field]}
        b = LetterRow(
            siapa, jenis.kode, **teks, tanggal=hari, tanggal_kirim=kirim, place=place, uraian=MappingProxyType(uraian),
            galat=frozenset(galat), sel=MappingProxyType(sel), milik=self._names.find(siapa) if siapa else None,
            jalur=jalur,
        )  # fmt: skip
        return self._sound(b, nomor, kolom)

    def _sound(self, b: LetterRow, nomor: int, kolom: Mapping[str, int]) -> LetterRow:
        """*b* without a scan that lies outside the folder; one that is not there, or sent before its date, is named."""
        if b.tanggal and b.tanggal_kirim and b.tanggal_kirim < b.tanggal:
            self._say("DAT546", nomor, kolom["tanggal_kirim"])
        sebab = ""
        try:
            pindaian = b.signed_scan()
            if pindaian is not None and not pindaian.is_file():
                sebab = "tidak ditemukan; suratnya dianggap belum ditandatangani"
        except (OSError, ValueError):
            pindaian, sebab = None, "menunjuk ke luar folder satker.xlsx"
        if sebab:
            k = kolom["berkas_bertanda_tangan"]
            self._say("DAT544", nomor, k, nilai=cuplik(b.berkas_bertanda_tangan), sebab=sebab)
        if sebab and pindaian is None:
            b = b._replace(berkas_bertanda_tangan="", galat=b.galat | {"berkas_bertanda_tangan"})
        return b

    def _cell(self, c: LetterColumn, nomor: int, k: int, galat: set[str]) -> str | date | None:
        """The cell as text or date; one that can't be used is a finding, goes to *galat* and is None."""
        mentah = self._raw(c, nomor, k)
        teks = cell_as_text(mentah)
        if (self._lembar.nama, nomor + 1, k) in self._lembar.belum_dihitung:
            self._say("DAT524", nomor, k, kolom=c.judul)
        elif is_error(teks):
            self._say("DAT529", nomor, k, kolom=c.judul, nilai=cuplik(teks))
        elif teks in _BLANK:
            return None
        elif k < len(self._lembar.baris[nomor]) and (sebab := self._lembar.unseen(nomor + 1, k)):
            self._say("DAT549", nomor, k, kolom=c.judul, isi=cuplik(teks), sebab=sebab)
        elif c.field in _CERTAIN and "${" not in teks and (is_marked_doubtful(teks) or has_remark(teks)):
            self._say("DAT550", nomor, k, kolom=c.judul, nilai=cuplik(teks))
        elif c.jenis == "tanggal":
            try:
                return read_date(mentah)
            except InvalidValue as e:
                self._say(e.kode, nomor, k, kolom=c.judul, **e.isi)
        else:
            polos = mentah if isinstance(mentah, str) else teks
            return "\n".join(" ".join(clean_prose(b).split()) for b in polos[:_PANJANG].splitlines()).strip() or None
        galat.add(c.field)
        return None

    def _raw(self, c: LetterColumn, nomor: int, k: int) -> NilaiSel:
        """The cell; one merged over several rows says the same of each (only whose letter it is)."""
        baris = self._lembar.baris[nomor]
        isi = baris[k] if k < len(baris) else ""
        if c.field != "satker" or isi != "":
            return isi
        for atas, kiri, bawah, kanan in self._lembar.gabungan:
            if kiri <= k <= kanan and atas - 1 < nomor <= bawah - 1:
                isi_atas = self._lembar.baris[atas - 1]
                self._say("DAT527", nomor, k, kolom=c.judul, asal=Sel(self._lembar.nama, atas, kiri))
                return isi_atas[kiri] if kiri < len(isi_atas) else ""
        return isi

    def _kind(self, teks: str, nomor: int, k: int, galat: set[str]) -> Jenis | None:
        jenis = kind_of_letter(teks) if teks else None
        if jenis is None and "jenis" not in galat:
            if teks:
                self._say("DAT514", nomor, k, kolom="Jenis surat", nilai=cuplik(teks), pilihan=", ".join(load_kinds()))
            else:
                self._say("DAT520", nomor, k, kolom="Jenis surat")
        return jenis

    def _way(self, teks: str, jenis: Jenis, nomor: int, k: int, galat: set[str]) -> LetterWay | None:
        """Whose way the letter belongs to; None when it can't be told which letter it is."""
        if "jalur" in galat:
            return None
        with contextlib.suppress(InvalidValue):
            jalur = pilihan(teks, "jalur") if teks else "tpn"
            if jalur == "tpn" or jenis.jalur_tpm:
                return "tpm" if jalur == "tpm" else "tpn"
        boleh = ", ".join(choices("jalur") if jenis.jalur_tpm else choices("jalur")[:1])
        self._say("DAT514", nomor, k, kolom=f"Jalur surat {jenis.kode}", nilai=cuplik(teks), pilihan=boleh)
        return None

    def _whose(self, teks: str, jenis: Jenis, nomor: int, k: int, galat: set[str]) -> str | None:
        """The satker as typed, "" for all of them; None when the letter belongs to nobody known."""
        if "satker" in galat:
            return None
        semua = canonical_name(teks) in _ALL
        if jenis.per == "gabungan":
            if not semua:
                self._say("DAT541", nomor, k, satker=cuplik(teks), sebab=f"surat {jenis.kode} memuat semua satker",
                          saran=f"; tulis {SEMUA}")  # fmt: skip
            return "" if semua else None
        if semua:
            self._say("DAT520", nomor, k, kolom="Satker")
            return None
        if jenis.per == "satker":
            dikenal = self._names.find(teks) is not None or self._names.is_kawasan(teks)
        else:
            dikenal = self._names.is_group(teks, jenis.per)
        if self._given and not dikenal:
            dekat = self._names.nearest(teks)
            saran = f"; mungkin “{dekat}”" if dekat else ""
            self._say("DAT541", nomor, k, satker=cuplik(teks), sebab="tidak ada di lembar Satker", saran=saran)
            return None
        return teks

    def _once(self, baris: Sequence[LetterRow]) -> list[LetterRow]:
        """*baris* without letters that have two rows, which are named: nobody can tell which one counts."""
        per_surat: dict[tuple[str, str], list[LetterRow]] = {}
        for b in baris:
            per_surat.setdefault((b.kind, self._names.key(b.satker)), []).append(b)
        for pertama, *lain in per_surat.values():
            for b in lain:
                isi = {"jenis": b.kind, "satker": cuplik(b.satker or SEMUA), "lain": pertama.sel["jenis"]}
                self.temuan.append(make_temuan("DAT542", b.sel["jenis"], tingkat=None, **isi))
        return [b for b in baris if len(per_surat[b.kind, self._names.key(b.satker)]) == 1]

    def _own_numbers(self, baris: Sequence[LetterRow]) -> list[LetterRow]:
        """*baris* with a number that two letters of one office have marked on both; each satker's head is an office."""
        per_nomor: dict[tuple[str, str], list[LetterRow]] = {}
        for b in baris:
            if b.nomor and "${" not in b.nomor:
                per_nomor.setdefault(self._number_key(b), []).append(b)
        for pertama, *lain in per_nomor.values():
            for b in lain:
                isi = {"nomor": cuplik(b.nomor), "lain": pertama.sel["nomor"]}
                self.temuan.append(make_temuan("DAT543", b.sel["nomor"], tingkat=None, **isi))
        return [
            b._replace(galat=b.galat | {"nomor"}) if len(per_nomor.get(self._number_key(b), ())) > 1 else b
            for b in baris
        ]

    def _number_key(self, b: LetterRow) -> tuple[str, str]:
        kantor = self._names.key(b.satker) if load_kinds()[b.jenis].penanda == "kepala" else ""
        return "".join(b.nomor.casefold().split()), kantor
