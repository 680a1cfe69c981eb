"""A second instrument for tests: other codes, weights and totals, seven areas, surveys up to 5, one more assessor.

Nothing of it is a regulation. ``PERFECT`` are the best answers; :func:`workbook` writes a plain LKE with them.
"""

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

from zi_cli.instrumen.loader import instrumen_folder

NAME = "uji-2030"
AREAS = dict(zip("1234567", ("Niat", "Alur", "Orang", "Capaian", "Jaga", "Layanan", "Data"), strict=True))
#: Weight of each half of an area; both halves of all areas make 84 of the 120 points.
HALF = dict(zip(AREAS, (4, 5, 6, 7, 8, 6, 6), strict=True))
ASSESSORS = ("satker", "tpi-unit", "kanwil", "eselon1", "setjen", "tpi", "pembina", "tpm", "tpn")

_PENILAI = """bawaan = "satker"
penentu = "pembina"
kata_nama = ["satker", "tpi", "pembina", "tpm", "tpn"]
[jalur.tpn]
penilai = "pembina"
panel = [{ unsur = "Tim Pembina", jabatan = "pembina" }, { unsur = "Biro Uji", jabatan = "biro uji" }]
[jalur.tpm]
penilai = "tpm"
panel = [{ unsur = "Tim Mandiri", jabatan = "mandiri" }]
"""
_NAMES = {
    "satker": ("Satuan kerja", "Satker"),
    "tpi-unit": ("TPI unit", "TPI Unit"),
    "kanwil": ("Tim Kanwil", "Kanwil"),
    "eselon1": ("Tim Eselon I", "Eselon I"),
    "setjen": ("Setjen", "Setjen"),
    "tpi": ("TPI", "TPI"),
    "pembina": ("Tim Pembina", "Pembina"),
    "tpm": ("TPM", "TPM"),
    "tpn": ("TPN", "TPN"),
}
_HEADINGS = {
    "tpn": '["tpn"]',
    "tpm": '["tpm"]',
    "pembina": '["pembina", "tim pembina"]',
    "kanwil": '["kanwil"]',
    "eselon1": '["eselon"]',
    "setjen": '["setjen"]',
    "tpi-unit": '["tpi unit"]',
    "tpi": '["tpi"]',
    "satker": '["satker", "unit"]',
}
_THRESHOLDS = (
    # kode, simpul, satuan, WBK, WBBM
    ("total", "total", "nilai", "90", "105"),
    ("penggerak", "P", "nilai", "56", "66"),
    ("area", "area", "persen", "65", "80"),
    ("kepercayaan", "S.X", "nilai", "12", "14"),
    ("kepuasan", "S.Y.a", "nilai", "15", "17.5"),
)

#: What the built-in instrument's requirements name, and what stands in its place here.
_SOURCES = {
    "A.II.5.iii.a": "P.N.7.i.b",
    "SEK-OT.03.02-01": "PED-UJI-1",
    "PermenPANRB 5/2024": "Peraturan Uji 8/2030",
    "Tabel 7": "Tabel U",
    "BAB III": "BAB U",
}


def rows() -> list[str]:
    """The rows of ``struktur.csv``: per area half one sub with two indicators; area 7 has a percentage with counts."""
    out = ["P,komponen,PENGGERAK,84,,"]
    for aspek, judul in (("P.M", "PERSIAPAN"), ("P.N", "PERUBAHAN")):
        out.append(f"{aspek},aspek,{judul},42,,")
        for n, nama in AREAS.items():
            kode, w = f"{aspek}.{n}", HALF[n]
            kata = f"{judul.capitalize()} bidang {nama.lower()}"
            out += [f"{kode},area,{nama.upper()},{w},,", f"{kode}.i,sub,{kata} secara umum,{w},,"]
            out.append(f"{kode}.i.a,indikator,{kata} telah ditetapkan oleh pimpinan,{w}/2,ya_tidak,")
            if kode == "P.N.7":
                rule = f'"rasio({kode}.i.b.2, {kode}.i.b.1)"'
                out += [
                    f"{kode}.i.b,indikator,Persentase pegawai yang melapor harta,{w}/2,persen,{rule}",
                    f"{kode}.i.b.1,jumlah,Pegawai yang wajib melapor harta,,jumlah,",
                    f"{kode}.i.b.2,jumlah,Pegawai yang sudah melapor harta,,jumlah,",
                ]
            else:
                out.append(f"{kode}.i.b,indikator,{kata} dipantau dan ditindaklanjuti berkala,{w}/2,abcd,")
    out += [
        "P.TOTAL,total,JUMLAH PENGGERAK,84,,",
        "S,komponen,CAPAIAN AKHIR,36,,",
        "S.X,aspek,KEPERCAYAAN,16,,",
        "S.X.a,indikator,Indeks kepercayaan masyarakat menurut survei,12,nilai_0_4,",
        "S.X.b,indikator,Target kinerja tercapai dibanding tahun lalu,4,abcd,",
        "S.Y,aspek,KEPUASAN,20,,",
        "S.Y.a,indikator,Indeks kepuasan pengguna layanan menurut survei,20,nilai_0_4,",
        "TOTAL,total,JUMLAH SELURUHNYA,120,,",
    ]
    return [f"{n},{r}" for n, r in enumerate(out, 2)]


