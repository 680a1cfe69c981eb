"""JSON Schemas of the outputs, made from the records' types."""

import json
import sys
from typing import Any, get_args

from msgspec.json import schema_components

from zi_cli.bukti import quarter_state
from zi_cli.named_tuple import NamedTuple
from zi_cli.records.types import (
    batch,
    bukti,
    check,
    compare,
    explain,
    kerja,
    paket,
    plan,
    portalrb,
    score,
    surat,
    survei,
    tahap,
    written,
)

#: Modules whose types are records.
_TYPES = ("zi_cli.records.types.", quarter_state.__name__)


class Output(NamedTuple):
    """The type of an output's documents (or several of them), and what a reader of its schema should know."""

    tipe: Any
    keterangan: str


#: By the name that stands in ``zi.<name>/1``.
OUTPUTS = {
    "batch": Output(
        batch.BatchRecord,
        "Rekap satu folder LKE. Satu dokumen sebaris; satker menurut peringkat, poin dibulatkan 6 desimal.",
    ),
    "bukti": Output(
        bukti.BuktiRecord,
        "Bukti satu satker menurut indikator: dokumen, keadaan, dan temuannya. Satu dokumen sebaris; poin dibulatkan "
        "6 desimal.",
    ),
    "bukti-banding": Output(
        bukti.BuktiBandingRecord, "Yang berubah pada bukti sejak pemeriksaan terdahulu. Satu dokumen sebaris."
    ),
    "bukti-siapkan": Output(bukti.BuktiSiapRecord, "Folder bukti yang disiapkan. Satu dokumen sebaris."),
    "bukti-keadaan": Output(
        quarter_state.KeptStates,
        "Keadaan bukti satu satker triwulan demi triwulan: berkas keadaan-bukti.json di folder buktinya.",
    ),
    "check": Output(
        check.CheckRecord,
        "Kelayakan pengajuan: syarat, nilai LKE, portofolio, dan kalender. Satu dokumen sebaris.",
    ),
    "compare": Output(
        compare.CompareRecord,
        "Perbandingan dua penilai, beberapa berkas, atau seisi folder. Poin dibulatkan 6 desimal; selisih = ke - dari.",
    ),
    "init": Output(
        written.InitRecord, "Daftar satker yang dibuat dari setumpuk LKE (zi init --dari). Satu dokumen sebaris."
    ),
    "kerja": Output(
        kerja.KerjaRecord,
        "Keadaan satu folder kerja: satker, yang kurang, surat, langkah. Satu dokumen sebaris.",
    ),
    "lint": Output(
        score.LintRecord,
        "Temuan satu berkas menurut letaknya. Satu dokumen sebaris; sha256 null bila berkas tidak terbaca.",
    ),
    "explain": Output(
        explain.ExplainRecord,
        "Arti satu kode: temuan, baris instrumen, ambang, penilai, atau instrumen. Satu dokumen sebaris.",
    ),
    "instrumen": Output(
        portalrb.InstrumenRecord,
        "Daftar soal PortalRB dibandingkan dengan instrumen (zi instrumen banding). Satu dokumen sebaris.",
    ),
    "plan": Output(
        plan.PlanRecord,
        "Rencana perbaikan menuju satu predikat untuk satu LKE. Satu dokumen sebaris; poin dibulatkan 6 desimal.",
    ),
    "paket": Output(paket.PaketRecord, "Paket usulan tiap satker dan yang kurang. Satu dokumen sebaris."),
    "paket-periksa": Output(paket.PaketPeriksaRecord, "Paket yang diperiksa kembali. Satu dokumen sebaris."),
    "portalrb": Output(portalrb.PortalrbRecord, "Ekspor untuk PortalRB: unit dan yang ditolak. Satu dokumen sebaris."),
    "portalrb-buku": Output(
        portalrb.PortalrbBukuRecord, "Buku kerja untuk PortalRB dan satker yang ditolak. Satu dokumen sebaris."
    ),
    "portalrb-periksa": Output(
        portalrb.PortalrbPeriksaRecord, "Yang akan dilihat PortalRB di sebuah alamat. Satu dokumen sebaris."
    ),
    "report": Output(written.ReportRecord, "Laporan HTML yang ditulis zi report. Satu dokumen sebaris."),
    "score": Output(
        score.ScoreRecord,
        "Nilai dan putusan satu penilai atas satu LKE. Satu dokumen sebaris; poin dibulatkan 6 desimal.",
    ),
    "surat": Output(surat.SuratRecord, "Satu dokumen tiap surat yang dibuat atau ditolak."),
    "surat-daftar": Output(
        surat.JenisSuratRecord | surat.MedanSuratRecord,
        "Jenis surat (zi surat daftar), atau isiannya dengan --kolom. Satu dokumen tiap jenis atau isian.",
    ),
    "surat-periksa": Output(surat.SuratPeriksaRecord, "Temuan atas satu templat surat (zi surat periksa)."),
    "surat-semua": Output(
        surat.SuratSemuaRecord,
        "Setiap surat yang perlu dibuat di satu folder dan keadaannya (zi surat semua). Satu dokumen sebaris.",
    ),
    "survei": Output(
        survei.SurveiRecord,
        "Indeks survei mandiri dari jawaban responden. Satu dokumen sebaris; indeks dibulatkan 6 desimal.",
    ),
    "survei-berkas": Output(
        survei.SurveiBerkasRecord, "Peta, laporan, atau kuesioner yang ditulis zi survei. Satu dokumen sebaris."
    ),
    "template": Output(
        written.TemplateRecord,
        "Formulir yang ditulis zi template dan yang tidak terbawa dari LKE lama. Satu tiap baris.",
    ),
    "tahap": Output(
        tahap.TahapRecord, "Tahap setiap satker pada satu tanggal, dengan bukti dan pelakunya. Satu dokumen sebaris."
    ),
    "tahap-triwulan": Output(
        tahap.TahapTriwulanRecord, "Laporan triwulan Kanwil atau Unit Eselon I. Satu dokumen sebaris."
    ),
    "tindak-lanjut": Output(
        tahap.TindakLanjutRecord, "Catatan semua penilai dan tindak lanjutnya, tiap satker. Satu dokumen sebaris."
    ),
}


def schema_of(nama: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the output *nama*; raises KeyError when it has none.

    Objects are closed, their keys in the order of the documents. Keys may be added within a version, so a
    reader should pass over those it does not know.
    """
    tipe, keterangan = OUTPUTS[nama]
    types = {k: v for n, m in sys.modules.items() if n.startswith(_TYPES) for k, v in vars(m).items()}
    acuan, bagian = schema_components(get_args(tipe) or (tipe,))
    for nama_tipe, isi in bagian.items():
        # What a type says of itself is for the programmers of this house.
        del isi["title"], isi["description"]
        isi["properties"] = {k: isi["properties"][k] for k in types[nama_tipe].__annotations__}
        isi["required"] = list(isi["properties"])
        isi["additionalProperties"] = False
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:zi:skema:{nama}:1",
        "title": f"zi.{nama}/1",
        "description": keterangan,
        **({"anyOf": list(acuan)} if len(acuan) > 1 else bagian.pop(tipe.__name__)),
        "$defs": bagian,
    }


def schema_text(nama: str) -> str:
    """The schema of *nama* as JSON text, ready to print."""
    return json.dumps(schema_of(nama), ensure_ascii=False, indent=2) + "\n"
