"""The map of an export: what each column asks, proposed by the program and corrected by a person in Excel."""

import io
import json
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import get_args

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import column_letters
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.answers import SKALA, is_blank
from zi_cli.survei.columns import BARIS_KEPALA, find_headings, headings_at, recognise
from zi_cli.survei.questionnaire import survey_data
from zi_cli.survei.rows import Cell, SheetRows, open_survey
from zi_cli.survei.times import Urutan
from zi_cli.text import cuplik
from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded

KEPALA = ("Kolom", "Tajuk", "Contoh isi", "Arti", "Skala", "Jawaban terendah", "Terbalik", "Label dari terendah")
LEMBAR, TAJUK, URUTAN = "Lembar", "Baris tajuk", "Urutan tanggal"
ABAIKAN = "abaikan"
_LEBAR = (8, 60, 30, 14, 8, 12, 10, 50)


class ProposedColumn(NamedTuple):
    """A column of an export: letters, heading, an answer from it, and what it was taken for ("" unknown)."""

    kolom: str
    judul: str
    contoh: str
    arti: str


class ProposedMap(NamedTuple):
    """A map to be corrected: sheet, row of the headings, columns."""

    lembar: str
    kepala: int
    kolom: tuple[ProposedColumn, ...]


def meanings() -> list[str]:
    """Everything a column may mean: elements, roles, and "abaikan"."""
    unsur = [u.kode for k in survey_data().kuesioner.values() for u in k.unsur]
    return [*unsur, *survey_data().peran, ABAIKAN]


def propose_map(berkas: Path, lembar: str | None = None) -> ProposedMap:
    """What the columns of *berkas* seem to be; doubtful ones stay open.

    Raises ``UnreadableInput`` for a file that can't be read or that has no row with several headings.
    """
    survei = open_survey(berkas)
    calon: list[tuple[int, SheetRows, ProposedMap]] = []
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
        raise UnreadableInput(make_temuan("SVY701", berkas=survei.nama, sebab="tidak ada baris judul"))
    return max(calon, key=lambda c: (c[0], c[1].tampak, len(c[2].kolom)))[2]


def _propose(lembar: str, baris: Sequence[tuple[int, Sequence[Cell]]]) -> ProposedMap | None:
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
    return ProposedMap(lembar, kepala, kolom)


def _example(baris: Sequence[Sequence[Cell]], k: int) -> str:
    return next((cuplik(isi[k], 40) for isi in baris if k < len(isi) and not is_blank(isi[k])), "")


def map_workbook(usul: ProposedMap) -> bytes:
    """The proposal as a workbook: a row a column, the meaning to be chosen from a list."""
    import datetime

    import xlsxwriter

    from zi_cli.outgoing import safe_cell

    penampung = io.BytesIO()
    buku = xlsxwriter.Workbook(penampung, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    buku.set_properties({"title": "Peta survei", "created": datetime.datetime(2000, 1, 1)})
    lembar = buku.add_worksheet("Peta")
    daftar = buku.add_worksheet("Arti")
    tebal = buku.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "top"})
    teks = buku.add_format({"text_wrap": True, "valign": "top"})
    kuning = buku.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF2CC"})
    for n, (nama, isi) in enumerate(((LEMBAR, usul.lembar), (TAJUK, str(usul.kepala)), (URUTAN, ""))):
        lembar.write_string(n, 0, nama, tebal)
        lembar.write_string(n, 1, safe_cell(isi), kuning if not isi else teks)
    lembar.data_validation(2, 1, 2, 1, {"validate": "list", "source": ["", *get_args(Urutan)]})
    lembar.write_string(2, 2, "dmy: hari lebih dahulu; mdy: bulan lebih dahulu; kosong: dicari sendiri", teks)
    semua = meanings()
    nama_unsur = {u.kode: u.nama for k in survey_data().kuesioner.values() for u in k.unsur}
    for n, arti in enumerate(semua):
        daftar.write_string(n, 0, arti)
        daftar.write_string(n, 1, nama_unsur.get(arti, "tidak dihitung" if arti == ABAIKAN else "keterangan responden"))
    daftar.set_column(0, 1, 50)
    awal = 5
    for k, nama in enumerate(KEPALA):
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


def map_toml(usul: ProposedMap) -> bytes:
    """The proposal as text: a section a column, its meaning between the quotes ("" counts nothing)."""
    baris = [
        f"# Arti: {', '.join(meanings())}. Kosong: kolom tidak dihitung.",
        "# Bila perlu tambahkan pada sebuah kolom: skala = 6, terendah = 0, terbalik = true, label = [dari terendah].",
        f"lembar = {_quoted(usul.lembar)}",
        f"baris_tajuk = {usul.kepala}",
        f'urutan_tanggal = ""  # {" atau ".join(get_args(Urutan))}; kosong: dicari sendiri',
    ]
    for k in usul.kolom:
        contoh = [f"# contoh isi: {_quoted(k.contoh)}"] if k.contoh else []
        baris += ["", f"[kolom.{k.kolom}]", *contoh, f"tajuk = {_quoted(k.judul)}", f"arti = {_quoted(k.arti)}"]
    return ("\n".join(baris) + "\n").encode()


def _quoted(teks: str) -> str:
    return json.dumps(teks, ensure_ascii=False).replace("\x7f", "\\u007f")
