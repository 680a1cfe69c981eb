"""Sheet "Hitungan": from the counts to the percentage, step by step, one block an indicator.

A count that is not a whole number of 0 or more counts as blank here, as in ``scoring.rumus``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from zi_cli.findings.record import Sel
from zi_cli.forms.addresses import BOBOT, HITUNGAN, CellPlan, alamat
from zi_cli.forms.content import Formulir, as_double
from zi_cli.forms.styles import ABU, BULAT, DUA, PERSEN, Gaya, row_height
from zi_cli.forms.verdict_formulas import node_row, possible
from zi_cli.instrumen.tree import Ambang, AturanHitungan, Baris, Instrumen
from zi_cli.scoring.survey_notes import denied_index
from zi_cli.worksheet.cells import parse_survey
from zi_cli.worksheet.model import Isian, Penilai

#: What each rule does, for the note beside the percentage; {p} is the part, {q} the whole.
_KETERANGAN: Mapping[str, str] = {
    "rasio": "{p} ÷ {q}; paling tinggi 100%, dan 0% bila pembaginya 0.",
    "rasio_terbatas": "{p} ÷ {q}; lebih dari 100% dihitung 100%, dan 0% bila pembaginya 0.",
    "rasio_atau_penuh": "{p} ÷ {q}; paling tinggi 100%, dan 100% bila {q} 0.",
    "penurunan": "({q} − {p}) ÷ {q}; paling rendah 0%. Bila keduanya 0 dihitung 100%; "
    "bila hanya {q} yang 0 dihitung 0%.",
}

#: What the two counts of a rule are called when not "Bagian" and "Pembagi".
_NAMA_LANGKAH = {"penurunan": ("Tahun ini", "Tahun sebelumnya")}

#: Steps and notes of what a ratio may be at worst and at best.
_MUNGKIN = (
    ("Terendah yang mungkin", "Lebih kecil hanya bila hitungannya bertentangan (bagian melebihi pembagi, rincian)."),
    ("Tertinggi yang mungkin", "Lebih besar hanya bila hitungannya bertentangan."),
)
_BATAS = ("terendah", "tertinggi")
_CARA_BATAS = ("Terendah: yang meragukan pada nilai terendahnya", "Tertinggi: yang meragukan pada nilai tertingginya")


def _bagian_dan_seluruh(aturan: AturanHitungan) -> tuple[str, str]:
    """Kode of the part (numerator or this year's count) and of the whole (denominator or last year's)."""
    pertama, kedua = aturan.operan
    return (kedua, pertama) if aturan.nama == "penurunan" else (pertama, kedua)


def keterangan(instrumen: Instrumen, baris: Baris) -> str:
    """How the percentage of *baris* is computed, in words; raises ValueError without a rule."""
    if baris.aturan is None:
        raise ValueError(baris.kode)
    bagian, seluruh = (instrumen.per_kode[k] for k in _bagian_dan_seluruh(baris.aturan))
    teks = "Persentase = " + _KETERANGAN[baris.aturan.nama].format(p=bagian.teks, q=seluruh.teks)
    if seluruh.aturan is not None:
        teks += f" “{seluruh.teks}” yang kosong diambil dari jumlah rinciannya."
    return teks + " Terisi sendiri dari hitungan di bawah ini."


@dataclass
class LembarHitungan:
    """Writes the sheet and remembers where each percentage came out."""

    ws: Worksheet
    formulir: Formulir
    denah: CellPlan
    g: Gaya
    baris_hasil: dict[str, int] = field(default_factory=dict)
    baris_batas: dict[str, int] = field(default_factory=dict)

    def write(self) -> None:
        """Write all blocks."""
        ws, g = self.ws, self.g
        ws.set_column(0, 0, 22, g())
        ws.set_column(1, 1, 62, g())
        ws.set_column(2, 1 + len(self.denah.penilai), 13, g())
        ws.write_string(0, 0, "Hitungan Persentase", g(bold=True, font_size=14))
        ws.write_string(
            1, 0, "Lembar ini terisi sendiri; hitungan yang bukan bilangan bulat dianggap kosong.", g(italic=True)
        )
        for kolom, teks in enumerate(("Langkah", "Asal", *(self.denah.nama_penilai(p) for p in self.denah.penilai))):
            ws.write_string(2, kolom, teks, g.kepala())
        ws.set_row(2, 30)
        ws.freeze_panes(3, 2)
        baris = 3
        for b in self.formulir.instrumen.indikator:
            if b.aturan is not None:
                baris = self._blok(b, b.aturan, baris) + 1
        self._batas(baris)

    def alamat(self, kode: str, penilai: Penilai) -> str:
        """Address, sheet included, of the percentage of *kode*."""
        return f"{HITUNGAN}!{self._sel(self.baris_hasil[kode], penilai)}"

    def batas(self, ambang: Ambang, penilai: Penilai) -> tuple[str, str]:
        """Addresses, sheet included, of the least and the most that the value of *ambang* may be."""
        baris = self.baris_batas[ambang.kode]
        return f"{HITUNGAN}!{self._sel(baris, penilai)}", f"{HITUNGAN}!{self._sel(baris + 1, penilai)}"

    def _sel(self, baris: int, penilai: Penilai) -> str:
        return alamat(baris, 2 + self.denah.penilai.index(penilai))

    def _blok(self, b: Baris, aturan: AturanHitungan, baris: int) -> int:
        instrumen = self.formulir.instrumen
        bagian, seluruh = _bagian_dan_seluruh(aturan)
        judul = f"{b.kode} (baris {self.denah.baris(b.kode) + 1})"
        self.ws.merge_range(baris, 0, baris, 1 + len(self.denah.penilai), judul, self.g.tabel(bold=True, bg_color=ABU))
        nama_bagian, nama_seluruh = _NAMA_LANGKAH.get(aturan.nama, ("Bagian", "Pembagi"))
        baris_bagian = self._hitungan(nama_bagian, bagian, baris + 1)
        baris_seluruh = self._hitungan(nama_seluruh, seluruh, baris_bagian + 1)
        rincian = instrumen.per_kode[seluruh].aturan
        if rincian is not None:
            baris_seluruh = self._dengan_rincian(seluruh, rincian, baris_seluruh)
        hasil = baris_seluruh + 1
        self.baris_hasil[b.kode] = hasil
        tertulis = (baris_bagian + 1, rincian.operan) if rincian is not None else None
        tebal = self.g.tabel(bold=True)
        self.ws.write_string(hasil, 0, "Persentase", tebal)
        cara = _KETERANGAN[aturan.nama].format(p=nama_bagian, q=nama_seluruh)
        self.ws.write_string(hasil, 1, cara, self.g.tabel(text_wrap=True))
        self.ws.set_row(hasil, row_height([(cara, 62, 10)]))
        for p in self.denah.penilai:
            rumus = _rumus_hasil(aturan.nama, self._sel(baris_bagian, p), self._sel(baris_seluruh, p))
            persen = self.g.tabel(num_format=PERSEN, bold=True)
            self.ws.write_formula(self._sel(hasil, p), rumus, persen, self.formulir.rasio(p, b.kode))
            mungkin = self._rumus_mungkin(aturan.nama, seluruh, (baris_bagian, baris_seluruh, hasil), tertulis, p)
            for geser, (rumus, isi) in enumerate(zip(mungkin, self.formulir.rasio_mungkin(p, b.kode), strict=True), 1):
                self.ws.write_formula(self._sel(hasil + geser, p), rumus, self.g.tabel(num_format=PERSEN), isi)
        for geser, (nama, catatan) in enumerate(_MUNGKIN, 1):
            self.ws.write_string(hasil + geser, 0, nama, self.g.tabel())
            self.ws.write_string(hasil + geser, 1, catatan, self.g.tabel(text_wrap=True))
        return hasil + 3

    def _rumus_mungkin(
        self,
        nama: str,
        seluruh: str,
        baris: tuple[int, int, int],
        rincian: tuple[int, tuple[str, ...]] | None,
        penilai: Penilai,
    ) -> tuple[str, str]:
        """The least and the most that a ratio may be: more than the whole, or a whole that denies its parts.

        *baris* are the rows of part, whole and ratio, *rincian* the row of the typed whole and the kode of its parts.
        """
        p, q, rasio = (self._sel(b, penilai) for b in baris)
        syarat = {
            "rasio": f"N({p})>N({q})",
            "rasio_terbatas": f"AND(N({q})=0,N({p})>0)",
            "rasio_atau_penuh": f"AND(N({q})>0,N({p})>N({q}))",
        }.get(nama, "FALSE")
        lain = rasio
        if rincian is not None:
            awal, kode = rincian
            t, bagian = self._sel(awal, penilai), [self._sel(awal + i, penilai) for i in range(1, len(kode) + 1)]
            r = f"{bagian[0]}:{bagian[-1]}"
            isi = _rumus_hasil(nama, p, f"SUM({r})").removeprefix("=")
            lain = f"IF(AND(COUNT({t})=1,COUNT({r})>0,COUNT({p})=1),{isi},{rasio})"
            terisi = [
                f"AND(COUNT({s})=0,IFERROR(LEN(TRIM({self.denah.sel(penilai, 'jawaban', k, lembar=True)}))>0,TRUE))"
                for s, k in zip((t, *bagian), (seluruh, *kode), strict=True)
            ]
            syarat = f"OR({syarat},AND(COUNT({t})=0,OR({','.join(terisi)})))"
        return (
            f'=IF(COUNT({rasio})=0,"",IF({syarat},0,MIN({rasio},{lain})))',
            f'=IF(COUNT({rasio})=0,"",IF({syarat},1,MAX({rasio},{lain})))',
        )

    def _batas(self, baris: int) -> None:
        """The least and the most that the value of each threshold may be."""
        lebar = 1 + len(self.denah.penilai)
        judul = "Nilai terendah dan tertinggi yang mungkin dari setiap ambang"
        self.ws.merge_range(baris, 0, baris, lebar, judul, self.g.tabel(bold=True, bg_color=ABU))
        i = self.formulir.instrumen
        for a in self.formulir.ambang.daftar:
            self.baris_batas[a.kode] = baris + 1
            bentuk = self.g.tabel(num_format=PERSEN if a.satuan == "persen" else DUA)
            for geser, kata in enumerate(_BATAS):
                baris += 1
                self.ws.write_string(baris, 0, a.kode, self.g.tabel())
                self.ws.write_string(baris, 1, _CARA_BATAS[geser], self.g.tabel(text_wrap=True))
                for p in self.denah.penilai:
                    nilai = possible(self.formulir.penilaian.get(p), a, i)[geser]
                    isi = as_double(nilai / 100 if a.satuan == "persen" else nilai)
                    self.ws.write_formula(self._sel(baris, p), self._rumus_batas(a, p, kata), bentuk, isi)

    def _rumus_batas(self, a: Ambang, p: Penilai, kata: str) -> str:
        i = self.formulir.instrumen
        persen = a.satuan == "persen"
        simpul = i.bagian_area(a.simpul) if persen else (node_row(a, i),)
        rumus = "+".join(self.denah.sel(p, "nilai", k, lembar=True) for k in simpul)
        if kata == "tertinggi":
            rumus += "".join(f"+{self.denah.kosong(p, self.denah.rentang(BOBOT, k), k)}" for k in simpul)
        geser = 1 if kata == "terendah" else 2
        for b in i.indikator:
            if b.kode in self.baris_hasil and any(self.denah.milik(k, b.kode) for k in simpul):
                hasil = self.baris_hasil[b.kode]
                beda = f"(N({self._sel(hasil + geser, p)})-N({self._sel(hasil, p)}))"
                rumus += f"+{self.denah.bobot(b.kode)}*{beda}"
        rumus += self._denied(simpul, p, kata)
        return f"=({rumus})/({'+'.join(map(self.denah.bobot, simpul))})" if persen else f"={rumus}"

    def _denied(self, simpul: tuple[str, ...], p: Penilai, kata: str) -> str:
        """What survey answers that their notes deny take from or add to the nodes, until one of the two is changed."""
        rumus, isi, i = "", self.formulir.isi(p), self.formulir.instrumen
        for kode, catatan in isi.catatan.items():
            b, nilai = i.per_kode[kode], parse_survey(isi.jawaban.get(kode), i.survei_maksimum).nilai
            if b.jenis_jawaban != "nilai_0_4" or not isinstance(nilai, Fraction):
                continue
            tempat = Sel("", b.nomor, 0)
            lain = denied_index(kode, nilai, tempat, Isian(catatan, tempat), i.survei_maksimum)
            if (
                lain is None
                or (lain[0] < nilai) != (kata == "terendah")
                or not any(self.denah.milik(k, kode) for k in simpul)
            ):
                continue
            beda = as_double((lain[0] - nilai) / i.survei_maksimum * i.bobot(kode))
            sel, sel_catatan = (self.denah.sel(p, k, kode, lembar=True) for k in ("jawaban", "catatan"))
            rumus += f"+IF(AND(N({sel})={isi.jawaban[kode]!r},LEN({sel_catatan})={len(catatan)}),{beda!r},0)"
        return rumus

    def _hitungan(self, langkah: str, kode: str, baris: int) -> int:
        """One count, checked: the cell's value when it is a whole number of 0 or more, else blank."""
        self.ws.write_string(baris, 0, langkah, self.g.tabel())
        self.ws.write_string(baris, 1, f"Baris {self.denah.baris(kode) + 1} di lembar LKE", self.g.tabel())
        for p in self.denah.penilai:
            x = self.denah.sel(p, "jawaban", kode, lembar=True)
            rumus = f'=IFERROR(IF(AND(COUNT({x})=1,{x}>=0,INT({x})={x}),{x},""),"")'
            isi = self._terbaca(p, kode)
            self.ws.write_formula(
                self._sel(baris, p), rumus, self.g.tabel(num_format=BULAT), "" if isi is None else isi
            )
        return baris

    def _dengan_rincian(self, kode_jumlah: str, rincian: AturanHitungan, baris: int) -> int:
        """The parts of a whole, and the whole that is used: as typed, else their sum."""
        tertulis = baris
        for kode in rincian.operan:
            baris = self._hitungan("Rincian", kode, baris + 1)
        dipakai = baris + 1
        self.ws.write_string(dipakai, 0, "Pembagi yang dipakai", self.g.tabel())
        self.ws.write_string(dipakai, 1, "Jumlah tertulis; bila kosong, jumlah rinciannya", self.g.tabel())
        for p in self.denah.penilai:
            x = self._sel(tertulis, p)
            r = f"{self._sel(tertulis + 1, p)}:{self._sel(baris, p)}"
            rumus = f'=IF(COUNT({x})=1,{x},IF(COUNT({r})>0,SUM({r}),""))'
            ada = [n for n in (self._terbaca(p, k) for k in rincian.operan) if n is not None]
            isi = self._terbaca(p, kode_jumlah)
            nilai = isi if isi is not None else (sum(ada) if ada else "")
            self.ws.write_formula(self._sel(dipakai, p), rumus, self.g.tabel(num_format=BULAT), nilai)
        return dipakai

    def _terbaca(self, penilai: Penilai, kode: str) -> int | None:
        isi = self.formulir.isi(penilai).jawaban.get(kode)
        return isi if isinstance(isi, int) and isi >= 0 else None


def _rumus_hasil(nama: str, p: str, q: str) -> str:
    """Formula of the named rule on the checked cells *p* (part) and *q* (whole); blank when one is missing."""
    if nama == "rasio_atau_penuh":
        return f'=IF(COUNT({q})=0,"",IF({q}=0,1,IF(COUNT({p})=0,"",MIN(1,{p}/{q}))))'
    if nama == "penurunan":
        isi = f"IF({q}=0,IF({p}=0,1,0),MAX(0,({q}-{p})/{q}))"
    else:
        isi = f"IF({q}=0,0,MIN(1,{p}/{q}))"
    return f'=IF(COUNT({p})+COUNT({q})<2,"",{isi})'
