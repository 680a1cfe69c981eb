"""Who the worksheet is about: satker, year and proposed predicate from titles and cover sheets."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import canonical_name, rata
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


#: A mark by which a person says that a thing is not certain.
_TANDA_RAGU = re.compile(r"[?*~±≈]")


class Identitas(NamedTuple):
    """What the sheet says about itself; None where it is silent or says two things.

    ``tahun_ragu`` is what stands in place of a year when that is no one year, "" when nothing does; ``satker_ragu``
    names that can't both be the satker's, or one with a mark of doubt.
    """

    satker: str | None
    kode: str | None
    tahun: int | None
    usulan: str | None
    tahun_ragu: str = ""
    satker_ragu: str = ""


def _key(nama: str) -> str:
    from zi_cli.names import name_key

    return name_key(nama)


#: Whether a cell (index of its sheet, one-based row, zero-based column, content) is seen as what it holds.
Seen = Callable[[int, int, int, str], bool]


class _Found:
    """What the labels of the sheets say: by name the value that counts, and by label all values of the LKE's sheets."""

    def __init__(self) -> None:
        self.nilai: dict[str, str] = {}
        self.semua: dict[tuple[str, str], dict[str, str]] = {}

    def add(self, nama: str, label: str, nilai: str, *, lembar_lke: bool) -> None:
        self.nilai.setdefault(nama, nilai)
        if lembar_lke:
            self.semua.setdefault((nama, label), {}).setdefault(canonical_name(nilai), nilai)

    def contradiction(self, nama: str) -> str:
        """Values under one label that are not the same, or one with a mark of doubt; "" when all is well."""
        for (milik, _), nilai in self.semua.items():
            if milik == nama and len(nilai) > 1 and len(set(map(_key, nilai.values()))) > 1:
                return "; ".join(nilai.values())
        tertulis = self.nilai.get(nama, "")
        return tertulis if _TANDA_RAGU.search(tertulis) else ""


def read_identity(
    lembar: Sequence[tuple[str, list[list[NilaiSel]]]],
    batas: dict[int, int],
    penilai_dikenal: SetPenilai,
    tersembunyi: frozenset[int] = frozenset(),
    seen: Seen = lambda *_: True,
) -> Identitas:
    """Read identity from the rows above the headings (*batas*, by sheet index) and from cover sheets.

    Hidden sheets only say what no visible one does, and no title of theirs counts; a cell that is not *seen* says
    nothing.
    """
    temu = _Found()
    judul: list[str] = []
    judul_lke: list[str] = []
    for i in sorted(range(len(lembar)), key=lambda i: (i in tersembunyi, i)):
        for r, sel in enumerate(lembar[i][1][: min(batas.get(i, _BARIS_MAKS), _BARIS_MAKS)], 1):
            for k, teks in _texts(sel):
                berarti = (i in batas or i not in tersembunyi) and (_TAHUN.search(teks) or _PREDIKAT.search(teks))
                if berarti and seen(i, r, k, teks):
                    judul.append(_PERATURAN.sub(" ", teks))
                    if i in batas:
                        judul_lke.append(judul[-1])
                for nama, label, di, nilai in _labelled(sel, k, teks, penilai_dikenal):
                    if seen(i, r, k, teks) and seen(i, r, di, nilai):
                        temu.add(nama, label, rata(nilai)[:_PANJANG_MAKS], lembar_lke=i in batas)
    tahun, ragu = _year(temu, judul, judul_lke, [lembar[i][0] for i in batas])
    usulan, satker, kode = _proposal(temu.nilai, judul), temu.nilai.get("satker"), temu.nilai.get("kode")
    return Identitas(satker, kode, tahun, usulan, ragu, temu.contradiction("satker"))


def _year(temu: _Found, judul: Sequence[str], judul_lke: Sequence[str], nama: Sequence[str]) -> tuple[int | None, str]:
    """The year that the file states, and what it has instead of one year."""
    tertulis = temu.nilai.get("tahun", "")
    tahun = _satu(_TAHUN.findall(tertulis))
    if tahun is None and (tertulis == BELUM_DIHITUNG or re.search(r"\d|^#", tertulis)):
        # Unreadable is not blank: nothing else of the sheet says what should stand there.
        return None, tertulis.strip("\0")
    if tahun is not None:
        lain = next((j for j in judul_lke if _titled(j) and tahun not in _TAHUN.findall(j)), "")
        ragu = temu.contradiction("tahun") or (lain and f"{tertulis}; {lain}")
        return (None, ragu) if ragu else (int(tahun), "")
    for pola in (_BERTAHUN, _TENTANG_LKE):
        if tahun is None:
            tahun = _satu(t for j in judul if re.search(pola, j) for t in _TAHUN.findall(j))
    if tahun is None:
        tahun = _satu(t for n in nama for t in _TAHUN.findall(n))
    if tahun is None and len(berselisih := [j for j in judul_lke if _BERTAHUN.search(j) and _TAHUN.search(j)]) > 1:
        return None, "; ".join(rata(j) for j in berselisih)[:_PANJANG_MAKS]
    return (int(tahun) if tahun else None), ""


def _titled(judul: str) -> bool:
    """Whether a text is a title of the worksheet with its year: "LEMBAR KERJA EVALUASI … TAHUN 2026"."""
    return bool(_TAHUN.search(judul) and _BERTAHUN.search(judul) and re.search(_TENTANG_LKE, judul))


def _proposal(temu: Mapping[str, str], judul: Iterable[str]) -> str | None:
    return _satu(p.upper() for p in _PREDIKAT.findall(temu.get("usulan", ""))) or _satu(
        p.upper() for j in judul if "menuju" in j.casefold() for p in _PREDIKAT.findall(j)
    )


def _texts(sel: Sequence[NilaiSel]) -> Iterator[tuple[int, str]]:
    for k, s in enumerate(sel[:_KOLOM_MAKS]):
        if isinstance(s, str) and s.strip() and len(s) <= _PANJANG_MAKS:
            yield k, s


def _labelled(
    sel: Sequence[NilaiSel], k: int, teks: str, penilai_dikenal: SetPenilai
) -> Iterator[tuple[str, str, int, str]]:
    """What the label in column *k* names: what it is, the label, and the column and content of its value."""
    label, titik_dua, isi = teks.partition(":")
    label = normal(label)
    for nama, kata in _LABEL.items():
        if label not in kata:
            continue
        di, nilai = k, isi.strip() if titik_dua else ""
        if not nilai:
            lain = ((n, t) for n, x in enumerate(sel[k + 1 : _KOLOM_MAKS], k + 1) if (t := _teks(x)))
            di, nilai = next(lain, (k, ""))
        # A heading next to it ("Unit Kerja | TPI") makes the label a heading too.
        if nilai and not _tajuk_saja(nilai, penilai_dikenal):
            yield nama, label, di, nilai


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
