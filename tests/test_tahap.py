"""``zi tahap``: where every satker stands on any day of a year."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import jsonschema
import openpyxl
import pytest

from tests import year
from tests.bukti.documents import docx, pdf
from tests.kelayakan_cases import worksheet
from tests.pengajuan_helpers import rules_for
from zi_cli.cli import run_cli
from zi_cli.config import SCHEDULED_TAHAP, load_config
from zi_cli.config.settings import NumberedLetter
from zi_cli.findings.record import Sel
from zi_cli.pengajuan.fact import Jawaban
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import LetterPlace, LetterRow, Letters
from zi_cli.pengajuan.register.side_sheets import SideRow, SideSheet
from zi_cli.pengajuan.sent import letter_sent
from zi_cli.records.schema import schema_of
from zi_cli.tahap.position import Position, positions
from zi_cli.tahap.stages import load_actors, load_stages

DAY = date(2027, 5, 20)


def standing(pada: date) -> dict[str, Position]:
    """The year's satker by kode, as they stand on the day."""
    daftar = year.register(pada)
    per_kode = {s.kode or "": s for s in daftar.satker}
    bahan = {id(per_kode[x.kode]): year.worksheet_facts(x, pada) for x in year.year()}
    a = rules_for()
    k = a.konfigurasi._replace(
        jadwal=MappingProxyType(dict(year.SCHEDULE)), persetujuan_tpm=NumberedLetter("1", date(2027, 2, 1))
    )
    a = a._replace(tanggal=pada, konfigurasi=k)
    semua = positions(daftar, bahan, Letters(tuple(year.letters(per_kode))), a)
    return {p.satker.kode or "": p for p in semua}


@pytest.mark.parametrize("pada", year.days(), ids=str)
def test_the_stages_of_the_year_are_right_on_each_day(pada: date) -> None:
    ada = standing(pada)
    assert len(ada) == 60
    for x in year.year():
        p = ada[x.kode]
        lewat = p.kini.hari_terlambat if p.kini else 0
        assert (p.kedudukan, p.kini and p.kini.tahap.kode, p.siapa, lewat) == x.expected(pada), x.kode
        # What comes after the stage it is in and is proven all the same is said.
        dilewati = p.kini is not None and any(k.fakta.proven for k in p.tahap[p.tahap.index(p.kini) :])
        assert [t.kode for t in p.temuan] == (["THP007"] if dilewati else [])


def test_the_year_has_everything_in_it() -> None:
    """The test above can fail: every way, returns, a revocation, lateness, and most stages occur."""
    semua = [(x, x.expected(pada)) for pada in year.days() for x in year.year()]
    assert {k for _, (k, *_) in semua} == {"berjalan", "dikembalikan", "selesai", "dicabut"}
    assert {t for _, (_, t, *_) in semua if t} == {t.kode for t in load_stages()} - {"monev"}
    assert {x.jalan for x, _ in semua} == {"upt", "kanwil", "eselon1"}
    assert len({x.kanwil for x in year.year() if x.jalan != "eselon1"}) == 4
    assert len(year.days()) == 40
    assert Counter(lewat > 0 for _, (*_, lewat) in semua)[True] > 200


def test_the_table_is_consistent_with_letters_actors_and_schedule() -> None:
    tahap = load_stages()
    assert {t.acuan for t in tahap if t.bukti == "surat"} <= set(load_kinds())
    assert {t.kode for t in tahap if t.batas == "jadwal"} == set(SCHEDULED_TAHAP)
    assert {t.pelaku for t in tahap} <= set(load_actors())


LETTER = LetterRow("", "lhe", "1", date(2027, 5, 3), "", "", "", date(2027, 5, 4), LetterPlace(Path("x"), "Surat", 2))


@pytest.mark.parametrize(
    ("isi", "jawaban"),
    [
        ({}, Jawaban.YA),
        ({"nomor": ""}, Jawaban.BELUM),
        ({"nomor": "${nomor_naskah}"}, Jawaban.BELUM),
        ({"galat": frozenset({"nomor"})}, Jawaban.BELUM),
        ({"tanggal": None}, Jawaban.BELUM),
        ({"tanggal_kirim": None}, Jawaban.BELUM),
        ({"tanggal_kirim": date(2027, 5, 21)}, Jawaban.BELUM),
        ({"tanggal_kirim": DAY}, Jawaban.YA),
        ({"tanggal_kirim": date(2027, 5, 2)}, Jawaban.BELUM),
        ({"tanggal": date(2027, 5, 21)}, Jawaban.BELUM),
    ],
)
def test_a_letter_counts_only_with_number_date_and_proof_of_sending(isi: dict[str, object], jawaban: Jawaban) -> None:
    f = letter_sent(LETTER._replace(**isi), DAY, "lhe")  # type: ignore[arg-type]
    assert f.jawaban is jawaban and bool(f.sebab) is (jawaban is Jawaban.BELUM)


