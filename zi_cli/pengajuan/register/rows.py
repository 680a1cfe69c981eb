"""The rows below the heading of a register: cells into values, rows into satker, faults into findings."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan, Tingkat
from zi_cli.instrumen.requirements import Skala
from zi_cli.names import is_satker_name, name_key
from zi_cli.pengajuan.register import values as isian
from zi_cli.pengajuan.register.columns import KODE_CONTOH, KOLOM, WAJIB, Kolom, column_of_heading
from zi_cli.pengajuan.register.sheets import RegisterSheet
from zi_cli.pengajuan.register.subjects import subjects_of
from zi_cli.pengajuan.register.values import InvalidValue
from zi_cli.text import canonical_name, cuplik, has_remark, is_marked_doubtful, terdekat
from zi_cli.worksheet.model import NilaiSel

#: What people write into a cell that has nothing to say.
_GARIS = ("-", "–", "—")
#: First words of a row of sums below the satker.
_JUMLAH = ("jumlah", "total", "sub total", "subtotal", "grand total", "rekapitulasi")
#: An unknown heading this like a known one may be a second column of it.
_MIRIP = 0.8
#: Columns whose words say what they are about under any heading ("Target": WBBM).
_BY_WORD = frozenset({"usulan", "pendahuluan_layak"})
_KOLOM = {k.field: k for k in KOLOM}


class RowReader:
    """Reads the rows below the heading (its index) of *lembar* and collects the findings."""

    def __init__(self, lembar: RegisterSheet, judul: int, sakip: Skala) -> None:
        self._lembar = lembar
        self._judul = judul
        self._sakip = sakip
        self.temuan: list[Temuan] = []
        self._letak: dict[str, list[int]] = {}
        self._mirip: dict[str, list[int]] = {}
        self._others: list[int] = []
        self._map_columns()
        self._gabungan = self._merged()
        self._disebut: set[str] = set()

    def _map_columns(self) -> None:
        """Columns by field; unknown, repeated and missing headings are findings."""
        for kolom, judul in enumerate(self._lembar.baris[self._judul]):
            teks = isian.cell_as_text(judul)
            if not teks:
                continue
            dikenal = column_of_heading(teks)
            sel = self._sel(self._judul, kolom)
            if dikenal is None:
                self._unknown_heading(teks, kolom, sel)
            elif dikenal.field in self._letak:
                pertama = self._sel(self._judul, self._letak[dikenal.field][0])
                self.temuan.append(make_temuan("DAT522", sel, judul=cuplik(teks), pertama=pertama))
                self._letak[dikenal.field].append(kolom)
            else:
                self._letak[dikenal.field] = [kolom]
        hilang = [k.judul for k in KOLOM if k.field not in self._letak and not k.pelengkap]
        if hilang:
            self.temuan.append(make_temuan("DAT523", self._sel(self._judul, 0), kolom=", ".join(hilang)))

    def _unknown_heading(self, teks: str, kolom: int, sel: Sel) -> None:
        dekat = terdekat(teks, (k.judul for k in KOLOM if k.field not in self._letak))
        anjuran = f"mungkin maksudnya {dekat}" if dekat else "bila memang kolom tambahan, abaikan saja"
        self.temuan.append(make_temuan("DAT521", sel, judul=cuplik(teks), saran=anjuran))
        datar = canonical_name(teks)
        pokok = subjects_of(teks)
        for k in KOLOM:
            if k.field in pokok or any(
                SequenceMatcher(None, datar, canonical_name(j), autojunk=False).ratio() >= _MIRIP
                for j in (k.judul, *k.alias)
            ):
                self._mirip.setdefault(k.field, []).append(kolom)
        if not any(kolom in k for k in self._mirip.values()):
            self._others.append(kolom)

    def _merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The cell whose content each merged cell below the heading has, by (row index, column)."""
        hasil: dict[tuple[int, int], tuple[int, int]] = {}
        akhir = len(self._lembar.baris)
        lebar = max((len(b) for b in self._lembar.baris), default=0)
        for atas, kiri, bawah, kanan in self._lembar.gabungan:
            if atas - 1 <= self._judul:
                continue
            for r in range(atas - 1, min(bawah, akhir)):
                for k in range(kiri, min(kanan + 1, lebar)):
                    hasil[r, k] = (atas - 1, kiri)
        return hasil

    def read(self) -> list[dict[str, Any]]:
        """All satker, as fields of ``Satker``; blank rows, the example, sums and notes are passed over.

        Rows that share a kode, or whose names are one satker's, are marked ``ganda``.
        """
        hasil: list[dict[str, Any]] = []
        for nomor in range(self._judul + 1, len(self._lembar.baris)):
            isi = self._baris(nomor)
            if isi is not None:
                hasil.append(isi)
        self._mark_twins(hasil, "kode", "DAT519", canonical_name)
        self._mark_twins(hasil, "nama", "DAT525", name_key)
        return hasil

    def _mark_twins(self, baris: list[dict[str, Any]], field: str, kode: str, kunci: Any) -> None:
        pertama: dict[str, dict[str, Any]] = {}
        for isi in baris:
            if isi[field] is None:
                continue
            asal = pertama.setdefault(kunci(isi[field]), isi)
            # A kode used twice has been told already; the name of the same two rows adds nothing.
            if asal is isi or (kode == "DAT525" and asal["kode"] == isi["kode"]):
                continue
            isi["ganda"] = asal["ganda"] = True
            sel = isi["sel"][field]
            self.temuan.append(make_temuan(kode, sel, nilai=cuplik(isi[field]), pertama=asal["sel"][field]))

    def _baris(self, nomor: int) -> dict[str, Any] | None:
        terisi = {f: n for f, kolom in self._letak.items() if not _is_blank(n := self._take(nomor, kolom[0])[0])}
        if not any(not _is_blank(self._take(nomor, k)[0]) for kolom in self._letak.values() for k in kolom):
            return None
        if isian.cell_as_text(terisi.get("kode", "")).casefold() == KODE_CONTOH.casefold():
            return None
        if self._pass_over(nomor, terisi):
            return None
        sel = {f: self._sel(nomor, kolom[0]) for f, kolom in self._letak.items()}
        galat: set[str] = set()
        isi: dict[str, Any] = {"ganda": False, "sel": MappingProxyType(sel)}
        for kolom in KOLOM:
            isi[kolom.field] = self._field(kolom, nomor, galat)
        for field in WAJIB:
            if isi[field] is None and field not in galat and field in sel:
                self.temuan.append(make_temuan("DAT520", sel[field], kolom=_KOLOM[field].judul))
        isi["galat"] = frozenset(galat)
        return isi

    def _deny_unseen(self, sel: Sel, kolom: Kolom, nilai: NilaiSel, sebab: str, galat: set[str]) -> None:
        """What is not seen is not used, and said once a sheet, row, column or cell; whose row it is stays known."""
        if kolom.field not in ("kode", "nama"):
            galat.add(kolom.field)
        if sebab not in self._disebut:
            self._disebut |= {sebab} if self._lembar.hides(sel.baris, sel.kolom) else set()
            isi = cuplik(isian.cell_as_text(nilai))
            self.temuan.append(make_temuan("DAT549", sel, kolom=kolom.judul, isi=isi, sebab=sebab))

    def _pass_over(self, nomor: int, terisi: dict[str, NilaiSel]) -> bool:
        """Whether the row is a sum or a note below the satker (said, with its first text)."""
        semua = self._lembar.baris[nomor]
        k, teks = next(((k, t) for k, s in enumerate(semua) if (t := isian.cell_as_text(s))), (0, ""))
        datar = canonical_name(teks)
        jenis = None
        if _are_column_numbers(semua):
            jenis = "nomor kolom"
        elif self._is_group(terisi):
            jenis = "judul kelompok"
        elif any(datar == j or datar.startswith(f"{j} ") for j in _JUMLAH):
            jenis = "jumlah"
        elif self._is_note(terisi):
            jenis = "keterangan"
        if jenis is None:
            return False
        self.temuan.append(make_temuan("DAT528", self._sel(nomor, k), teks=cuplik(teks), jenis=jenis))
        return True

    def _is_group(self, terisi: dict[str, NilaiSel]) -> bool:
        """The name alone of a Kanwil or Unit Eselon I that other rows have as theirs: the heading of a group."""
        teks = {f: isian.cell_as_text(n) for f, n in terisi.items()}
        # Numbered at most as headings are: "I", "a.", "12".
        if not teks or not teks.keys() <= {"nama", "kode"} or (len(teks) == 2 and len(teks["kode"]) > 4):
            return False
        return name_key(teks.get("nama") or teks["kode"]) in self._groups

    @cached_property
    def _groups(self) -> frozenset[str]:
        kolom = [k for f in ("kanwil", "eselon1") for k in self._letak.get(f, ())]
        baris = range(self._judul + 1, len(self._lembar.baris))
        return frozenset(name_key(t) for n in baris for k in kolom if (t := isian.cell_as_text(self._take(n, k)[0])))

    def _is_note(self, terisi: dict[str, NilaiSel]) -> bool:
        """A signature, a date, a footnote: next to nothing is filled, and nothing of it is a satker's."""
        if len(terisi) > 2 or (
            {"kode", "nama"} <= terisi.keys() and is_satker_name(isian.cell_as_text(terisi["nama"]))
        ):
            return False
        for field in ("usulan", "jenis", "predikat"):
            try:
                if field in terisi and isian.pilihan(terisi[field], field):
                    return False
            except InvalidValue:
                continue
        if "kode" in terisi and isian.cell_as_text(terisi["kode"]).replace(".", "").isalnum() and len(terisi) == 2:
            return False
        return not ("nama" in terisi and is_satker_name(isian.cell_as_text(terisi["nama"])))

    def _field(self, kolom: Kolom, nomor: int, galat: set[str]) -> Any:
        """The value of *kolom*, of whichever columns have it; contradictions and faults go to *galat*."""
        letak = self._letak.get(kolom.field)
        if letak is None:
            return None
        nilai = self._satu(kolom, nomor, letak[0], galat)
        for k in letak[1:]:
            lain = self._satu(kolom, nomor, k, galat)
            # Two columns of one meaning: only where both say the same is it said.
            if lain is None and nilai is None:
                # Blank means "never" only in the one column of its kind.
                galat.add(kolom.field)
            elif not _same(kolom, lain, nilai):
                self._deny(kolom, nomor, k, galat, "kolom kedua yang sama artinya berisi lain")
                nilai = None
        for k in self._mirip.get(kolom.field, ()):
            mentah = self._take(nomor, k)[0]
            if kolom.menentukan and not _says_nothing(mentah) and self._differs(kolom, mentah, nilai):
                self._deny(kolom, nomor, k, galat, f"kolom “{self._heading(k)}”, yang tidak dikenal, berisi lain")
                nilai = None
        if kolom.field in _BY_WORD and nilai is not None:
            for k in self._others:
                arti = isian.own_word(self._take(nomor, k)[0], kolom.field)
                if arti is not None and {"ya": True, "tidak": False}.get(arti, arti) not in (nilai, self._held(nomor)):
                    self._deny(kolom, nomor, k, galat, f"kolom “{self._heading(k)}”, yang tidak dikenal, berisi lain")
        return None if kolom.field in galat else nilai

    def _heading(self, k: int) -> str:
        return cuplik(isian.cell_as_text(self._lembar.baris[self._judul][k]))

    def _held(self, nomor: int) -> str | None:
        """The predicate that the row's satker has: a column that repeats it does not contradict what it proposes."""
        letak = self._letak.get("predikat")
        return isian.own_word(self._take(nomor, letak[0])[0], "predikat") if letak else None

    def _differs(self, kolom: Kolom, mentah: NilaiSel, nilai: Any) -> bool:
        if kolom.jenis == "tanggal" and (ada := isian.plain_answer(mentah)) is not None:
            return ada is (nilai is None)
        try:
            lain = parse_value(kolom, mentah, self._sakip)
            if kolom.jenis == "sakip" and nilai:
                return self._sakip.read(lain) != self._sakip.read(nilai)
            return not _same(kolom, lain, nilai)
        except InvalidValue:
            return True

    def _deny(self, kolom: Kolom, nomor: int, k: int, galat: set[str], sebab: str) -> None:
        if kolom.field not in galat:
            isi = cuplik(isian.cell_as_text(self._take(nomor, k)[0])) or "kosong"
            sebab = f"Kolom {kolom.judul}: {sebab} (“{isi}”)"
            # A column that decides nothing keeps nobody back: what rests on it says so itself.
            berat: Tingkat | None = None if kolom.menentukan else "peringatan"
            self.temuan.append(make_temuan("DAT536", self._sel(nomor, k), tingkat=berat, sebab=sebab))
        galat.add(kolom.field)

    def _satu(self, kolom: Kolom, nomor: int, k: int, galat: set[str]) -> Any:
        sel = self._sel(nomor, k)
        nilai, asal = self._take(nomor, k)
        if asal != (nomor, k):
            if asal[1] != k:
                return self._fault(kolom, sel, galat, "DAT527", "galat", asal)
            if not _is_blank(nilai):
                self._fault(kolom, sel, galat, "DAT527", "info", asal)
        if self._sel(*asal) in self._lembar_belum_dihitung:
            return self._fault(kolom, sel, galat, "DAT524", None, asal)
        if _is_blank(nilai) or (kolom.field in ("predikat", "eselon1") and _says_nothing(nilai)):
            return None
        if kolom.menentukan and (sebab := self._lembar.unseen(asal[0] + 1, asal[1])):
            self._deny_unseen(sel, kolom, nilai, sebab, galat)
        try:
            return parse_value(kolom, nilai, self._sakip)
        except InvalidValue as e:
            galat.add(kolom.field)
            self.temuan.append(make_temuan(e.kode, sel, kolom=kolom.judul, **e.isi))
            return None

    def _fault(
        self, kolom: Kolom, sel: Sel, galat: set[str], kode: str, tingkat: Tingkat | None, asal: tuple[int, int]
    ) -> None:
        """A finding about how the cell came by its content; anything but an info leaves it unusable."""
        if tingkat != "info":
            galat.add(kolom.field)
        isi = {"asal": self._sel(*asal)} if kode == "DAT527" else {}
        self.temuan.append(make_temuan(kode, sel, tingkat=tingkat, kolom=kolom.judul, **isi))

    @property
    def _lembar_belum_dihitung(self) -> frozenset[tuple[str, int, int]]:
        return self._lembar.belum_dihitung

    def _take(self, nomor: int, k: int) -> tuple[NilaiSel, tuple[int, int]]:
        """Content of a cell, and the cell that holds it (another one where cells are merged)."""
        asal = self._gabungan.get((nomor, k), (nomor, k))
        sel: Sequence[NilaiSel] = self._lembar.baris[asal[0]] if asal[0] < len(self._lembar.baris) else ()
        return (sel[asal[1]] if asal[1] < len(sel) else ""), asal

    def _sel(self, nomor: int, k: int) -> Sel:
        return Sel(self._lembar.nama, nomor + 1, k)


