"""The map of an export: what each column asks, proposed by the program and corrected by a person in Excel."""

import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, get_args

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, column_letters
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.survei.answers import SKALA, is_blank
from zi_cli.survei.columns import (
    BARIS_KEPALA,
    ColumnMap,
    QuestionColumns,
    find_headings,
    headings_at,
    normalised,
    questionnaire_of,
    recognise,
)
from zi_cli.survei.questionnaire import survey_data
from zi_cli.survei.rows import Cell, SheetRows, open_survey
from zi_cli.survei.times import Urutan
from zi_cli.text import cuplik
from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded

#: Rows of the map itself.
_BARIS = 600
_KEPALA = ("Kolom", "Tajuk", "Contoh isi", "Arti", "Skala", "Jawaban terendah", "Terbalik", "Label dari terendah")
_LEMBAR, _TAJUK, _URUTAN = "Lembar", "Baris tajuk", "Urutan tanggal"
_ABAIKAN = "abaikan"
_LEBAR = (8, 60, 30, 14, 8, 12, 10, 50)


class ProposedColumn(NamedTuple):
    """A column of an export: letters, heading, an answer from it, and what it was taken for ("" unknown)."""

    kolom: str
    judul: str
    contoh: str
    arti: str


class Proposal(NamedTuple):
    """A map to be corrected: sheet, row of the headings, columns."""

    lembar: str
    kepala: int
    kolom: tuple[ProposedColumn, ...]


def meanings() -> list[str]:
    """Everything a column may mean: elements, roles, and "abaikan"."""
    unsur = [u.kode for k in survey_data().kuesioner.values() for u in k.unsur]
    return [*unsur, *survey_data().peran, _ABAIKAN]


def propose_map(berkas: Path, lembar: str | None = None) -> Proposal:
    """What the columns of *berkas* seem to be; doubtful ones stay open.

    Raises ``UnreadableInput`` for a file that can't be read or that has no row with several headings.
    """
    survei = open_survey(berkas)
    calon: list[tuple[int, SheetRows, Proposal]] = []
    try:
        for s in survei.lembar:
            if lembar is None or s.nama == lembar:
                baris = list(islice(s.baris(), BARIS_KEPALA + 3))
                if usul := _propose(s.nama, baris):
                    calon.append((sum(1 for k in usul.kolom if k.arti), s, usul))
    except LimitExceeded as e:
        raise UnreadableInput(make_temuan("LKE110", berkas=survei.nama, sebab=e)) from None
    except Damaged as e:
        raise UnreadableInput(make_temuan("LKE104", berkas=survei.nama, sebab=e)) from None
    if not calon:
        raise UnreadableInput(make_temuan("SVY701", berkas=survei.nama, sebab="tidak ada baris tajuk"))
    return max(calon, key=lambda c: (c[0], c[1].tampak, len(c[2].kolom)))[2]


def _propose(lembar: str, baris: Sequence[tuple[int, Sequence[Cell]]]) -> Proposal | None:
    hasil = find_headings(lembar, baris)
    if hasil is None:
        # No row is a survey's by itself: the one with most words holds the headings.
        kata = ((sum(isinstance(sel, str) for sel in isi), -n) for n, isi in baris[:BARIS_KEPALA])
        banyak, nomor = max(kata, default=(0, 0))
        if banyak < 3:
            return None
        hasil = recognise(lembar, -nomor, headings_at(baris, -nomor))
    kepala, judul = hasil.peta.kepala, hasil.peta.judul
    arti = {k: u.kode for u in hasil.peta.unsur for k in u.kolom}
    arti |= {k: nama for nama, k in hasil.peta.peran.items()}
    bawah = [isi for n, isi in baris if n > kepala]
    kolom = tuple(
        ProposedColumn(column_letters(k), cuplik(j, 300), _example(bawah, k), arti.get(k, ""))
        for k, j in enumerate(judul)
    )
    return Proposal(lembar, kepala, kolom)


def _example(baris: Sequence[Sequence[Cell]], k: int) -> str:
    return next((cuplik(isi[k], 40) for isi in baris if k < len(isi) and not is_blank(isi[k])), "")


