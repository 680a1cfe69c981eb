"""Who the worksheet is about: satker, year and proposed predicate from titles and cover sheets."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import canonical_name, is_marked_doubtful, rata
from zi_cli.worksheet.model import BELUM_DIHITUNG, NilaiSel
from zi_cli.worksheet.recognise.headings import recognise_heading
from zi_cli.worksheet.recognise.labels import cut_label, normal

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


#: Labels of the year that is assessed, wherever they stand.
_TAHUN_DINILAI = _LABEL["tahun"] - {"tahun", "tahun anggaran"}


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


#: Whether a cell (index of its sheet, one-based row, zero-based column, content) is seen as what it holds.
Seen = Callable[[int, int, int, str], bool]


class _Field(NamedTuple):
    """What a label says: of what, the label, its value, and whether the two stand as in a form.

    In a form a colon parts them, or they are alone in their row; a heading of a table is no such label.
    """

    nama: str
    label: str
    nilai: str
    isian: bool


class _Found:
    """What the labels of the sheets say: the value that counts, those of the LKE's own sheets, those of others."""

    def __init__(self) -> None:
        self.nilai: dict[str, str] = {}
        self._sendiri: dict[tuple[str, str], dict[str, str]] = {}
        self._lain: dict[tuple[str, str, str], list[str]] = {}

    def add(self, x: _Field) -> None:
        """A label of a sheet of the LKE."""
        self.nilai.setdefault(x.nama, x.nilai)
        self._sendiri.setdefault((x.nama, x.label), {}).setdefault(canonical_name(x.nilai), x.nilai)

    def add_other(self, lembar: str, isian: Sequence[_Field], judul: Iterable[str], *, terlihat: bool) -> None:
        """What another sheet says; one that names a satker in the way of a form is about the satker, as a cover is."""
        for x in isian:
            self.nilai.setdefault(x.nama, x.nilai)
        tentang = any(x.isian and x.nama in ("satker", "kode") for x in isian)
        judul_tahun = [_Field("tahun", "tahun", j, True) for j in judul if tentang and _titled(j)]
        for x in (*isian, *judul_tahun) if terlihat else ():
            if x.isian and (tentang or x.label in _TAHUN_DINILAI):
                self._lain.setdefault((lembar, x.nama, x.label), []).append(x.nilai)

    def states(self, nama: str) -> bool:
        """Whether a label of the LKE's own sheets says it."""
        return any(milik == nama for milik, _ in self._sendiri)

    def contradiction(self, nama: str) -> str:
        """Values that can't all be so, or one with a mark of doubt; "" when all is well."""
        for (milik, _), nilai in self._sendiri.items():
            if milik == nama and len(nilai) > 1 and not _one_value(nama, nilai.values()):
                return "; ".join(nilai.values())
        tertulis = self.nilai.get(nama, "")
        if tertulis and is_marked_doubtful(tertulis):
            return tertulis
        for (lembar, milik, label), nilai_lain in self._lain.items():
            if milik == nama and self._denied(nama, label, nilai_lain):
                return f"{tertulis}; {nilai_lain[0]} (lembar {cut_label(lembar)})"
        return ""

    def _denied(self, nama: str, label: str, nilai: Sequence[str]) -> bool:
        """Whether none of the values that another sheet has under *label* can be meant by what the file says."""
        sama = self._sendiri.get((nama, label), {}).values()
        if not sama and label == "tahun anggaran":
            return False
        return not any(_may_be_one(nama, x, y, bertingkat=not sama) for x in nilai for y in sama or (self.nilai[nama],))


def _one_value(nama: str, nilai: Iterable[str]) -> bool:
    from zi_cli.names import name_key

    return len({_code_key(x) if nama == "kode" else name_key(x) for x in nilai}) == 1


def _may_be_one(nama: str, a: str, b: str, *, bertingkat: bool) -> bool:
    """Whether two values may be meant for one thing; *bertingkat*: one may be the office above the other."""
    from zi_cli.names import compare_names, is_higher_office

    if nama == "tahun":
        tahun_a, tahun_b = set(_TAHUN.findall(a)), set(_TAHUN.findall(b))
        return not tahun_a or not tahun_b or bool(tahun_a & tahun_b)
    if nama == "kode":
        return _code_key(a) == _code_key(b)
    return compare_names(a, b) != "berbeda" or (bertingkat and (is_higher_office(a) or is_higher_office(b)))