def test_a_signed_scan_is_proof_with_its_hash(tmp_path: Path) -> None:
    place = LetterPlace(tmp_path / "satker.xlsx", "Surat", 2)
    surat = LETTER._replace(tanggal_kirim=None, berkas_bertanda_tangan="ttd/lhe.pdf", place=place)
    assert letter_sent(surat, DAY, "lhe").jawaban is Jawaban.BELUM
    (tmp_path / "ttd").mkdir()
    scan = tmp_path / "ttd" / "lhe.pdf"
    for bytes_, words in (
        (b"", "kosong"),
        (b"x", "bukan PDF"),
        (pdf(["x"])[:-40], "terpotong"),
        (docx(["x"]), "bukan"),
    ):
        scan.write_bytes(bytes_)
        f = letter_sent(surat, DAY, "lhe")
        assert f.jawaban is Jawaban.BELUM and words in f.sebab
    scan.write_bytes(pdf(["x"]))
    f = letter_sent(surat, DAY, "lhe")
    assert f.proven and f.asal[0].berkas == "lhe.pdf" and len(f.asal[0].sha256 or "") == 64
    assert f.asal[0].tanggal == date(2027, 5, 3)
    f = letter_sent(surat._replace(berkas_bertanda_tangan="../lhe.pdf"), DAY, "lhe")
    assert f.jawaban is Jawaban.BELUM and "luar folder" in f.sebab


def one(**isi: object) -> Position:
    """The first UPT of the year on the day of the panel, its row changed."""
    daftar = year.register(DAY)
    s = replace(daftar.satker[0], **isi)  # type: ignore[arg-type]
    daftar = replace(daftar, satker=(s,))
    (p,) = positions(daftar, {}, Letters(), rules_for()._replace(tanggal=DAY))
    return p


def test_what_is_not_known_is_no_way() -> None:
    assert one(jenis=None).kedudukan == "belum diketahui"
    assert one(usulan=None, predikat=None).kedudukan == "belum diketahui"
    assert one(tanggal_data_dukung=date(2025, 12, 31)).kini.tahap.kode == "bukti"  # type: ignore[union-attr]


def test_a_holder_waits_for_its_monev() -> None:
    isi = {"usulan": "Tidak", "predikat": "WBK", "tanggal_predikat": date(2025, 5, 10)}
    p = one(**isi)
    assert (p.kedudukan, p.siapa, p.kini and p.kini.hari_terlambat) == ("pemegang", "tpi", 10)
    assert one(**isi, tanggal_monev=date(2026, 12, 1)).kini is None


def test_the_tpm_evaluates_wbk_where_the_ministry_consented(tmp_path: Path) -> None:
    (tmp_path / "zi.toml").write_text('[persetujuan_tpm]\nnomor = "1"\ntanggal = 2027-02-01\n')
    a = rules_for()._replace(tanggal=DAY, konfigurasi=load_config(tmp_path / "zi.toml"))
    daftar = year.register(DAY)
    wbk, wbbm = (replace(daftar.satker[0], usulan=u) for u in ("WBK", "WBBM"))
    kode = [
        {k.tahap.kode for k in positions(replace(daftar, satker=(s,)), {}, Letters(), a)[0].tahap} for s in (wbk, wbbm)
    ]
    assert "evaluasi-tpm" in kode[0] and "evaluasi-tpm" not in kode[1]


def routed(tmp_path: Path, izin: bool, **isi: object) -> Position:
    """One UPT on the day of the panel, with or without the ministry's consent to a TPM."""
    berkas = tmp_path / "zi.toml"
    berkas.write_text('[persetujuan_tpm]\nnomor = "1"\ntanggal = 2027-02-01\n' if izin else "")
    a = rules_for()._replace(tanggal=DAY, konfigurasi=load_config(berkas))
    daftar = year.register(DAY)
    (p,) = positions(replace(daftar, satker=(replace(daftar.satker[0], **isi),)), {}, Letters(), a)  # type: ignore[arg-type]
    return p


@pytest.mark.parametrize(
    ("izin", "jalur", "usulan", "lewat"),
    [
        (True, None, "WBK", True),
        (True, "tpn", "WBK", False),
        (True, "tpm", "WBK", True),
        (False, None, "WBK", False),
        (False, "tpm", "WBK", True),
        (True, None, "WBBM", False),
        (True, "tpn", "WBBM", False),
    ],
)
def test_the_column_of_ways_says_who_evaluates(
    tmp_path: Path, izin: bool, jalur: str | None, usulan: str, lewat: bool
) -> None:
    p = routed(tmp_path, izin, jalur=jalur, usulan=usulan)
    tpm = [k for k in p.tahap if k.tahap.kode == "evaluasi-tpm"]
    assert bool(tpm) is lewat and p.kedudukan == "berjalan"
    if tpm and not izin:
        assert "persetujuan" in tpm[0].fakta.sebab


def test_a_way_that_can_not_be_is_none(tmp_path: Path) -> None:
    assert "hanya mengevaluasi WBK" in routed(tmp_path, True, jalur="tpm", usulan="WBBM").kurang
    p = routed(tmp_path, True, usulan="WBK", galat=frozenset({"jalur"}))
    assert (p.kedudukan, p.kurang) == ("belum diketahui", "kolom Jalur tidak terbaca")