def map_workbook(usul: Proposal) -> bytes:
    """The proposal as a workbook: a row a column, the meaning to be chosen from a list."""
    import datetime

    import xlsxwriter

    from zi_cli.files import safe_cell

    penampung = io.BytesIO()
    buku = xlsxwriter.Workbook(penampung, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    buku.set_properties({"title": "Peta survei", "created": datetime.datetime(2000, 1, 1)})
    lembar = buku.add_worksheet("Peta")
    daftar = buku.add_worksheet("Arti")
    tebal = buku.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "top"})
    teks = buku.add_format({"text_wrap": True, "valign": "top"})
    kuning = buku.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF2CC"})
    for n, (nama, isi) in enumerate(((_LEMBAR, usul.lembar), (_TAJUK, str(usul.kepala)), (_URUTAN, ""))):
        lembar.write_string(n, 0, nama, tebal)
        lembar.write_string(n, 1, safe_cell(isi), kuning if not isi else teks)
    lembar.data_validation(2, 1, 2, 1, {"validate": "list", "source": ["", *get_args(Urutan)]})
    lembar.write_string(2, 2, "dmy: hari lebih dahulu; mdy: bulan lebih dahulu; kosong: dicari sendiri", teks)
    semua = meanings()
    nama_unsur = {u.kode: u.nama for k in survey_data().kuesioner.values() for u in k.unsur}
    for n, arti in enumerate(semua):
        daftar.write_string(n, 0, arti)
        daftar.write_string(
            n, 1, nama_unsur.get(arti, "tidak dihitung" if arti == _ABAIKAN else "keterangan responden")
        )
    daftar.set_column(0, 1, 50)
    awal = 5
    for k, nama in enumerate(_KEPALA):
        lembar.write_string(awal - 1, k, nama, tebal)
        lembar.set_column(k, k, _LEBAR[k])
    for n, kolom in enumerate(usul.kolom, awal):
        for k, isi in enumerate((kolom.kolom, kolom.judul, kolom.contoh, kolom.arti)):
            lembar.write_string(n, k, safe_cell(isi), kuning if k == 3 and not isi else teks)
    akhir = awal + len(usul.kolom) - 1
    lembar.data_validation(awal, 3, akhir, 3, {"validate": "list", "source": f"=Arti!$A$1:$A${len(semua)}"})
    lembar.data_validation(awal, 4, akhir, 4, {"validate": "list", "source": ["", *map(str, SKALA)]})
    lembar.data_validation(awal, 6, akhir, 6, {"validate": "list", "source": ["", "ya", "tidak"]})
    lembar.freeze_panes(awal, 0)
    buku.close()
    return penampung.getvalue()


def read_map(berkas: Path) -> ColumnMap:
    """The map as a person left it in Excel (or as .csv of the same table).

    Raises ``UnreadableInput``: an LKE1xx finding for a file that can't be read, SVY729 with the cell that is wrong.
    """
    peta = open_survey(berkas)
    try:
        baris = list(islice(peta.lembar[0].baris(), _BARIS)) if peta.lembar else []
    except (LimitExceeded, Damaged) as e:
        raise UnreadableInput(make_temuan("LKE104", berkas=peta.nama, sebab=e)) from None
    lembar = peta.lembar[0].nama if peta.lembar else ""
    return _MapReader(peta.nama, lembar, baris).read()


