"""The map: proposed, corrected in Excel, read back; wrong ones refused at their cell."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.survei.exports import HEADINGS, SPAK, SPKP, honest, rows, write_csv
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.survei.answer_sheets import AnswerSettings
from zi_cli.survei.collect_answers import read_survey
from zi_cli.survei.column_map import map_toml, map_workbook, propose_map
from zi_cli.survei.map_reader import read_map
from zi_cli.survei.question_columns import find_headings, recognise
from zi_cli.survei.summary import Choice, SurveyResult, summarise

UNKNOWN = [*HEADINGS[:5], *(f"P{n}" for n in range(1, 14))]


def result(berkas: Path, settings: AnswerSettings) -> SurveyResult:
    return summarise(read_survey([berkas], settings), Choice(), load_instrumen())


def proposed(berkas: Path, tmp_path: Path) -> Path:
    tujuan = tmp_path / "peta.xlsx"
    tujuan.write_bytes(map_workbook(propose_map(berkas)))
    return tujuan


def corrected(peta: Path, isi: dict[str, object]) -> Path:
    buku = openpyxl.load_workbook(peta)
    for sel, nilai in isi.items():
        buku["Peta"][sel] = nilai
    buku.save(peta)
    return peta


def test_a_proposal_left_as_it_is_changes_nothing(tmp_path: Path) -> None:
    berkas = write_csv(tmp_path / "a.csv", HEADINGS, rows(honest(90)))
    tanpa = result(berkas, AnswerSettings())
    dengan = result(berkas, AnswerSettings(peta=read_map(proposed(berkas, tmp_path))))
    assert {k: i.empat for k, i in dengan.indeks.items()} == {k: i.empat for k, i in tanpa.indeks.items()}


def test_questions_nobody_recognises_are_named_in_excel(tmp_path: Path) -> None:
    berkas = write_csv(tmp_path / "a.csv", UNKNOWN, rows(honest(90)))
    with pytest.raises(UnreadableInput) as galat:
        read_survey([berkas], AnswerSettings())
    assert galat.value.temuan.kode == "SVY701"
    arti = [f"SPAK{n}" for n in range(1, 6)] + [f"SPKP{n}" for n in range(1, 9)]
    peta = corrected(proposed(berkas, tmp_path), {f"D{11 + n}": a for n, a in enumerate(arti)})
    hasil = result(berkas, AnswerSettings(peta=read_map(peta)))
    baku = result(write_csv(tmp_path / "b.csv", HEADINGS, rows(honest(90))), AnswerSettings())
    assert {k: i.empat for k, i in hasil.indeks.items()} == {k: i.empat for k, i in baku.indeks.items()}


def test_scale_direction_and_labels_of_the_map_decide(tmp_path: Path) -> None:
    isi = [
        [*b[:5], *(7 - x for x in b[5:10]), *("baik" if x > 5 else "cukup" for x in b[10:])] for b in rows(honest(90))
    ]
    berkas = write_csv(tmp_path / "a.csv", HEADINGS, isi)
    ubah: dict[str, object] = {}
    for n in range(5):
        ubah |= {f"E{11 + n}": 6, f"G{11 + n}": "ya"}
    for n in range(8):
        ubah[f"H{16 + n}"] = "buruk; cukup; lumayan; baik"
    hasil = result(berkas, AnswerSettings(peta=read_map(corrected(proposed(berkas, tmp_path), ubah))))
    baku = result(write_csv(tmp_path / "b.csv", HEADINGS, rows(honest(90))), AnswerSettings())
    assert hasil.indeks["spak"].dipakai == baku.indeks["spak"].dipakai
    assert hasil.survei.skala == {"spak": 6, "spkp": 4}


@pytest.mark.parametrize(
    ("sel", "nilai"),
    [
        ("D11", "SPAK9"),
        ("E11", "dua belas"),
        ("F11", 2),
        ("G11", "mungkin"),
        ("B2", "satu"),
        ("B3", "ymd"),
        ("A11", "F7"),
        ("A11", "A"),
        ("D11", "waktu"),
        ("H11", "baik; baik"),
    ],
)
def test_what_is_wrong_in_a_map_is_refused_at_its_cell(sel: str, nilai: object, tmp_path: Path) -> None:
    berkas = write_csv(tmp_path / "a.csv", HEADINGS, rows(honest(30)))
    with pytest.raises(UnreadableInput) as galat:
        read_map(corrected(proposed(berkas, tmp_path), {sel: nilai}))
    assert galat.value.temuan.kode == "SVY729"
    assert str(galat.value.temuan.sel).endswith(f"!{sel}")


def test_a_map_of_another_export_is_refused(tmp_path: Path) -> None:
    peta = read_map(proposed(write_csv(tmp_path / "a.csv", HEADINGS, rows(honest(30))), tmp_path))
    lain = [*HEADINGS[:5], *reversed(SPAK), *HEADINGS[10:]]
    with pytest.raises(UnreadableInput) as galat:
        read_survey(
            [write_csv(tmp_path / "b.csv", lain, rows(honest(30)))], AnswerSettings(peta=peta, nama_peta="p.toml")
        )
    assert galat.value.temuan.kode == "SVY729"
    assert "Peta survei “p.toml”" in galat.value.temuan.line and "di “b.csv”" in galat.value.temuan.line


def test_headings_that_fit_two_elements_are_named(tmp_path: Path) -> None:
    kepala = [*HEADINGS[:5], *SPAK, "Persyaratan pelayanan sesuai", *HEADINGS[11:]]
    kepala[12] = "Prosedur dan persyaratan dijelaskan"
    kepala[11] = "Persyaratan yang diumumkan"
    hasil = result(write_csv(tmp_path / "a.csv", kepala, rows(honest(30))), AnswerSettings())
    assert "SVY703" in {t.kode for t in hasil.temuan}
    assert {a.keadaan for a in hasil.indeks["spkp"].ambang} == {"belum dapat dipastikan"}


#: What a person may have typed into the first answer sheet.
SAID = st.none() | st.integers(1, 6) | st.sampled_from(
    ["2027-01-01 08:00", "Persyaratan pelayanan", "prosedur dan waktu", "biaya", "imbalan", "sarana", "SKM 3"]
)  # fmt: skip


@given(st.data())
def test_answer_sheets_are_never_read_as_headings(data: st.DataObject) -> None:
    question = st.sampled_from(["Waktu", "Tanggal", "Saran", "Keramahan", "Biaya", "Waktu pelayanan", *SPAK, *SPKP])
    titles = data.draw(st.lists(question, min_size=3, max_size=9))
    said = data.draw(st.lists(st.lists(SAID, min_size=len(titles), max_size=len(titles)), min_size=1, max_size=3))
    alone = find_headings("Respons", [(1, titles)])
    if alone is not None:
        assert find_headings("Respons", [(1, titles), *enumerate(said, 2)]) == alone


def test_headings_over_two_rows_are_read_together() -> None:
    group = ["Waktu isi", "SPAK", None, None, "SPKP", None]
    found = find_headings("Respons", [(1, group), (2, [None, 1, 2, 3, 1, 2]), (3, ["2027-01-01", 4, 4, 4, 4, 4])])
    assert found is not None and found.peta.kepala == 2
    assert [u.kode for u in found.peta.unsur] == ["SPAK1", "SPAK2", "SPAK3", "SPKP1", "SPKP2"]


def test_the_map_as_text_is_the_map_of_the_workbook(tmp_path: Path) -> None:
    berkas = write_csv(tmp_path / "a.csv", ['Waktu "isi"', *HEADINGS[1:]], rows(honest(30)))
    teks = tmp_path / "peta.toml"
    teks.write_bytes(map_toml(propose_map(berkas)))
    assert read_map(teks) == read_map(proposed(berkas, tmp_path))


@pytest.mark.parametrize(
    ("lama", "baru", "kunci"),
    [
        ("baris_tajuk = 1", "baris_tajuk = 0", "baris_tajuk"),
        ('urutan_tanggal = ""', 'urutan_tanggal = "ymd"', "urutan_tanggal"),
        ("lembar =", "halaman =", "halaman"),
        ("baris_tajuk = 1", "baris_tajuk = 1.5", "baris_tajuk"),
        ('arti = "SPAK1"', 'arti = "SPAK9"', "kolom.F.arti"),
        ('arti = "SPAK1"', 'makna = "SPAK1"', "kolom.F.makna"),
        ('arti = "SPAK1"', 'arti = "SPAK1"\nskala = 12', "kolom.F.skala"),
        ('arti = "SPAK1"', 'arti = "SPAK1"\nterbalik = "mungkin"', "kolom.F.terbalik"),
        ('arti = "SPAK1"', 'arti = "SPAK1"\nlabel = "a; b"', "kolom.F.label"),
        ("[kolom.F]", "[kolom.F7]", "kolom.F7"),
        ("[kolom.F]", "[kolom.e]", "kolom.e"),
        ("[kolom.F]", "[kolom.F", "baris"),
        ("[kolom.", "[kolam.", "kolom: bagian"),
    ],
)
def test_what_is_wrong_in_the_text_is_refused_at_its_key(lama: str, baru: str, kunci: str, tmp_path: Path) -> None:
    berkas = write_csv(tmp_path / "a.csv", HEADINGS, rows(honest(30)))
    teks = tmp_path / "peta.toml"
    teks.write_text(map_toml(propose_map(berkas)).decode().replace(lama, baru), encoding="utf-8")
    with pytest.raises(UnreadableInput) as galat:
        read_map(teks)
    assert galat.value.temuan.kode == "SVY729"
    assert kunci in galat.value.temuan.pesan


SERVICES = [
    "Persyaratan",
    "Prosedur",
    "Waktu pelayanan",
    "Biaya",
    "Produk",
    "Kompetensi",
    "Perilaku",
    "Sarana",
    "Pengaduan",
]


@pytest.mark.parametrize(
    ("titles", "when", "asked"),
    [
        (["Waktu", *HEADINGS[1:]], 0, {13}),
        ([*HEADINGS[1:], "WAKTU"], 17, {12}),
        (["Waktu", *SERVICES], 0, {3}),
        (["No", "Waktu", "Nama", *SERVICES], 1, {5}),
        (["Waktu survei", *SERVICES], 0, {3}),
        (["Waktu", "Nama", *(f"U{n}" for n in range(1, 10))], 0, {4}),
        # Among the questions it asks, and where nobody else asks about time it does so too.
        (["Persyaratan", "Prosedur", "Waktu", *SERVICES[3:]], None, {2}),
        (["Timestamp", "Persyaratan", "Prosedur", "Waktu", *SERVICES[3:]], 0, {3}),
        (["Waktu", *SERVICES[:2], *SERVICES[3:]], None, {0}),
    ],
)
def test_a_column_headed_time(titles: list[str], when: int | None, asked: set[int]) -> None:
    result = recognise("Lembar", 1, titles)
    assert (result.peta.peran.get("waktu"), result.ragu) == (when, ())
    of_time = {u.kode: set(u.kolom) for u in result.peta.unsur if u.kode in ("SPKP4", "SKM3")}
    assert of_time and all(columns == asked for columns in of_time.values())


def test_time_among_the_questions_beside_another_about_time_is_doubtful() -> None:
    result = recognise("Lembar", 1, ["Persyaratan", "Waktu", *SERVICES[1:]])
    assert "waktu" not in result.peta.peran and {d.kolom for d in result.ragu} == {1, 3}