def _code_key(kode: str) -> str:
    """A kode without what a spreadsheet adds or drops: leading zeros, blanks, points."""
    return re.sub(r"[\W_]+", "", kode).casefold().lstrip("0")


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
    # What the LKE's own sheets say comes first.
    for i in sorted(range(len(lembar)), key=lambda i: (i in tersembunyi, i not in batas, i)):
        isian: list[_Field] = []
        judul_lembar: list[str] = []
        for r, sel in enumerate(lembar[i][1][: min(batas.get(i, _BARIS_MAKS), _BARIS_MAKS)], 1):
            for k, teks in _texts(sel):
                berarti = (i in batas or i not in tersembunyi) and (_TAHUN.search(teks) or _PREDIKAT.search(teks))
                if berarti and seen(i, r, k, teks):
                    judul_lembar.append(_PERATURAN.sub(" ", teks))
                for di, x in _labelled(sel, k, teks, penilai_dikenal):
                    if seen(i, r, k, teks) and seen(i, r, di, x.nilai):
                        isian.append(x._replace(nilai=rata(x.nilai)[:_PANJANG_MAKS]))
        judul += judul_lembar
        if i in batas:
            judul_lke += judul_lembar
            for x in isian:
                temu.add(x)
        else:
            temu.add_other(lembar[i][0], isian, judul_lembar, terlihat=i not in tersembunyi)
    tahun, ragu = _year(temu, judul, judul_lke, [lembar[i][0] for i in batas])
    usulan, satker, kode = _proposal(temu.nilai, judul), temu.nilai.get("satker"), temu.nilai.get("kode")
    return Identitas(satker, kode, tahun, usulan, ragu, temu.contradiction("satker") or temu.contradiction("kode"))


def _year(temu: _Found, judul: Sequence[str], judul_lke: Sequence[str], nama: Sequence[str]) -> tuple[int | None, str]:
    """The year that the file states, and what it has instead of one year."""
    if not temu.states("tahun") and (
        milik_judul := _satu(t for j in judul_lke if _titled(j) for t in _TAHUN.findall(j))
    ):
        temu.nilai["tahun"] = milik_judul
    tertulis = temu.nilai.get("tahun", "")
    tahun = _satu(_TAHUN.findall(tertulis))
    if tahun is None and (tertulis == BELUM_DIHITUNG or re.search(r"\d|^#", tertulis)):
        # Unreadable is not blank: nothing else of the sheet says what should stand there.
        return None, tertulis.strip("\0")
    if tahun is not None:
        lain = next((j for j in judul_lke if _titled(j) and tahun not in _TAHUN.findall(j)), "")
        ragu = temu.contradiction("tahun") or (lain and f"{tertulis}; {lain}")
        return (None, ragu) if ragu else (int(tahun), "")
    for milik in (judul_lke, judul):
        for pola in (_BERTAHUN, _TENTANG_LKE):
            if tahun is None:
                tahun = _satu(t for j in milik if re.search(pola, j) for t in _TAHUN.findall(j))
    if tahun is None:
        tahun = _satu(t for n in nama for t in _TAHUN.findall(n))
    if tahun is not None:
        temu.nilai["tahun"] = tahun
        ragu = temu.contradiction("tahun")
        return (None, ragu) if ragu else (int(tahun), "")
    if len(berselisih := [j for j in judul_lke if _BERTAHUN.search(j) and _TAHUN.search(j)]) > 1:
        return None, "; ".join(rata(j) for j in berselisih)[:_PANJANG_MAKS]
    return None, ""


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


def _labelled(sel: Sequence[NilaiSel], k: int, teks: str, penilai_dikenal: SetPenilai) -> Iterator[tuple[int, _Field]]:
    """What the label in column *k* names, with the column of its value."""
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
            yield di, _Field(nama, label, nilai, _as_in_a_form(sel, k, di, nama, nilai, bertanda=bool(titik_dua)))


def _as_in_a_form(sel: Sequence[NilaiSel], k: int, di: int, nama: str, nilai: str, *, bertanda: bool) -> bool:
    """Whether a label and its value are one field of a form, by a colon or by standing alone with what it may hold."""
    if bertanda or any(isinstance(x, str) and x.lstrip().startswith(":") for x in sel[k + 1 : di + 1]):
        return True
    if any(n not in (k, di) and _teks(x) for n, x in enumerate(sel)):
        return False
    from zi_cli.names import is_satker_name

    return is_satker_name(nilai) if nama == "satker" else nilai[:1].isdigit()


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