class _MapReader:
    def __init__(self, berkas: str, lembar: str, baris: Sequence[tuple[int, Sequence[Cell]]]) -> None:
        self.berkas, self.lembar, self.baris = berkas, lembar, baris

    def wrong(self, baris: int, kolom: int, sebab: str) -> UnreadableInput:
        return UnreadableInput(make_temuan("SVY729", Sel(self.lembar, baris, kolom), berkas=self.berkas, sebab=sebab))

    def read(self) -> ColumnMap:
        kepala: dict[str, str] = {}
        mulai = None
        for nomor, isi in self.baris:
            awal = _text(isi, 0)
            if tuple(_text(isi, k) for k in range(4)) == _KEPALA[:4]:
                mulai = nomor
                break
            kepala[awal] = _text(isi, 1)
        if mulai is None:
            raise self.wrong(1, 0, f"baris tajuk peta ({', '.join(_KEPALA[:4])}) tidak ada")
        tajuk, urutan = kepala.get(_TAJUK, ""), kepala.get(_URUTAN, "")
        if not (tajuk.isdecimal() and 0 < int(tajuk) <= 10_000):
            raise self.wrong(2, 1, f"{_TAJUK} harus nomor baris")
        pilihan: dict[str, Urutan] = {u: u for u in get_args(Urutan)}
        if urutan and urutan not in pilihan:
            raise self.wrong(3, 1, f"{_URUTAN} harus {' atau '.join(pilihan)}")
        judul: dict[int, str] = {}
        unsur: dict[str, QuestionColumns] = {}
        peran: dict[str, int] = {}
        for nomor, kolom, isi in self._columns(mulai):
            judul[kolom] = _text(isi, 1)
            arti = _text(isi, 3)
            if arti.casefold() in ("", _ABAIKAN):
                continue
            if arti in survey_data().peran:
                peran[arti] = kolom
                continue
            kode = arti.upper().replace(" ", "")
            if kode not in meanings() and not (questionnaire_of(kode) == "skm" and kode[3:].isdecimal()):
                raise self.wrong(nomor, 3, f"arti “{cuplik(arti)}” tidak dikenal")
            baru = self._question(nomor, kode, kolom, isi)
            lama = unsur.get(kode)
            unsur[kode] = baru if lama is None else lama._replace(kolom=(*lama.kolom, kolom))
        if not unsur:
            raise self.wrong(mulai, 3, "belum ada kolom yang diberi arti")
        semua = tuple(judul.get(k, "") for k in range(max(judul) + 1))
        return ColumnMap(kepala.get(_LEMBAR, ""), int(tajuk), semua, tuple(unsur.values()), peran, pilihan.get(urutan))

    def _columns(self, mulai: int) -> Iterator[tuple[int, int, Sequence[Cell]]]:
        for nomor, isi in self.baris:
            huruf = _text(isi, 0).upper()
            if nomor <= mulai or not huruf:
                continue
            if not (huruf.isascii() and huruf.isalpha() and len(huruf) <= 3):
                raise self.wrong(nomor, 0, f"“{cuplik(huruf)}” bukan huruf kolom")
            kolom = 0
            for c in huruf:
                kolom = kolom * 26 + ord(c) - 64
            yield nomor, kolom - 1, isi

    def _question(self, nomor: int, kode: str, kolom: int, isi: Sequence[Cell]) -> QuestionColumns:
        skala, mulai, balik = _text(isi, 4), _text(isi, 5), _text(isi, 6).casefold()
        label = tuple(x.strip() for x in _text(isi, 7).split(";") if x.strip())
        if skala and not (skala.isdecimal() and 2 <= int(skala) <= 10):
            raise self.wrong(nomor, 4, "skala harus bilangan 2 sampai 10")
        if mulai not in ("", "0", "1"):
            raise self.wrong(nomor, 5, "jawaban terendah harus 0 atau 1")
        if balik not in ("", "ya", "tidak"):
            raise self.wrong(nomor, 6, "terbalik harus ya atau tidak")
        if label and skala and len(label) != int(skala):
            raise self.wrong(nomor, 7, f"label harus {skala} buah, dipisah titik koma")
        return QuestionColumns(
            kode,
            (kolom,),
            int(skala) if skala else None,
            int(mulai) if mulai else None,
            balik == "ya" if balik else None,
            label,
        )


def _text(isi: Sequence[Cell], k: int) -> str:
    sel = isi[k] if k < len(isi) else None
    if isinstance(sel, float) and sel.is_integer():
        return str(int(sel))
    return "" if sel is None else str(sel).strip()


def check_headings(peta: ColumnMap, berkas: str, judul: Sequence[str]) -> None:
    """Raise ``UnreadableInput`` (SVY729) when the export's headings are not those the map was made for."""
    for u in peta.unsur:
        for k in u.kolom:
            ada = judul[k] if k < len(judul) else ""
            # A map made of headings over two rows has both; the lower one is compared.
            if k < len(peta.judul) and not normalised(peta.judul[k]).endswith(normalised(cuplik(ada, 300))):
                sebab = f"kolom {column_letters(k)} berjudul “{cuplik(ada)}”, bukan “{cuplik(peta.judul[k])}”"
                raise UnreadableInput(
                    make_temuan("SVY729", Sel(peta.lembar, peta.kepala, k), berkas=berkas, sebab=sebab)
                )