def cells() -> list[list[str]]:
    """The rows split: nomor, kode, jenis, teks, bobot, jenis jawaban."""
    return [r.split(",")[:6] for r in rows()]


PERFECT: dict[str, object] = {
    k: {"ya_tidak": "Ya", "abcd": "A", "nilai_0_4": 5, "persen": None, "jumlah": 20}[jawaban]
    for _, k, _, _, _, jawaban in cells()
    if jawaban
}


def write_instrumen(folder: Path, *, name: str = NAME) -> Path:
    """Write the instrument's folder."""
    folder.mkdir(parents=True)

    def put(file: str, text: str) -> None:
        (folder / file).write_text(text, "utf-8")

    put("struktur.csv", "baris,kode,jenis_baris,teks,bobot,jenis_jawaban,aturan\n" + "\n".join(rows()) + "\n")
    put("alias.csv", "kode,teks\n")
    put("kewajaran.csv", "kiri,hubungan,kanan,alasan\nP.N.7.i.b.2,<=,P.N.7.i.b.1,yang melapor di antara yang wajib\n")
    values = {"ya_tidak": (("Ya", "1"), ("Tidak", "0")), "abcd": (("A", "1"), ("B", "3/4"), ("C", "1/4"), ("D", "0"))}
    rubric = [
        f"{kode},{p},{v},{teks}: tingkat {p}."
        for _, kode, _, teks, _, jenis in cells()
        for p, v in values.get(jenis, ())
    ]
    put("kriteria.csv", "kode,pilihan,nilai,uraian\n" + "\n".join(rubric) + "\n")
    area = "\n".join(f'{n} = "{nama}"' for n, nama in AREAS.items())
    put(
        "instrumen.toml",
        f"""nama = "{name}"
judul = "Lembar Penilaian Uji"
dasar_hukum = "Peraturan Uji 7/2030"
berlaku_sejak = 2030-01-01
jumlah_indikator = 31
bobot_total = "120"
survei_maksimum = "5"
[peraturan]
nomor = "7"
tahun = 2030
judul = "Penilaian Uji"
pedoman = "PED-UJI-1"
[pencocokan]
dengan = "daftar soal uji"
tanggal = 2030-02-01
hasil = "sama"
[skala]
ya_tidak = {{ Ya = "1", Tidak = "0" }}
abcd = {{ A = "1", B = "3/4", C = "1/4", D = "0" }}
[peran]
pengungkit = "P"
hasil = "S"
pemenuhan = "P.M"
reform = "P.N"
[area]
{area}
[label]
"S.X" = "Kepercayaan masyarakat"
""",
    )
    put(
        "ambang.toml",
        'nama = "uji-2030"\nsumber = "Peraturan Uji 7/2030"\ndiverifikasi = "angka uji"\nbatas = "inklusif"\n'
        + "".join(
            f'[[ambang]]\nkode = "{k}"\nlabel = "Nilai {k}"\nsimpul = "{s}"\nsatuan = "{u}"\n'
            f'wbk = "{a}"\nwbbm = "{b}"\nstatus = "cocok"\nsumber = ["uji"]\n'
            for k, s, u, a, b in _THRESHOLDS
        ),
    )
    put(
        "penilai.toml",
        _PENILAI
        + "".join(
            f'[[penilai]]\nkode = "{k}"\nnama = "{nama}"\nkepala = "{kepala}"\n' for k, (nama, kepala) in _NAMES.items()
        )
        + "".join(f'[[tajuk]]\npenilai = "{k}"\nkata = {kata}\n' for k, kata in _HEADINGS.items()),
    )
    syarat = (instrumen_folder() / "syarat.toml").read_text("utf-8")
    syarat = syarat.replace('nama = "lke-2021"', f'nama = "{name}"').replace('lke = "A.II.5.iii.b"\n', "")
    for theirs, ours in _SOURCES.items():
        syarat = syarat.replace(theirs, ours)
    put("syarat.toml", syarat)
    return folder


def workbook(path: Path, answers: Mapping[str, Mapping[str, object]], *, satker: str = "Kantor Uji Contoh") -> Path:
    """A plain LKE with one answer column an assessor, in the order given: {assessor: {kode: answer}}."""
    book = Workbook()
    sheet = book.active
    sheet.title = "LKE"
    sheet.append(["Nama Satker", satker])
    sheet.append(["Tahun", 2030])
    sheet.append([])
    sheet.append(["No", "Penilaian", "Bobot", "Pilihan Jawaban", *(f"Jawaban {_NAMES[a][1]}" for a in answers)])
    label = {"ya_tidak": "Ya/Tidak", "abcd": "A/B/C/D", "persen": "%", "nilai_0_4": "Nilai", "jumlah": "Jumlah"}
    for _, kode, _, teks, bobot, jenis in cells():
        weight = eval(bobot) if bobot else None
        given = [a.get(kode) for a in answers.values()] if jenis else []
        sheet.append([kode.rsplit(".", 1)[-1], teks, weight, label.get(jenis), *given])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path