def _is_blank(nilai: NilaiSel) -> bool:
    return isinstance(nilai, str) and not nilai.strip()


def _says_nothing(nilai: NilaiSel) -> bool:
    return _is_blank(nilai) or isian.cell_as_text(nilai) in _GARIS


def _same(kolom: Kolom, satu: Any, lain: Any) -> bool:
    """Whether two columns of one meaning say the same, however it is written."""
    if kolom.jenis == "persen" and satu is not None and lain is not None:
        return bool(satu.nilai == lain.nilai)
    if kolom.field == "nama" and satu and lain:
        return name_key(satu) == name_key(lain)
    return bool(satu == lain)


def _are_column_numbers(baris: Sequence[NilaiSel]) -> bool:
    """Whether the row numbers the columns, as forms have it below their heading: 1, 2, 3 or (1), (2), (3)."""
    angka = [t.strip("()[]. ") for s in baris if (t := isian.cell_as_text(s))]
    return (
        len(angka) > 2
        and all(a.isascii() and a.isdigit() and len(a) < 4 for a in angka)
        and all(int(b) == int(a) + 1 for a, b in pairwise(angka))
    )


def parse_value(kolom: Kolom, nilai: NilaiSel, sakip: Skala) -> Any:
    """The value of *kolom* that a filled cell or option gives; raises :class:`InvalidValue`."""
    if kolom.jenis == "tanggal":
        return isian.read_date(nilai)
    if kolom.jenis == "persen":
        return isian.persen(nilai)
    if kolom.jenis == "ya_tidak":
        return isian.ya_tidak(nilai, kolom.field)
    if kolom.jenis == "nip":
        return isian.nip(nilai)
    if kolom.jenis == "pilihan":
        return isian.pilihan(nilai, kolom.field)
    teks = isian.cell_as_text(nilai)
    if isian.is_error(teks):
        raise InvalidValue("DAT529", nilai=cuplik(teks))
    if kolom.menyebut_nama and (is_marked_doubtful(teks) or has_remark(teks)):
        raise InvalidValue("DAT550", nilai=cuplik(teks))
    if kolom.jenis == "sakip" and sakip.read(teks) is None:
        raise InvalidValue("DAT517", nilai=cuplik(teks), pilihan=", ".join(sakip.huruf))
    return teks or None