@pytest.mark.parametrize(("penilai", "selesai"), [("tpm", True), ("tpn", False)])
def test_a_result_counts_of_the_one_who_evaluates(tmp_path: Path, penilai: str, selesai: bool) -> None:
    daftar = year.register(DAY)
    s = replace(daftar.satker[0], jalur="tpm")
    isi = {"satker": s.kode, "tahun": "2027", "penilai": penilai, "hasil": "memenuhi", "tanggal": DAY}
    lembar = {"Hasil TPN": SideSheet("Hasil TPN", (SideRow(isi, Sel("Hasil TPN", 2, 0)),), ada=True)}
    (p,) = positions(replace(daftar, satker=(s,), lembar=lembar), {}, Letters(), rules_for()._replace(tanggal=DAY))
    assert next(k for k in p.tahap if k.tahap.kode == "hasil").fakta.proven is selesai


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Real files of four satker of the year, on the day after the panel."""
    f = tmp_path / "usulan"
    f.mkdir()
    empat = tuple(year.year()[i] for i in (0, 1, 14, 44))
    monkeypatch.setattr(year, "year", lambda: empat)
    year.write(f, DAY)
    return f


def test_the_command_says_the_same_of_real_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert year.compare(folder, DAY) == []
    assert year.compare_letters(folder, DAY) == [] == year.compare_letters(folder, date(2027, 3, 2))
    capsys.readouterr()
    assert run_cli(["tahap", str(folder), "--tanggal", DAY.isoformat(), "--format", "json"]) == 0
    jsonschema.validate(d := json.loads(capsys.readouterr().out), schema_of("tahap"))
    siapa = {s["siapa"] for s in d["satker"]} - {None}
    for pelaku in siapa:
        run_cli(["tahap", str(folder), "--tanggal", DAY.isoformat(), "--format", "json", "--siapa", pelaku])
        assert {s["siapa"] for s in json.loads(capsys.readouterr().out)["satker"]} == {pelaku}
    assert run_cli(["tahap", str(folder), "--siapa", "presiden"]) == 2
    assert run_cli(["tahap", str(folder), "--tanggal", "2027-09-30", "--ketat"]) == 1


def test_board_and_workbook(folder: Path, tmp_path: Path) -> None:
    for nama in ("papan.html", "tahap.xlsx", "tahap.csv", "tahap.md"):
        assert run_cli(["tahap", str(folder), "--tanggal", DAY.isoformat(), "-o", str(tmp_path / nama)]) == 0
    papan = (tmp_path / "papan.html").read_text(encoding="utf-8")
    assert all(x.kanwil in papan and x.nama in papan for x in year.year())
    kepala, *baris = openpyxl.load_workbook(tmp_path / "tahap.xlsx").active.iter_rows(values_only=True)
    assert kepala[0] == "kanwil" and len(baris) == sum(len(x.way) for x in year.year())


def test_a_result_of_nobody_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    buku = openpyxl.load_workbook(folder / "satker.xlsx")
    buku["Hasil TPN"].append(["Satker Entah", 2027, "TPN", "WBK", "Memenuhi", "1", date(2027, 10, 1)])
    buku.save(folder / "satker.xlsx")
    assert run_cli(["tahap", str(folder), "--tanggal", DAY.isoformat()]) == 0
    assert "THP002" in capsys.readouterr().err


def test_a_letter_whose_rows_can_not_be_used_is_not_said_to_have_none(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    buku = openpyxl.load_workbook(folder / "satker.xlsx")
    lembar = buku["Surat"]
    for baris in [*lembar.iter_rows(min_row=2, values_only=True)]:
        if baris[1] in ("usul-kanwil", "usul-setjen", "usul-sendiri"):
            lembar.append(baris)
    buku.save(folder / "satker.xlsx")
    run_cli(["tahap", str(folder), "--tanggal", DAY.isoformat(), "--format", "json"])
    keluar, galat = capsys.readouterr()
    assert "DAT542" in galat
    assert all("tidak dapat dipakai" in s["kurang"] for s in json.loads(keluar)["satker"])


def test_a_worksheet_that_may_be_another_proves_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    x, y = year.year()[:2]
    lain = worksheet((f"satker={x.nama}", f"kode={x.kode}", "tahun=2027", "-tpi", "kanwil=buruk"))
    (folder / "salinan.xlsx").write_bytes(lain)
    (folder / f"{y.kode}.xlsx").write_bytes(worksheet(("satker=Rutan Entah", "kode=999", "tahun=2027")))
    assert run_cli(["tahap", str(folder), "--tanggal", DAY.isoformat(), "--format", "json"]) == 0
    keluar, galat = capsys.readouterr()
    per_kode = {s["kode"]: s for s in json.loads(keluar)["satker"]}
    assert per_kode[x.kode]["kini"] == "nilai-kanwil" and "tidak tentu" in per_kode[x.kode]["kurang"]
    assert per_kode[y.kode]["kurang"] == "berkas LKE belum ada"
    assert "DAT533" in galat and "DAT532" in galat and "Rutan Entah" in galat


def test_without_a_register_it_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "lke.xlsx").write_bytes(worksheet(()))
    assert run_cli(["tahap", str(tmp_path)]) == 2
