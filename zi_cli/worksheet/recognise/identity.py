"""Who the worksheet is about: satker, year and proposed predicate from titles and cover sheets."""

import re
from collections.abc import Iterable, Mapping, Sequence

from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import rata
from zi_cli.worksheet.model import BELUM_DIHITUNG, NilaiSel
from zi_cli.worksheet.recognise.headings import recognise_heading
from zi_cli.worksheet.recognise.labels import normal

_BARIS_MAKS = 60
_KOLOM_MAKS = 16
_PANJANG_MAKS = 200
_TAHUN = re.compile(r"\b(20[1-4]\d)\b")
#: The number and year of a regulation or a decree, or an instrument's name: they say nothing about the year assessed.
_PERATURAN = re.compile(
    r"\b(?:nomor|no\.?|permen\w*|se|sk)\b[^;]{0,40}?\b(?:tahun|/)\s*20\d\d\b|(?-i:\blke-20\d\d\b)", re.IGNORECASE
)
_BERTAHUN = re.compile(r"\b(?:tahun|ta|t\.a\.?|periode)\b", re.IGNORECASE)
#: A title of the worksheet itself, with a year and no more.
_TENTANG_LKE = r"(?i)\b(?:lke|lembar kerja|evaluasi|zona integritas|zi)\b"
_PREDIKAT = re.compile(r"\b(WBK|WBBM)\b", re.IGNORECASE)

_LABEL = {
    "satker": frozenset(
        {
            "satker", "nama satker", "satuan kerja", "nama satuan kerja", "unit kerja", "nama unit kerja", "upt",
            "nama upt", "satker unit kerja", "unit kerja satuan kerja", "satuan kerja unit kerja", "nama unit",
            "unit kerja satker", "instansi unit kerja",
        }
    ),
    "kode": frozenset({"kode", "kode satker", "kode satuan kerja", "kode unit kerja", "kode unit"}),
    "tahun": frozenset({"tahun", "tahun evaluasi", "tahun penilaian", "tahun pengajuan", "tahun anggaran"}),
    "usulan": frozenset(
        {"usulan", "usulan predikat", "predikat", "target", "target predikat", "predikat yang diusulkan", "menuju"}
    ),
}  # fmt: skip


class Identitas(NamedTuple):
    """What the sheet says about itself; None where it is silent or says two things.

    ``tahun_ragu`` is what stands beside the label "Tahun" when it is no one year, "" when nothing does.
    """

    satker: str | None
    kode: str | None
    tahun: int | None
    usulan: str | None
    tahun_ragu: str = ""


def read_identity(
    lembar: Sequence[tuple[str, list[list[NilaiSel]]]],
    batas: dict[int, int],
    penilai_dikenal: SetPenilai,
    tersembunyi: frozenset[int] = frozenset(),
) -> Identitas:
    """Read identity from the rows above the headings (*batas*, by sheet index) and from cover sheets.

    Hidden sheets only say what no visible one does, and no title of theirs counts.
    """
    temu: dict[str, str] = {}
    judul: list[str] = []
    for i in sorted(range(len(lembar)), key=lambda i: (i in tersembunyi, i)):
        judul_lembar = judul if i in batas or i not in tersembunyi else []
        for sel in lembar[i][1][: min(batas.get(i, _BARIS_MAKS), _BARIS_MAKS)]:
            _read_row(sel[:_KOLOM_MAKS], temu, judul_lembar, penilai_dikenal)
    judul = [_PERATURAN.sub(" ", j) for j in judul]
    tertulis = temu.get("tahun", "")
    tahun = _satu(_TAHUN.findall(tertulis))
    if tahun is None and (tertulis == BELUM_DIHITUNG or re.search(r"\d|^#", tertulis)):
        # Unreadable is not blank: nothing else of the sheet says what should stand there.
        return Identitas(temu.get("satker"), temu.get("kode"), None, _proposal(temu, judul), tertulis.strip("\0"))
    for pola in (_BERTAHUN, _TENTANG_LKE):
        if tahun is None:
            tahun = _satu(t for j in judul if re.search(pola, j) for t in _TAHUN.findall(j))
    if tahun is None:
        tahun = _satu(t for i in batas for t in _TAHUN.findall(lembar[i][0]))
    return Identitas(temu.get("satker"), temu.get("kode"), int(tahun) if tahun else None, _proposal(temu, judul))


def _proposal(temu: Mapping[str, str], judul: Iterable[str]) -> str | None:
    return _satu(p.upper() for p in _PREDIKAT.findall(temu.get("usulan", ""))) or _satu(
        p.upper() for j in judul if "menuju" in j.casefold() for p in _PREDIKAT.findall(j)
    )


def _read_row(sel: Sequence[NilaiSel], temu: dict[str, str], judul: list[str], penilai_dikenal: SetPenilai) -> None:
    for k, s in enumerate(sel):
        if not isinstance(s, str) or not s.strip() or len(s) > _PANJANG_MAKS:
            continue
        label, titik_dua, isi = s.partition(":")
        judul.append(s)
        label = normal(label)
        for nama, kata in _LABEL.items():
            if nama in temu or label not in kata:
                continue
            nilai = isi.strip() if titik_dua else ""
            if not nilai:
                nilai = next((t for t in (_teks(x) for x in sel[k + 1 :]) if t), "")
            # A heading next to it ("Unit Kerja | TPI") makes the label a heading too.
            if nilai and not _tajuk_saja(nilai, penilai_dikenal):
                temu[nama] = rata(nilai)[:_PANJANG_MAKS]


def _tajuk_saja(teks: str, penilai_dikenal: SetPenilai) -> bool:
    """Whether *teks* is a column heading or an assessor's bare name, not the name of a satker."""
    tajuk = recognise_heading(teks, penilai_dikenal)
    return tajuk is not None and (tajuk.peran != "penilai" or set(normal(teks).split()) <= penilai_dikenal.kata_nama)


def _teks(s: NilaiSel) -> str:
    if isinstance(s, str):
        return s.strip().lstrip(":").strip()
    return f"{s:.15g}" if isinstance(s, int | float) and not isinstance(s, bool) else ""


def _satu(calon: Iterable[str]) -> str | None:
    berbeda = set(calon)
    return berbeda.pop() if len(berbeda) == 1 else None
