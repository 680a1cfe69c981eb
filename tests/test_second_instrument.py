"""Another instrument: other codes and weights, seven areas; nothing in the code knows the first one's codes."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from zi_cli.findings.record import Sel
from zi_cli.instrumen.loader import InvalidInstrumen, instrumen_folder, load_folder
from zi_cli.instrumen.tree import Instrumen
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import half_findings, score_penilai
from zi_cli.views.score import ambang_gagal, tabel_nilai
from zi_cli.worksheet.model import Isian, KolomPenilai

AREAS = "1234567"
RESULTS = ("S.X.a", "S.Y.a")


def rows() -> list[str]:
    """Seven areas of 5 + 5 points (P.M, P.N), two results of 10 and 20 (S.X, S.Y)."""
    out = ["P,komponen,PENDORONG,70,,"]
    for aspek in ("P.M", "P.N"):
        out.append(f"{aspek},aspek,{aspek},35,,")
        for n in AREAS:
            kode = f"{aspek}.{n}"
            out += [f"{kode},area,AREA {n},5,,", f"{kode}.i,sub,sub,5,,", f"{kode}.i.a,indikator,soal,5,ya_tidak,"]
    out.append("S,komponen,CAPAIAN,30,,")
    for kode, bobot in (("S.X", 10), ("S.Y", 20)):
        out += [f"{kode},aspek,{kode},{bobot},,", f"{kode}.a,indikator,survei,{bobot},nilai_0_4,"]
    return [f"{n},{r}" for n, r in enumerate(out, 2)]


def write(folder: Path, struktur: list[str]) -> Path:
    folder.mkdir()
    (folder / "struktur.csv").write_text(
        "baris,kode,jenis_baris,teks,bobot,jenis_jawaban,aturan\n" + "\n".join(struktur) + "\n", "utf-8"
    )
    (folder / "alias.csv").write_text("kode,teks\n", "utf-8")
    shutil.copy(instrumen_folder() / "penilai.toml", folder)
    area = "\n".join(f'{n} = "Area {n}"' for n in AREAS)
    (folder / "instrumen.toml").write_text(
        f"""nama = "uji"
judul = "Lembar uji"
dasar_hukum = "aturan uji"
berlaku_sejak = 2030-01-01
jumlah_indikator = 16
bobot_total = "100"
survei_maksimum = "4"
[pencocokan]
dengan = "uji"
tanggal = 2030-01-01
hasil = "sama"
[skala]
ya_tidak = {{ Ya = "1", Tidak = "0" }}
[peran]
pengungkit = "P"
hasil = "S"
pemenuhan = "P.M"
reform = "P.N"
[area]
{area}
[label]
""",
        "utf-8",
    )
    butir = (
        ("total", "total", "nilai", 70, 80),
        ("pengungkit", "P", "nilai", 50, 60),
        ("area", "area", "persen", 60, 75),
    )
    ambang = [
        f'[[ambang]]\nkode = "{k}"\nlabel = "{k}"\nsimpul = "{s}"\nsatuan = "{u}"\nwbk = "{a}"\nwbbm = "{b}"\n'
        'status = "cocok"\nsumber = ["uji"]\n'
        for k, s, u, a, b in butir
    ]
    (folder / "ambang.toml").write_text(
        'nama = "uji"\nsumber = "uji"\ndiverifikasi = "uji"\nbatas = "inklusif"\n' + "".join(ambang), "utf-8"
    )
    return folder


@pytest.fixture
def instrumen(tmp_path: Path) -> Instrumen:
    return load_folder(write(tmp_path / "uji", rows()))


def score(instrumen: Instrumen, no: tuple[str, ...] = (), results: tuple[float, ...] = (4, 4)) -> Penilaian:
    cells: dict[str, Isian] = {}
    for b in instrumen.indikator:
        if b.jenis_jawaban == "ya_tidak":
            cells[b.kode] = Isian("Tidak" if b.kode in no else "Ya", Sel("X", b.nomor, 1))
    for kode, nilai in zip(RESULTS, results, strict=False):
        cells[kode] = Isian(nilai, Sel("X", instrumen.per_kode[kode].nomor, 1))
    return score_penilai(KolomPenilai("unit", cells), {}, instrumen, instrumen.ambang)


def test_every_area_has_its_threshold(instrumen: Instrumen) -> None:
    assert [a.kode for a in instrumen.ambang.daftar] == ["total", "pengungkit", *(f"area-{n}" for n in AREAS)]
    assert {instrumen.bobot_area(n) for n in AREAS} == {Fraction(10)}


def test_points_and_verdict(instrumen: Instrumen) -> None:
    hasil = score(instrumen, no=("P.N.7.i.a",), results=(3, 2))
    assert (hasil.nilai["P"], hasil.nilai["S"], hasil.nilai["total"]) == (65, Fraction(35, 2), Fraction(165, 2))
    assert {p: [a.kode for a in x.ambang if not a.memenuhi] for p, x in hasil.putusan.items()} == {
        "WBK": ["area-7"],
        "WBBM": ["area-7"],
    }
    assert not hasil.putusan["WBK"].memenuhi
    assert [t.indikator for t in half_findings(hasil, instrumen, instrumen.ambang, "WBK")] == ["P.N.7"]
    assert score(instrumen).putusan["WBBM"].memenuhi


def test_the_stage_follows_the_instruments_own_results(instrumen: Instrumen) -> None:
    """Without S the stage is preliminary, and only P and the areas decide."""
    hasil = score(instrumen, no=("P.N.7.i.a",), results=())
    assert hasil.tahap == "pendahuluan"
    assert hasil.putusan["WBK"].pengungkit_memenuhi is False
    gagal = ambang_gagal(hasil.putusan["WBK"], hasil, instrumen, instrumen.ambang)
    assert len(gagal) == 1 and gagal[0].startswith("area-7 ")
    assert score(instrumen, results=()).putusan["WBK"].pengungkit_memenuhi is True
    assert [b.label for b in tabel_nilai(hasil, instrumen)][6] == "7 Area 7"


def test_indicators_of_one_node_stand_together(tmp_path: Path) -> None:
    rusak = [r.split(",", 1)[1] for r in rows()]
    (pindah,) = [r for r in rusak if r.startswith("P.M.1.i.a,")]
    rusak.remove(pindah)
    rusak.insert(rusak.index("P.N.1.i.a,indikator,soal,5,ya_tidak,") + 1, pindah)
    folder = write(tmp_path / "uji", [f"{n},{r}" for n, r in enumerate(rusak, 2)])
    with pytest.raises(InvalidInstrumen, match="berurutan"):
        load_folder(folder)
