"""Answers and a form become a workbook, with the place of every answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from tests.builder.form_shape import COLUMN_TITLES, HEADER_NAMES, FormShape, Sisipan
from tests.builder.grid import BookDraft, Kisi, Nilai
from zi_cli.instrumen.loader import load_instrumen, load_kriteria
from zi_cli.instrumen.tree import Baris

#: Column of the marker in the official text block; the text stands one to the right.
_TAKIK = {"komponen": 0, "aspek": 1, "area": 2, "sub": 3, "kelompok": 3, "indikator": 4, "jumlah": 4}
_OFFICIAL_WIDTH = 7
#: "Pilihan Jawaban" by answer type.
LABEL = {
    "ya_tidak": "Ya/Tidak",
    "abc": "A/B/C",
    "abcd": "A/B/C/D",
    "abcde": "A/B/C/D/E",
    "persen": "%",
    "nilai_0_4": "Nilai (0-4)",
    "jumlah": "Jumlah",
}
_COLUMN_WIDTHS = {
    "bobot": 8, "kriteria": 55, "pilihan": 12, "jawaban": 12, "nilai": 9, "persen": 9, "catatan": 32, "bukti": 24,
}  # fmt: skip

Angka = Mapping[str, Mapping[str, Fraction]]


def build_book(
    jawaban: Mapping[str, Mapping[str, Nilai]], bentuk: FormShape | None = None, *, angka: Angka | None = None
) -> BookDraft:
    """Build the workbook of *bentuk* with the cells *jawaban* (by assessor, then kode).

    ``angka`` gives each assessor's points by kode for the ``nilai`` and ``persen`` columns; without it
    those columns stay empty.
    """
    bentuk = bentuk or FormShape()
    buku = BookDraft([_cover_sheet(nama, isi) for nama, isi in bentuk.sampul.items()])
    for nama, isi in _split_sheets(bentuk):
        penulis = _Penulis(bentuk, nama, list(jawaban))
        for butir in isi:
            penulis.write(butir, jawaban, angka or {})
        if bentuk.bergaya:
            penulis.kisi.fit_heights()
        buku.lembar.append(penulis.kisi)
        buku.letak |= penulis.letak
    return buku


def _cover_sheet(nama: str, isi: Sequence[Sequence[str]]) -> Kisi:
    return Kisi(nama, {(b, k): teks for b, baris in enumerate(isi) for k, teks in enumerate(baris) if teks})


def _row_order(bentuk: FormShape) -> list[Baris]:
    baris = [b for b in load_instrumen().baris if b.kode not in bentuk.hilang]
    for kode, jangkar in bentuk.pindah.items():
        blok = [b for b in baris if _is_within(b.kode, kode)]
        baris = [b for b in baris if not _is_within(b.kode, kode)]
        akhir = max(n for n, b in enumerate(baris) if _is_within(b.kode, jangkar))
        baris[akhir + 1 : akhir + 1] = blok
    return baris


def _is_within(kode: str, induk: str) -> bool:
    return kode == induk or kode.startswith(induk + ".")


def _split_sheets(bentuk: FormShape) -> Iterator[tuple[str, list[Baris | Sisipan | None]]]:
    baris = _row_order(bentuk)
    if bentuk.pisah == "satu":
        yield bentuk.nama_lembar, _insert_into(bentuk, baris)
    elif bentuk.pisah == "komponen":
        yield "PENGUNGKIT", _insert_into(bentuk, [b for b in baris if b.kode[0] == "A"])
        yield "HASIL", _insert_into(bentuk, [b for b in baris if b.kode[0] != "A"])
    else:
        for nomor in "123456":
            bagian: list[Baris] = []
            for aspek in ("A.I", "A.II"):
                bagian += [b for b in baris if b.kode == aspek]
                bagian += [b for b in baris if _is_within(b.kode, f"{aspek}.{nomor}")]
            yield f"Area {nomor}", _insert_into(bentuk, bagian)
        yield "Hasil", _insert_into(bentuk, [b for b in baris if b.kode[0] == "B"])


def _insert_into(bentuk: FormShape, baris: list[Baris]) -> list[Baris | Sisipan | None]:
    """Put inserted rows and blank spacers (None) where the form asks, and the official blank row before B."""
    hasil: list[Baris | Sisipan | None] = []
    for b in baris:
        hasil += [s for s in bentuk.sisipan if s.sebelum == b.kode]
        if b.kode in bentuk.selingan or (b.kode == "B" and hasil):
            hasil.append(None)
        hasil.append(b)
    return hasil


class _Penulis:
    """Writes one sheet from top to bottom."""

    def __init__(self, bentuk: FormShape, nama: str, penilai: list[str]) -> None:
        self.bentuk = bentuk
        self.kisi = Kisi(nama)
        self.letak: dict[tuple[str, str], tuple[str, int, int]] = {}
        self.penilai = penilai
        self.kolom = self._place_columns()
        self.baris = 0
        self.urut = 0
        self._write_header()

    def _place_columns(self) -> dict[str, int]:
        kolom: dict[str, int] = {}
        kini = 0
        for blok in self.bentuk.urutan:
            if blok == "nomor" and self.bentuk.nomor is None:
                continue
            kolom[blok] = kini
            if blok == "uraian" and self.bentuk.uraian == "resmi":
                kini += _OFFICIAL_WIDTH
            elif blok == "penilai":
                for p in self.penilai:
                    for jenis in self.bentuk.kolom_penilai:
                        kolom[f"{jenis}:{p}"] = kini
                        kini += 1
            else:
                kini += 1
        return kolom

    def _put(self, kolom: str | int, nilai: Nilai, gaya: str = "") -> None:
        k = self.kolom.get(kolom) if isinstance(kolom, str) else kolom
        if k is None:
            return
        if nilai is not None and nilai != "":
            self.kisi.sel[self.baris, k] = nilai
        if gaya and self.bentuk.bergaya:
            self.kisi.gaya[self.baris, k] = gaya

    def _title(self, jenis: str) -> str:
        return self.bentuk.judul_kolom.get(jenis, COLUMN_TITLES.get(jenis, ""))

    def _name(self, penilai: str) -> str:
        return self.bentuk.nama_kepala.get(penilai, HEADER_NAMES[penilai][0])

    def _write_header(self) -> None:
        lebar = max(self.kolom.values()) + 1
        for n, isi in enumerate(self.bentuk.judul):
            for k, teks in enumerate(isi):
                self._put(k, teks, "judul" if n == 0 else "identitas")
            if n == 0 and len(isi) == 1:
                self.kisi.gabung.append((self.baris, 0, self.baris, lebar - 1))
            self.baris += 1
        if self.bentuk.kepala_dua:
            for p in self.penilai:
                awal = self.kolom[f"{self.bentuk.kolom_penilai[0]}:{p}"]
                self._put(awal, self._name(p), "kepala")
                akhir = awal + len(self.bentuk.kolom_penilai) - 1
                if akhir > awal:
                    self.kisi.gabung.append((self.baris, awal, self.baris, akhir))
            self._common_header()
            for jenis in ("uraian", "bobot", "kriteria", "pilihan"):
                lebar_blok = _OFFICIAL_WIDTH if jenis == "uraian" and self.bentuk.uraian == "resmi" else 1
                if jenis in self.kolom:
                    k = self.kolom[jenis]
                    self.kisi.gabung.append((self.baris, k, self.baris + 1, k + lebar_blok - 1))
            self.baris += 1
        else:
            self._common_header()
            if self.bentuk.bergaya and self.bentuk.uraian == "resmi":
                k = self.kolom["uraian"]
                self.kisi.gabung.append((self.baris, k, self.baris, k + _OFFICIAL_WIDTH - 1))
        for p in self.penilai:
            for jenis in self.bentuk.kolom_penilai:
                teks = self._title(jenis)
                if not self.bentuk.kepala_dua and self._name(p):
                    teks = f"{teks} {self._name(p)}"
                self._put(f"{jenis}:{p}", teks, "kepala")
        self.baris += 1
        for jenis in self.bentuk.kolom_tersembunyi:
            self.kisi.kolom_tersembunyi += [k for nama, k in self.kolom.items() if nama.split(":")[0] == jenis]
        if self.bentuk.bergaya:
            self._tidy()

    def _common_header(self) -> None:
        if self.bentuk.nomor:
            self._put("nomor", self.bentuk.judul_kolom.get("nomor", "No"), "kepala")
        for jenis in ("uraian", "bobot", "kriteria", "pilihan"):
            if jenis in self.kolom:
                self._put(jenis, self._title(jenis), "kepala")
        if self.bentuk.uraian == "resmi":
            for k in range(1, _OFFICIAL_WIDTH):
                self._put(self.kolom["uraian"] + k, None, "kepala")

    def _tidy(self) -> None:
        self.kisi.beku = (self.baris, 0)
        self.kisi.cetak_kepala = (self.baris - (2 if self.bentuk.kepala_dua else 1), self.baris - 1)
        for nama, k in self.kolom.items():
            self.kisi.lebar[k] = _COLUMN_WIDTHS.get(nama.split(":")[0], 6)
        if self.bentuk.uraian == "resmi":
            for k in range(5):
                self.kisi.lebar[self.kolom["uraian"] + k] = 4
            self.kisi.lebar[self.kolom["uraian"] + 5] = 48
            self.kisi.lebar[self.kolom["uraian"] + 6] = 2
        else:
            self.kisi.lebar[self.kolom["uraian"]] = 60

    def write(self, butir: Baris | Sisipan | None, jawaban: Mapping[str, Mapping[str, Nilai]], angka: Angka) -> None:
        """Write one row: of the instrument, inserted, or blank."""
        if isinstance(butir, Sisipan):
            self._write_inserted(butir)
        elif butir is not None:
            self._write_row(butir, jawaban, angka)
        self.baris += 1

    def _write_inserted(self, s: Sisipan) -> None:
        awal = self.kolom["uraian"]
        if self.bentuk.uraian == "gabung":
            self._put(awal, f"{s.penanda} {s.teks}".strip(), "isi")
        else:
            self._put(awal + s.kolom, s.teks, "isi")
            if s.penanda:
                self._put(awal + s.kolom - 1, s.penanda, "isi")
        for p, isian in s.jawaban.items():
            self._put(f"jawaban:{p}", isian, "jawaban")

    def _write_row(self, b: Baris, jawaban: Mapping[str, Mapping[str, Nilai]], angka: Angka) -> None:
        gaya = b.jenis if b.jenis in ("komponen", "aspek", "area", "sub", "total") else "isi"
        if self.bentuk.bergaya:
            for k in range(max(self.kolom.values()) + 1):
                self._put(k, None, gaya)
        if b.kode in self.bentuk.baris_tersembunyi:
            self.kisi.baris_tersembunyi.append(self.baris)
        self._write_number(b)
        self._write_text(b, gaya)
        if (b.bobot is not None and b.jenis not in ("indikator", "total")) or b.kode in self.bentuk.bobot:
            self._put("bobot", self.bentuk.bobot.get(b.kode, float(b.bobot or 0)), gaya)
        elif b.induk is not None and b.jenis == "indikator" and b.kode.startswith("B."):
            self._put("bobot", float(b.bobot or 0), gaya)
        if b.jenis == "indikator":
            self._put("kriteria", kriteria_text(b.kode), "isi")
        if b.jenis_jawaban:
            self._put("pilihan", self.bentuk.label.get(b.kode, LABEL[b.jenis_jawaban]), "tengah")
        for p in self.penilai:
            self._write_penilai(b, p, jawaban[p].get(b.kode), angka.get(p, {}))

    def _write_number(self, b: Baris) -> None:
        if self.bentuk.nomor == "baris":
            self._put("nomor", b.nomor, "tengah")
        elif self.bentuk.nomor == "kode":
            self._put("nomor", b.kode, "tengah")
        elif self.bentuk.nomor == "urut" and b.jenis == "indikator":
            self.urut += 1
            self._put("nomor", self.urut, "tengah")

    def _write_text(self, b: Baris, gaya: str) -> None:
        penanda = self.bentuk.penanda.get(b.kode, official_marker(b))
        teks = self.bentuk.teks.get(b.kode, b.teks)
        awal = self.kolom["uraian"]
        if self.bentuk.uraian == "gabung":
            self._put(awal, f"{penanda} {teks}".strip(), gaya)
        elif b.jenis == "total":
            self._put(awal, teks, gaya)
        else:
            takik = 2 if b.jenis == "indikator" and b.kode.startswith("B.") else _TAKIK[b.jenis]
            if b.jenis == "jumlah":
                self._put(awal + takik + 1, f"{penanda} {teks}".strip(), gaya)
            else:
                self._put(awal + takik, penanda, gaya)
                self._put(awal + takik + 1, teks, gaya)

    def _write_penilai(self, b: Baris, p: str, isian: Nilai, angka: Mapping[str, Fraction]) -> None:
        if b.jenis_jawaban:
            gaya = "persen" if b.jenis_jawaban == "persen" else "jawaban"
            self._put(f"jawaban:{p}", isian, gaya)
            self.letak[p, b.kode] = (self.kisi.nama, self.baris + 1, self.kolom[f"jawaban:{p}"])
        if b.jenis == "indikator" and isian is not None:
            self._put(f"catatan:{p}", note_text(b.kode, isian), "isi")
            self._put(f"bukti:{p}", f"Folder {b.kode}", "isi")
        skor = angka.get({"A.TOTAL": "A", "B.TOTAL": "B", "TOTAL": "total"}.get(b.kode, b.kode))
        if skor is None or not b.bobot or b.jenis == "kelompok":
            return
        rasio = skor / b.bobot
        self._put(f"nilai:{p}", float(rasio if b.jenis == "indikator" and b.kode[0] == "A" else skor), "nilai")
        if b.jenis != "indikator":
            self._put(f"persen:{p}", float(rasio), "rasio")


def official_marker(b: Baris) -> str:
    """Marker as the official sheet prints it: "A.", "I.", "1", "i.", "a.", "-" for a sole question."""
    if b.jenis in ("total",):
        return ""
    if b.jenis == "jumlah":
        return "-"
    if b.jenis == "kelompok":
        return b.kode.rsplit(".", 2)[-2] + "."
    if b.jenis == "indikator":
        saudara = load_instrumen().anak[b.induk or ""]
        return "-" if len(saudara) == 1 or b.kode.startswith("A.II.5.iii.") else f"{b.marker}."
    return b.marker if b.jenis == "area" else f"{b.marker}."


def kriteria_text(kode: str) -> str:
    """The rubric cell of an indicator: one line an option."""
    return "\n".join(
        f"{k.pilihan}, {k.uraian}" if len(k.pilihan) > 1 else f"{k.pilihan.lower()}. {k.uraian}"
        for k in load_kriteria(load_instrumen()).get(kode, ())
    )


def note_text(kode: str, isian: Nilai) -> str:
    """A note as an assessor gives it: the rubric of the option chosen."""
    for k in load_kriteria(load_instrumen()).get(kode, ()):
        if k.pilihan == isian:
            return k.uraian
    return "Ada penjelasan."
