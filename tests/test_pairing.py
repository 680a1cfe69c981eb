"""Which file is whose: by path, by kode, by exact name; never by likeness."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.pengajuan_helpers import FOLDER, daftar, lke_facts, rules_for, satker
from zi_cli.pengajuan.check_register import check_register
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.pairing import lke_path, pair_lke
from zi_cli.pengajuan.register.read_register import Satker, read_register_sheet


def hasil(baris: list[Satker], lke: list[LkeFacts]) -> tuple[list[str | None], list[list[str]], list[str]]:
    p = pair_lke(daftar(*baris), lke)
    return (
        [x.bahan.nama if x.bahan else None for x in p.baris],
        [[t.kode for t in x.temuan] for x in p.baris],
        [b.nama for b in p.sisa],
    )


def test_a_path_outranks_a_code_and_a_code_a_name() -> None:
    baris = [satker(3, berkas_lke="a.xlsx"), satker(4, kode="2"), satker(5, kode="3", nama="Lapas Contoh")]
    lke = [
        lke_facts("nama.xlsx", kode_satker=None, satker="LAPAS  Contoh"),
        lke_facts("kode.xlsx", kode_satker=" 2 ", satker="satker contoh"),
        lke_facts("a.xlsx"),
        lke_facts("z.xlsx", kode_satker="9", satker="Z"),
    ]
    assert hasil(baris, lke) == (["a.xlsx", "kode.xlsx", "nama.xlsx"], [[], [], []], ["z.xlsx"])


def test_likeness_is_never_enough() -> None:
    baris = [satker(nama="Lapas Kelas IIA Contoh", kode="1")]
    for nama in ("Lapas Kelas IIB Contoh", "Lapas Contoh", "Lapas Kelas IIA Contok", "Rutan Kelas IIA Contoh"):
        assert hasil(baris, [lke_facts("b.xlsx", kode_satker=None, satker=nama)]) == ([None], [["DAT531"]], ["b.xlsx"])


@pytest.mark.parametrize(
    ("di_daftar", "di_lke"),
    [
        ("Lapas Kelas IIA Contoh", "Lembaga Pemasyarakatan Kelas II A Contoh"),
        ("LPP Kelas IIA Contoh", "Lembaga Pemasyarakatan Perempuan Kelas IIA Contoh"),
        ("LPKA Kelas II Contoh", "Lembaga Pembinaan Khusus Anak Kelas II Contoh"),
        ("Rutan Kelas IIB Contoh", "Rumah Tahanan Negara Kelas IIB Contoh"),
        ("Rupbasan Contoh", "RUMAH PENYIMPANAN BENDA SITAAN NEGARA CONTOH"),
        ("Bapas Kelas I Contoh", "Balai Pemasyarakatan Kelas I Contoh"),
        ("Kanim Kelas I TPI Contoh", "Kantor Imigrasi Kelas I TPI Contoh"),
        ("Rudenim Contoh", "Rumah Detensi Imigrasi Contoh"),
        ("Kanwil Ditjen Imigrasi Contoh", "Kantor Wilayah Direktorat Jenderal Imigrasi Contoh"),
        ("Setjen", "Sekretariat Jenderal"),
    ],
)
def test_official_abbreviations_are_one_satker(di_daftar: str, di_lke: str) -> None:
    baris = [satker(nama=di_daftar, kode="1")]
    assert hasil(baris, [lke_facts("b.xlsx", kode_satker=None, satker=di_lke)]) == (["b.xlsx"], [[]], [])
    kembar, temuan = read_register_sheet("Satker", [["Kode", "Nama satker"], ["1", di_daftar], ["2", di_lke]])
    assert ([s.ganda for s in kembar], [t.kode for t in temuan][-1]) == ([True, True], "DAT525")


@pytest.mark.parametrize(
    ("di_lke", "kode"),
    [
        ("Lapas Kelas IIA Contoh", []),
        ("Lapas Contoh", ["DAT539"]),
        ("Lapas Kelas IIA Contohh", ["DAT539"]),
        ("Lapas Kelas IIB Contoh", ["DAT536"]),
        ("Lapas Kelas IIA Lain", ["DAT536"]),
        ("Rutan Kelas IIA Contoh", ["DAT536"]),
        ("Lapas Perempuan Kelas IIA Contoh", ["DAT539"]),
    ],
)
def test_a_named_file_outranks_another_writing_but_no_other_satker(di_lke: str, kode: list[str]) -> None:
    for s, b in (
        (satker(nama="Lapas Kelas IIA Contoh", berkas_lke="lke.xlsx"), lke_facts(kode_satker=None, satker=di_lke)),
        (satker(nama="Lapas Kelas IIA Contoh"), lke_facts(satker=di_lke)),
    ):
        assert hasil([s], [b]) == (["lke.xlsx"], [kode], [])
        assert check_register(rules_for(), daftar(s), [b]).satker[0].layak is (None if "DAT536" in kode else True)


def test_two_files_of_one_satker() -> None:
    a, b = lke_facts("a.xlsx", sidik="x"), lke_facts("b.xlsx", sidik="y", kode_satker=None)
    assert hasil([satker()], [a, b]) == ([None], [["DAT533"]], [])
    assert hasil([satker()], [a, b._replace(sidik="x")]) == (["a.xlsx"], [["DAT530"]], [])
    assert hasil([satker(berkas_lke="b.xlsx")], [a, b]) == (["b.xlsx"], [["DAT530"]], [])
    # Without a row they are one satker all the same, and blocked.
    p = check_register(rules_for(), None, [a, b])
    assert [(h.nama, h.layak) for h in p.satker] == [("Satker Contoh", None)]
    assert "DAT533" in [t.temuan.kode for t in p.satker[0].temuan]


def test_an_unreadable_place_is_not_replaced_by_a_search() -> None:
    s = satker(galat=frozenset({"berkas_lke"}))
    assert hasil([s], [lke_facts()])[0] == [None]


def test_a_named_path_that_is_not_there_is_not_looked_for_otherwise() -> None:
    # The other file is said, but neither taken in its place nor counted as a satker of its own.
    assert hasil([satker(berkas_lke="tiada.xlsx")], [lke_facts()]) == ([None], [["DAT531", "DAT530"]], [])


def test_two_candidates_are_a_finding_and_no_choice() -> None:
    lke = [lke_facts("a.xlsx"), lke_facts("b.xlsx")]
    assert hasil([satker()], lke) == ([None], [["DAT533"]], [])
    kembar = [satker(3, ganda=True), satker(4, ganda=True)]
    assert hasil(kembar, [lke_facts()]) == ([None, None], [["DAT533"], ["DAT533"]], [])


def test_one_file_for_two_satker() -> None:
    baris = [satker(3, berkas_lke="lke.xlsx"), satker(4, kode="2", nama="B", berkas_lke="lke.xlsx")]
    assert hasil(baris, [lke_facts()]) == (["lke.xlsx", None], [[], ["DAT535"]], [])


def test_a_file_that_claims_another_satker_holds() -> None:
    s = satker(berkas_lke="lke.xlsx")
    lain = lke_facts(kode_satker="9", satker="Lapas Lain")
    assert hasil([s], [lain])[1] == [["DAT536"]]
    assert check_register(rules_for(), daftar(s), [lain]).satker[0].layak is None


def test_a_file_without_a_row_is_reported_and_still_checked() -> None:
    p = check_register(rules_for(), daftar(satker()), [lke_facts(), lke_facts("x.xlsx", kode_satker="9", satker="X")])
    assert {(h.nama, h.layak) for h in p.satker} == {("Satker Contoh", True), ("X", None)}
    assert [t.temuan.kode for h in p.satker for t in h.temuan] == ["DAT532"]


def test_who_is_not_proposed_needs_no_file() -> None:
    baris = [satker(3, usulan="Tidak", berkas_lke="tiada.xlsx"), satker(4, kode="2", nama="B", usulan="Tidak")]
    assert hasil(baris, []) == ([None, None], [[], []], [])


@pytest.mark.parametrize(
    "tulisan",
    ["/etc/passwd", "C:\\Users\\x\\lke.xlsx", "C:lke.xlsx", "\\\\server\\bagi\\lke.xlsx", "../luar.xlsx",
     "a/../../luar.xlsx", "..\\luar.xlsx"],
)  # fmt: skip
def test_a_place_outside_the_folder_is_refused(tulisan: str) -> None:
    with pytest.raises(ValueError):
        lke_path(satker(berkas_lke=tulisan), FOLDER / "satker.xlsx", [])
    assert hasil([satker(berkas_lke=tulisan)], [])[1] == [["DAT534"]]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "luar").mkdir()
    (tmp_path / "dalam").mkdir()
    (tmp_path / "dalam" / "pintas").symlink_to(tmp_path / "luar")
    with pytest.raises(ValueError):
        lke_path(satker(berkas_lke="pintas/lke.xlsx"), tmp_path / "dalam" / "satker.xlsx", [])


@pytest.mark.parametrize("tulisan", ["Kanwil/a.xlsx", "Kanwil\\a.xlsx", "./Kanwil/../Kanwil/a.xlsx"])
def test_a_place_relative_to_the_register(tulisan: str, tmp_path: Path) -> None:
    jalur = lke_path(satker(berkas_lke=tulisan), tmp_path / "satker.xlsx", [])
    assert jalur == (tmp_path / "Kanwil" / "a.xlsx").resolve()


def test_capitals_of_a_file_name_are_no_matter_unless_two_differ_in_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "Kanwil").mkdir()
    (tmp_path / "Kanwil" / "lke.xlsx").touch()
    tertulis = satker(berkas_lke="KANWIL\\LKE.XLSX")
    assert lke_path(tertulis, tmp_path / "satker.xlsx", []) == (tmp_path / "Kanwil" / "lke.xlsx").resolve()
    (tmp_path / "Kanwil" / "Lke.xlsx").touch()
    jalur = lke_path(tertulis, tmp_path / "satker.xlsx", [])
    assert jalur is not None and (len(list((tmp_path / "Kanwil").iterdir())) == 1 or not jalur.exists())


def test_the_folder_that_is_checked_may_be_named_too(tmp_path: Path) -> None:
    berkas: Any = lke_path(satker(berkas_lke="../lke/a.xlsx"), tmp_path / "d" / "satker.xlsx", [tmp_path / "lke"])
    assert berkas == (tmp_path / "lke" / "a.xlsx").resolve()


#: Registers that know the satker of lke.xlsx but don't give it that file, and what says so.
_DENIED = {
    "another file named": ([satker(berkas_lke="lain.xlsx")], "DAT533"),
    "unreadable cell": ([satker(galat=frozenset({"berkas_lke"}))], "DAT533"),
    "outside": ([satker(berkas_lke="/etc/lke.xlsx")], "DAT533"),
    "two rows": ([satker(3, ganda=True), satker(4, ganda=True)], "DAT533"),
    "two rows of one name": ([satker(3, kode=None, ganda=True), satker(4, kode=None, ganda=True)], "DAT533"),
    "two rows, another file named": (
        [satker(3, ganda=True, berkas_lke="a.xlsx"), satker(4, ganda=True, berkas_lke="a.xlsx")],
        "DAT532",
    ),
    "not proposed, another file named": ([satker(usulan="Tidak", berkas_lke="lain.xlsx")], "DAT533"),
    "unknown": ([satker(kode="9", nama="Satker Lain")], "DAT532"),
    "no rows": ([], "DAT532"),
}


@pytest.mark.parametrize(("rows", "code"), _DENIED.values(), ids=_DENIED)
def test_one_file_asked_about_is_answered_for_whatever_the_register_says(rows: list[Satker], code: str) -> None:
    asked = lke_facts()
    p = check_register(rules_for(), daftar(*rows), [asked], only=asked.jalur)
    assert [(h.bahan, h.satker, h.layak) for h in p.satker] == [(asked, None, None)]
    assert code in {t.temuan.kode for t in p.satker[0].temuan if t.temuan.tingkat == "galat"}
    assert p.satker[0].fact("identitas").jawaban.tribool is None
    # It is no proposal beside its row's.
    tambahan = check_register(rules_for(), daftar(*rows), []).portofolio.tambahan
    assert p.portofolio.tambahan == tambahan + (code == "DAT532" and not any(r.nama == asked.satker for r in rows))


def test_twins_asked_about_alone_are_answered_for() -> None:
    every = [lke_facts("a.xlsx", sidik="x"), lke_facts("b.xlsx", sidik="y"), lke_facts("c.xlsx", sidik="y")]
    for rows in ([satker()], [satker(berkas_lke="a.xlsx")], [satker(kode=None)]):
        for asked in every:
            p = check_register(rules_for(), daftar(*rows), every, only=asked.jalur)
            assert [h.bahan for h in p.satker] == [asked]
            assert p.satker[0].layak is (True if p.satker[0].satker else None)
