"""Build ``usulan-2027/``, a year's proposals of fictitious satker: ``make sample``.

Each satker is there for one reason a TPI lead meets in May; the comments name it. The same run
gives the same worksheets, so that a second one changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

from sample_lke.buat import answers_of_quality
from tests.builder import FormShape, Jawaban, build_book, raw_cells
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.pengajuan.register.register_workbook import register_workbook
from zi_cli.worksheet.model import NilaiSel

FOLDER = Path(__file__).parent / "usulan-2027"

#: Answers of TPI: a fixed random state and share of best answers, chosen for the verdict they give.
_WBBM, _WBK, _TIPIS = (1, 0.78), (0, 0.4), (191, 0.38)


@dataclass(frozen=True)
class Contoh:
    """One satker: its row of the register, its worksheet, or only one of the two.

    ``mutu`` picks the answers; ``ganti`` replaces some; ``catatan`` are notes by kode. Without
    ``baris`` the register does not know it, without ``mutu`` there is no file.
    """

    kode: str
    nama: str
    jenis: str
    kanwil: str
    baris: Mapping[str, NilaiSel] | None
    mutu: tuple[int, float] | None
    ganti: Mapping[str, str | Fraction | int | None] = field(default_factory=dict)
    catatan: Mapping[str, str] = field(default_factory=dict)


_COMPLETE: Mapping[str, NilaiSel] = {
    "usulan": "WBK",
    "predikat": "Belum ada",
    "tanggal_data_dukung": date(2027, 3, 24),
    "tanggal_pencanangan": date(2023, 2, 6),
    "mulai_wbk": date(2025, 1, 13),
    "sakip": "BB",
    "tlhp": "12/12",
    "lhkpn": "11/11",
    "lhkasn": "73/73",
    "layanan_utama": "Ya",
    "dampak": "Ya",
    "pendahuluan_layak": "Ya",
    "pendahuluan_tanggal": date(2027, 4, 14),
    "sptjm_tanggal": date(2027, 5, 3),
}
_UTARA, _SELATAN = "Kanwil Contoh Utara", "Kanwil Contoh Selatan"
_IMIGRASI, _PAS = "Direktorat Jenderal Imigrasi", "Direktorat Jenderal Pemasyarakatan"


def _row(**isi: NilaiSel | None) -> Mapping[str, NilaiSel]:
    return {k: v for k, v in {**_COMPLETE, **isi}.items() if v is not None}


_BLANK_HASIL = {"B.I.a": None, "B.I.b": None, "B.II.a": None}

SAMPLES: tuple[Contoh, ...] = (
    # Ready for WBBM.
    Contoh("647101", "Kantor Imigrasi Kelas I TPI Contoh", "Kantor Imigrasi", _UTARA,
           _row(usulan="WBBM", predikat="WBK", tanggal_predikat=date(2024, 12, 9), tanggal_monev=date(2026, 11, 20),
                  mulai_wbbm=date(2025, 2, 3), tlhp="0/0"), _WBBM),
    # Ready for WBK.
    Contoh("647102", "Lembaga Pemasyarakatan Kelas IIA Contoh", "Lapas", _UTARA, _row(), _WBK),
    # One recommendation of the auditors still open.
    Contoh("647103", "Rumah Tahanan Negara Kelas IIB Contoh", "Rutan", _UTARA, _row(tlhp="11/12"), _WBK),
    # The score misses one area by a hair.
    Contoh("647104", "Balai Pemasyarakatan Kelas I Contoh", "Bapas", _UTARA, _row(), _TIPIS),
    # The register claims more LHKPN than the worksheet.
    Contoh("647105", "Rumah Detensi Imigrasi Contoh", "Rudenim", _UTARA, _row(), _WBK, {"A.II.5.iii.a.5": 10}),
    # SPTJM not signed, LHKASN not filled in: the worksheet gives the latter.
    Contoh("647106", "Lembaga Pembinaan Khusus Anak Kelas II Contoh", "LPKA", _SELATAN,
           _row(sptjm_tanggal=None, lhkasn=None), _WBK),
    # Building since 1 June 2026: a year is full one day after the deadline.
    Contoh("647107", "Rumah Penyimpanan Benda Sitaan Negara Kelas II Contoh", "Rupbasan", _SELATAN,
           _row(mulai_wbk=date(2026, 6, 1)), _WBK),
    # Aims at WBBM with a score good for WBK; the note gives a lower SAKIP than the register.
    Contoh("647108", "Kantor Imigrasi Kelas II Non TPI Contoh", "Kantor Imigrasi", _SELATAN,
           _row(usulan="WBBM", predikat="WBK", tanggal_predikat=date(2025, 12, 10), mulai_wbbm=date(2026, 1, 12)),
           _WBK, {}, {"A.I.4.ii.a": "Hasil evaluasi SAKIP tahun 2026: predikat B."}),
    # Predicate revoked less than two years ago.
    Contoh("647109", "Lembaga Pemasyarakatan Kelas IIB Contoh", "Lapas", _SELATAN,
           _row(tanggal_pencabutan=date(2025, 8, 14)), _WBK),
    # TPI has assessed Pengungkit only; the evidence was last updated in December.
    Contoh("647110", "Kantor Wilayah Contoh Selatan", "Kanwil", _SELATAN,
           _row(tanggal_data_dukung=date(2026, 12, 18)), _WBK, _BLANK_HASIL),
    # A Unit Eselon I proposes itself without a preliminary assessment.
    Contoh("647111", "Sekretariat Direktorat Jenderal Contoh", "Unit Eselon I", "Pusat",
           _row(pendahuluan_layak=None, pendahuluan_tanggal=None, sakip="72,5"), _WBK),
    # In the register without a file.
    Contoh("647112", "Lembaga Pemasyarakatan Narkotika Contoh", "Lapas", _SELATAN, _row(), None),
    # Holds WBBM, is not proposed, and its monev is overdue.
    Contoh("647113", "Kantor Imigrasi Kelas I Khusus Contoh", "Kantor Imigrasi", _UTARA,
           {"usulan": "Tidak", "predikat": "WBBM", "tanggal_predikat": date(2022, 12, 6),
            "tanggal_monev": date(2024, 12, 20), "tanggal_data_dukung": date(2027, 3, 30)}, None),
    # A file that the register does not know.
    Contoh("647114", "Rumah Tahanan Negara Kelas I Contoh", "Rutan", _SELATAN, None, _WBK),
)  # fmt: skip


def lke(c: Contoh, *lain: str) -> bytes:
    """The worksheet of *c*: unit, TPI and *lain* beside each other, the same answers but for what TPI leaves blank."""
    if c.mutu is None:
        raise ValueError(c.kode)
    unit: Jawaban = answers_of_quality(Random(c.mutu[0]), c.mutu[1])
    usulan = c.baris["usulan"] if c.baris else "WBK"
    bentuk = FormShape(
        judul=(
            ("LEMBAR KERJA EVALUASI ZONA INTEGRITAS MENUJU WBK/WBBM TAHUN 2027",),
            (f"Satuan Kerja : {c.nama}",),
            (f"Kode Satker : {c.kode}",),
            (f"Usulan Predikat : Menuju {usulan}",),
            (),
        ),
        kolom_penilai=("jawaban", "catatan"),
        bergaya=True,
    )
    tim = ("tpi", *lain)
    buku = build_book({"unit": raw_cells(unit), **{t: raw_cells({**unit, **c.ganti}) for t in tim}}, bentuk)
    for kode, teks in c.catatan.items():
        lembar, baris, kolom = buku.letak["tpi", kode]
        next(k for k in buku.lembar if k.nama == lembar).sel[baris - 1, kolom + 1] = teks
    return buku.xlsx()


def worksheet_path(c: Contoh) -> Path:
    """Where the worksheet of *c* goes, below the folder: one folder a Kanwil, one a satker."""
    pendek = c.nama.replace("Kelas ", "").removesuffix(" Contoh")
    return Path(c.kanwil, pendek, f"lke-{c.kode}.xlsx")


def fill_from_register() -> list[dict[str, NilaiSel]]:
    """The register: every satker that has a row, in order of kode."""
    hasil: list[dict[str, NilaiSel]] = []
    for n, c in enumerate((c for c in SAMPLES if c.baris is not None), 1):
        eselon1 = _IMIGRASI if c.jenis in ("Kantor Imigrasi", "Rudenim") else _PAS
        if c.jenis in ("Kanwil", "Unit Eselon I"):
            eselon1 = "Sekretariat Jenderal"
        isi = c.baris or {}
        hasil.append(
            {
                "kode": c.kode,
                "nama": c.nama,
                "jenis": c.jenis,
                "kanwil": c.kanwil,
                "eselon1": eselon1,
                "alamat": f"Jalan Contoh Nomor {n}",
                "kota": "Kota Contoh",
                "kepala_nama": f"Nama Contoh {n}, S.H., M.H.",
                "kepala_nip": f"19800101200501{1000 + n}",
                "pendahuluan_penilai": f"Tim Penilai {eselon1}" if "pendahuluan_layak" in isi else "",
                **isi,
                # Some rows name their file; the others are found by the kode inside.
                **({"berkas_lke": worksheet_path(c).as_posix()} if c.mutu and n % 2 else {}),
            }
        )
    return [{k: v for k, v in b.items() if v != ""} for b in hasil]


def main() -> None:
    """Write the register and the worksheets; ``zi.toml`` there is kept by hand."""
    load_instrumen()
    for c in SAMPLES:
        if c.mutu is not None:
            tujuan = FOLDER / worksheet_path(c)
            tujuan.parent.mkdir(parents=True, exist_ok=True)
            tujuan.write_bytes(lke(c))
    (FOLDER / "satker.xlsx").write_bytes(register_workbook(fill_from_register()))
    print(f"{FOLDER.name}: {sum(1 for c in SAMPLES if c.mutu)} LKE, {len(fill_from_register())} baris daftar")


if __name__ == "__main__":
    main()
