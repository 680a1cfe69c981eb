"""The page of a comparison."""

from collections.abc import Sequence
from typing import Any

from zi_cli.instrumen.tree import Instrumen, SetAmbang
from zi_cli.records.compare import ComparedPair, HasilBanding
from zi_cli.records.score import ambang_record
from zi_cli.report.html.charts import Seri, Sumbu, batang_mendatar
from zi_cli.report.html.environment import SumberLain, make_page, table_view
from zi_cli.text import angka
from zi_cli.views.compare import judul, side_name, tables


def compare_page(
    hasil: HasilBanding, instrumen: Instrumen, ambang: SetAmbang, sumber_lain: Sequence[SumberLain] = ()
) -> str:
    """HTML of a comparison of assessors, files, or a folder."""
    pandangan: dict[str, Any] = {
        "judul": judul(hasil),
        "jenis": hasil.jenis,
        "pasangan": [] if hasil.ringkasan else [_pasangan(p, hasil.jenis, instrumen) for p in hasil.pasangan],
        "tabel": [table_view(t) for t in tables(hasil, instrumen)],
        "dilewati": hasil.dilewati,
        "gagal": [{"berkas": n, "kode": t.kode, "pesan": t.pesan} for n, t in hasil.gagal],
        "sumber": sorted({(s.berkas, s.sha256) for p in hasil.pasangan for s in (p.dari, p.ke)})
        if not hasil.ringkasan
        else [],
        "instrumen": f"{instrumen.nama} ({instrumen.dasar_hukum})",
        "ambang": ambang_record(ambang),
    }
    return make_page("banding.html.j2", v=pandangan, sumber_lain=sumber_lain)


def _pasangan(p: ComparedPair, jenis: str, instrumen: Instrumen) -> dict[str, Any]:
    dasar = p.banding.per_bagian(p.banding.dasar)
    nama = [side_name(p.dari, jenis, instrumen), side_name(p.ke, jenis, instrumen)]
    area = [b for b in p.banding.bagian if b.kode.startswith("area-")]
    persen = [[float(b.dari * 100 / b.bobot) for b in area], [float(b.ke * 100 / b.bobot) for b in area]]
    return {
        "nama": nama,
        "dari": dasar.dari,
        "ke": dasar.ke,
        "selisih": dasar.selisih,
        "kesepakatan": None if dasar.kesepakatan is None else dasar.kesepakatan * 100,
        "berbeda": len(p.banding.indikator),
        "pengungkit_saja": p.banding.dasar != "total",
        "grafik": batang_mendatar(
            "Capaian area sebelum dan sesudah",
            "; ".join(
                f"{b.nama}: {angka(x, 0)} % menjadi {angka(y, 0)} %" for b, x, y in zip(area, *persen, strict=True)
            ),
            [b.kode.replace("-", " ").capitalize() for b in area],
            [
                Seri(n, [round(x, 1) for x in isi], f"seri-{i}")
                for i, (n, isi) in enumerate(zip(nama, persen, strict=True), 1)
            ],
            Sumbu(0, 100, [0, 50, 100]),
        ),
    }
