"""The letters between the desks (SEK-OT.03.02-01 BAB III A.1), for which no form is printed: our own design."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docx.document import Document as Dokumen
from naskah import (
    CENTRE,
    HASIL,
    KANAN,
    KIRI,
    LOGO,
    PENGUNGKIT,
    PENUTUP,
    REGULATION,
    identity_table,
    item,
    kop,
    kop_menteri,
    letter_head,
    new_document,
    par,
    paragraph,
    signature,
    table,
    tembusan,
    title,
    yth,
)

TPI = "Ketua Tim Penilai Internal"
MENUJU = "Menuju WBK{% if surat.jalur != 'tpm' %}/WBBM{% endif %}"
KONSEP = f"konsep Surat Menteri hal pengajuan unit kerja/satuan kerja {MENUJU} Tahun {{{{ surat.tahun }}}}"


def _surat(judul_dokumen: str, hal: str, kepada: str, kota: str = "{{ tujuan.kota }}") -> Dokumen:
    d = new_document(judul_dokumen, judul_dokumen)
    kop(d, LOGO.read_bytes())
    letter_head(d, hal)
    yth(d, kepada, kota=kota)
    return d


def _daftar(d: Dokumen, nilai: Sequence[tuple[str, str]]) -> None:
    """The satker of the letter with *nilai*: headings and fields of their scores."""
    lebar = _WIDTHS[: len(nilai)]
    table(
        d,
        ("No.", "Satuan Kerja", "Usulan", *(n for n, _ in nilai)),
        (1.1, 13.1 - sum(lebar), 1.8, *lebar),
        ("{{ loop.index }}", "{{ u.nama }}", "{{ u.predikat }}", *("{{ u." + m + " }}" for _, m in nilai)),
        "u in usulan",
        rata=(CENTRE, KIRI, CENTRE, *(KANAN for _ in nilai)),
    )
    par(d, ukuran=6)


def _penutup(d: Dokumen) -> Dokumen:
    paragraph(d, PENUTUP, lekat=True)
    signature(d)
    tembusan(d)
    return d


#: Widths of the columns of scores: the longest heading stays on one line in any font.
_WIDTHS = (3.0, 1.8, 1.8)
_PRELIMINARY = ((PENGUNGKIT, "pendahuluan"),)
_FINAL = ((PENGUNGKIT, "pengungkit"), (HASIL, "hasil"), ("Total", "total"))


def usul_kanwil() -> Dokumen:
    """A Kantor Wilayah passes on the UPT that reach the standard (BAB III A.1.a butir 4)."""
    d = _surat("Usulan Kantor Wilayah", "Usulan Penilaian UPT Menuju WBK/WBBM", "Pimpinan {{ pembina.nama }}")
    paragraph(
        d,
        "Tim Penilai {{ kelompok.nama }} telah menilai komponen {{ komponen.pengungkit }} unit pelaksana teknis berikut dengan lembar "
        "kerja evaluasi tahun {{ surat.tahun_laporan }}. Nilainya memenuhi standar untuk predikat yang dituju:",
        sesudah=4,
        lekat=True,
    )
    _daftar(d, _PRELIMINARY)
    paragraph(
        d,
        "Lembar kerja evaluasi tiap satuan kerja kami lampirkan. Mohon penilaian selanjutnya oleh Tim Penilai "
        "{{ pembina.nama }}.",
    )
    return _penutup(d)


def usul_eselon1() -> Dokumen:
    """A Unit Eselon I passes on what the Kanwil proposed (BAB III A.1.a butir 6)."""
    d = _surat("Usulan Unit Eselon I Pembina", "Usulan Evaluasi Satuan Kerja Menuju WBK/WBBM", TPI)
    paragraph(
        d,
        "Atas usulan Kantor Wilayah, Tim Penilai {{ kelompok.nama }} telah menilai komponen {{ komponen.pengungkit }} satuan kerja "
        "berikut dengan lembar kerja evaluasi tahun {{ surat.tahun_laporan }}. Nilainya memenuhi standar untuk "
        "predikat yang dituju:",
        sesudah=4,
        lekat=True,
    )
    _daftar(d, _PRELIMINARY)
    paragraph(d, "Kami mengusulkan satuan kerja tersebut untuk dievaluasi; lembar kerja evaluasinya kami lampirkan.")
    return _penutup(d)


def usul_setjen() -> Dokumen:
    """The Sekretariat Jenderal proposes Kantor Wilayah (BAB III A.1.a butir 8)."""
    d = _surat("Usulan Sekretariat Jenderal", "Usulan Evaluasi Kantor Wilayah Menuju WBK/WBBM", TPI)
    paragraph(
        d,
        "Sekretariat Jenderal telah menilai komponen {{ komponen.pengungkit }} Kantor Wilayah berikut dengan lembar kerja evaluasi "
        "tahun {{ surat.tahun_laporan }}. Nilainya memenuhi standar untuk predikat yang dituju:",
        sesudah=4,
        lekat=True,
    )
    _daftar(d, _PRELIMINARY)
    paragraph(d, "Kami mengusulkan satuan kerja tersebut untuk dievaluasi; lembar kerja evaluasinya kami lampirkan.")
    return _penutup(d)


def usul_sendiri() -> Dokumen:
    """A Unit Eselon I proposes itself (BAB III A.1.a butir 9)."""
    d = _surat("Usulan Unit Eselon I – {{ satker.nama }}", "Usulan Evaluasi Menuju {{ lhe.predikat }}", TPI)
    paragraph(
        d,
        "Dengan ini kami mengusulkan {{ satker.nama }} untuk dievaluasi Tim Penilai Internal Menuju "
        "{{ lhe.predikat_panjang }} Tahun {{ surat.tahun }}.",
    )
    paragraph(
        d, "Data dukung komponen {{ komponen.pengungkit }} telah diunggah, terakhir pada {{ satker.data_dukung }}."
    )
    return _penutup(d)


def daftar_tpi() -> Dokumen:
    """The TPI fixes whom it evaluates (BAB III A.1.a butir 10)."""
    kepada = "Pimpinan Unit Eselon I dan Kepala Kantor Wilayah"
    d = _surat("Daftar Satuan Kerja yang Dievaluasi TPI", "Daftar Satuan Kerja yang Dievaluasi", kepada, "tempat")
    paragraph(
        d,
        "Setelah memastikan penilaian pendahuluan dan usulannya, Tim Penilai Internal menetapkan satuan kerja berikut "
        "untuk dievaluasi pada Tahun {{ surat.tahun }}:",
        sesudah=4,
        lekat=True,
    )
    _daftar(d, _PRELIMINARY)
    paragraph(
        d,
        "Satuan kerja tersebut agar menyiapkan data dukung komponen {{ komponen.pengungkit }} dan komponen {{ komponen.hasil }}.",
    )
    return _penutup(d)


def undangan_panel() -> Dokumen:
    """Invitation to the panel (BAB III A.1.c butir 1)."""
    d = _surat(
        "Undangan Rapat Panel",
        "Undangan Rapat Panel Zona Integritas",
        "Peserta rapat panel (daftar di bawah)",
        "tempat",
    )
    paragraph(
        d,
        "Mengharap kehadiran Saudara dalam rapat panel pembahasan hasil evaluasi {{ tim.resmi }} tahun "
        "{{ surat.tahun_laporan }} pada:",
        sesudah=4,
        lekat=True,
    )
    identity_table(
        d,
        (
            ("Hari, tanggal", "{{ rapat.hari_tanggal }}"),
            ("Waktu", "{{ rapat.waktu }}"),
            ("Tempat", "{{ rapat.tempat }}"),
        ),
        inden=1.25,
    )
    paragraph(
        d,
        "Satuan kerja yang dibahas adalah yang laporan hasil evaluasinya telah disampaikan:",
        sebelum=8,
        sesudah=4,
        lekat=True,
    )
    _daftar(d, _FINAL)
    paragraph(d, PENUTUP, lekat=True)
    signature(d)
    par(d, "Peserta:", sebelum=12, lekat=True)
    table(
        d,
        ("No.", "Nama", "Jabatan"),
        (1.1, 7.4, 7.5),
        ("{{ loop.index }}", "{{ h.nama }}", "{{ h.jabatan }}"),
        "h in hadir",
        rata=(CENTRE, KIRI, KIRI),
    )
    return d


def _nota(judul_dokumen: str, kepada: str, isi: str) -> Dokumen:
    d = new_document(judul_dokumen, judul_dokumen)
    kop(d, LOGO.read_bytes())
    title(d, "NOTA DINAS")
    par(d, "Nomor: {{ surat.nomor }}", rata=CENTRE, sesudah=10)
    identity_table(
        d,
        (
            ("Yth.", kepada),
            ("Dari", "{{ ttd.jabatan }}"),
            ("Hal", f"Konsep Surat Menteri tentang Pengajuan Unit Kerja/Satuan Kerja {MENUJU}"),
            ("Tanggal", "{{ surat.tanggal }}"),
        ),
        kiri=2.4,
    )
    paragraph(d, isi, sebelum=10, sesudah=4, lekat=True)
    _daftar(d, _FINAL)
    paragraph(
        d, "Konsep surat dan data dukungnya terlampir. Demikian disampaikan, mohon arahan lebih lanjut.", lekat=True
    )
    signature(d)
    tembusan(d)
    return d


def nota_biro() -> Dokumen:
    """The planning bureau hands the draft to the Sekretaris Jenderal (BAB III A.1.c butir 3)."""
    return _nota(
        "Nota Dinas Biro Perencanaan dan Keuangan",
        "Sekretaris Jenderal",
        f"Berdasarkan berita acara rapat panel {{{{ rujukan.berita_acara }}}}, bersama ini disampaikan {KONSEP} yang "
        "memuat:",
    )


def nota_sekjen() -> Dokumen:
    """The Sekretaris Jenderal hands the draft to the Minister (BAB III A.1.c butir 4)."""
    return _nota(
        "Nota Dinas Sekretaris Jenderal",
        "{{ pimpinan.jabatan }}",
        "Berdasarkan berita acara rapat panel {{ rujukan.berita_acara }} dan nota dinas Biro Perencanaan dan Keuangan "
        f"{{{{ rujukan.nota_biro }}}}, bersama ini disampaikan {KONSEP} yang memuat:",
    )


def _keputusan(
    nama: str, tim: str, menimbang: str, tugas: str, kepala: Callable[[Dokumen, bytes], None] = kop
) -> Dokumen:
    """A decree that forms *tim*; its members in a table."""
    d = new_document(f"Keputusan Pembentukan {nama}", f"Keputusan pembentukan {nama}")
    kepala(d, LOGO.read_bytes())
    title(d, "KEPUTUSAN {{ ttd.jabatan|besar }}", "NOMOR {{ surat.nomor }}")
    par(d, "TENTANG", rata=CENTRE, sebelum=4, sesudah=4)
    title(d, f"PEMBENTUKAN {tim}", "TAHUN {{ surat.tahun }}")
    par(d, "{{ ttd.jabatan|besar }},", rata=CENTRE, sebelum=8, sesudah=8)
    identity_table(
        d,
        (
            ("Menimbang", menimbang),
            ("Mengingat", f"{REGULATION}; dan Pedoman Nomor {{{{ peraturan.pedoman }}}}."),
        ),
        kiri=2.8,
    )
    title(d, "MEMUTUSKAN:", ukuran=11)
    menetapkan = f"KEPUTUSAN {{{{ ttd.jabatan|besar }}}} TENTANG PEMBENTUKAN {tim} TAHUN {{{{ surat.tahun }}}}."
    identity_table(d, (("Menetapkan", menetapkan),), kiri=2.8)
    par(d, ukuran=6)
    item(d, "KESATU", f"Membentuk {nama} Tahun {{{{ surat.tahun }}}} dengan susunan sebagai berikut:", gantung=2.4)
    table(
        d,
        ("No.", "Nama", "Jabatan", "Kedudukan"),
        (1.1, 5.6, 6.0, 3.3),
        ("{{ loop.index }}", "{{ a.nama }}", "{{ a.jabatan }}", "{{ a.kedudukan }}"),
        "a in tim_penilai",
        rata=(CENTRE, KIRI, KIRI, KIRI),
    )
    par(d, ukuran=6)
    for nomor, teks in zip(("KEDUA", "KETIGA"), (tugas, "Keputusan ini berlaku sejak ditetapkan."), strict=True):
        item(d, nomor, teks, gantung=2.4, lekat=nomor == "KETIGA")
    signature(d, tempat_tanggal=("Ditetapkan di {{ surat.kota }}", "pada tanggal {{ surat.tanggal }}"))
    return d


_TIM = "Tim Penilai Zona Integritas {{ kelompok.nama }}"


def sk_tim_kanwil() -> Dokumen:
    """The Kepala Kantor Wilayah forms the team (BAB III A.1.a butir 2)."""
    return _keputusan(
        _TIM,
        "TIM PENILAI ZONA INTEGRITAS {{ kelompok.nama|besar }}",
        "bahwa data dukung komponen {{ komponen.pengungkit }} unit pelaksana teknis perlu dinilai oleh Tim Penilai Kantor Wilayah;",
        "Tim Penilai menilai data dukung komponen {{ komponen.pengungkit }} unit pelaksana teknis dengan lembar kerja evaluasi dan "
        "menyampaikan hasilnya kepada {{ ttd.jabatan }}.",
    )


def sk_tim_eselon1() -> Dokumen:
    """The head of the Unit Eselon I forms the team (BAB III A.1.a butir 2)."""
    return _keputusan(
        _TIM,
        "TIM PENILAI ZONA INTEGRITAS {{ kelompok.nama|besar }}",
        "bahwa usulan Kantor Wilayah perlu dinilai oleh Tim Penilai Unit Eselon I Pembina;",
        "Tim Penilai menilai dan memantau data dukung yang berasal dari Kantor Wilayah dengan lembar kerja evaluasi "
        "dan menyampaikan hasilnya kepada {{ ttd.jabatan }}.",
    )


def sk_tpm() -> Dokumen:
    """The Minister forms the TPM (BAB III A.1.d butir 1)."""
    return _keputusan(
        "Tim Penilai Mandiri",
        "TIM PENILAI MANDIRI ZONA INTEGRITAS",
        "bahwa evaluasi Menuju WBK secara mandiri telah disetujui dengan surat {{ rujukan.persetujuan }};",
        "Tim Penilai Mandiri mengevaluasi satuan kerja Menuju WBK, menyusun laporan hasil evaluasi, dan membahasnya "
        "dalam rapat panel.",
        kop_menteri,
    )


PEMBUAT_RANTAI: dict[str, Callable[[], Dokumen]] = {
    "sk-tim-kanwil": sk_tim_kanwil,
    "sk-tim-eselon1": sk_tim_eselon1,
    "usul-kanwil": usul_kanwil,
    "usul-eselon1": usul_eselon1,
    "usul-setjen": usul_setjen,
    "usul-sendiri": usul_sendiri,
    "daftar-tpi": daftar_tpi,
    "undangan-panel": undangan_panel,
    "nota-biro": nota_biro,
    "nota-sekjen": nota_sekjen,
    "sk-tpm": sk_tpm,
}
