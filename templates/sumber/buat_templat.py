"""How the original templates were made: ``python templates/sumber/buat_templat.py``.

The .docx files are the source from now on: edit them in Word. Run this only to start over from
the originals; it needs python-docx, which docxtpl brings along. Prescribed wording: SEK-OT.03.02-01
BAB III C (pengajuan, SPTJM) and BAB IV B (monev), slips of the printed form mended.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from docx.document import Document as Dokumen
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.shared import Cm
from naskah import (
    AKHIR,
    KANAN,
    KIRI,
    LOGO,
    PENUTUP,
    PERATURAN,
    RATA,
    TEMPAT_TANGGAL,
    TEMPLAT,
    TENGAH,
    alinea,
    blok_kanan,
    butir,
    dokumen_baru,
    gambar_tempat_logo,
    identitas,
    judul,
    kendali,
    kepala_surat,
    kop,
    kop_menteri,
    menjorok,
    par,
    subjudul,
    tabel,
    tanda_tangan,
    tembusan,
    tujuan_menteri,
    yth,
)
from rantai import PEMBUAT_RANTAI

from zi_cli.outgoing import repacked

WBK_WBBM = "Wilayah Bebas dari Korupsi (WBK)/Wilayah Birokrasi Bersih dan Melayani (WBBM)"


def _nilai_lampiran(d: Dokumen) -> None:
    """The annexed table of scores of a letter with a list."""
    kendali(d, "if surat.lampiran_nilai")
    p = par(d, "Lampiran Surat {{ pimpinan.jabatan }}", sesudah=0)
    p.paragraph_format.page_break_before = True
    identitas(d, (("Nomor", "{{ surat.nomor }}"), ("Tanggal", "{{ surat.tanggal }}")), kiri=2.5)
    judul(d, "DAFTAR NILAI UNIT KERJA/SATUAN KERJA YANG DIUSULKAN")
    par(d, ukuran=6)
    tabel(
        d,
        ("No.", "Unit Kerja/Satuan Kerja", "Usulan", "Pengungkit", "Hasil", "Total", "Penilai"),
        (1.1, 4.9, 1.8, 3.0, 1.6, 1.6, 2.0),
        ("{{ loop.index }}", "{{ u.nama }}", "{{ u.predikat }}", "{{ u.pengungkit }}", "{{ u.hasil }}", "{{ u.total }}",
         "{{ u.penilai }}"),
        "u in usulan",
        rata=(TENGAH, KIRI, TENGAH, KANAN, KANAN, KANAN, TENGAH),
    )  # fmt: skip
    par(d, "Nilai maksimum: pengungkit 60, hasil 40, total 100.", ukuran=8.5, sebelum=4)
    kendali(d, "endif")


def sptjm() -> Dokumen:
    """Surat Pernyataan Tanggung Jawab Mutlak, SEK-OT.03.02-01 Gambar 2."""
    d = dokumen_baru("SPTJM Kebenaran Data Pendukung – {{ satker.nama }}", "Surat Pernyataan Tanggung Jawab Mutlak")
    kop(d, LOGO.read_bytes())
    judul(d, "SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK", "(SPTJM)", "KEBENARAN DATA PENDUKUNG")
    yth(d, "{{ tujuan.jabatan }}", ("c.q.", "{{ tujuan.melalui }}"))
    par(d, "Yang bertanda tangan di bawah ini:", sesudah=4)
    identitas(
        d,
        (("Nama", "{{ kepala.nama }}"), ("Jabatan", "{{ kepala.jabatan }}"), ("Alamat", "{{ satker.alamat }}")),
        kiri=2.5,
    )
    par(
        d,
        "Sehubungan dengan pembangunan dan pengusulan zona integritas menuju Wilayah Bebas dari Korupsi–Wilayah "
        "Birokrasi Bersih dan Melayani Tahun {{ surat.tahun }}, dengan ini menyatakan bahwa data pendukung yang kami "
        "sampaikan, yaitu:",
        rata=RATA,
        sebelum=10,
        sesudah=4,
    )
    butir(d, "1.", "Syarat satuan kerja/unit kerja telah sesuai dengan kondisi yang sebenarnya;")
    butir(d, "2.", "Data dukung pengungkit telah sesuai dengan kondisi yang sebenarnya; dan")
    butir(d, "3.", "Data dukung tentang hasil telah sesuai dengan kondisi yang sebenarnya.")
    par(
        d,
        "Apabila di kemudian hari ternyata ditemukan bahwa data yang kami sampaikan tidak sesuai dengan keadaan yang "
        "sebenarnya, kami bersedia ditinjau kembali terkait pengusulan satuan kerja/unit kerja kami dalam pembangunan "
        "zona integritas.",
        rata=RATA,
        sebelum=8,
        sesudah=8,
    )
    par(d, "Demikian pernyataan ini dibuat untuk dipergunakan seperlunya.", rata=RATA, sesudah=4, lekat=True)

    sel = blok_kanan(d)
    par(sel, "{{ surat.kota }}, {{ surat.tanggal }}", sebelum=8, lekat=True)
    par(sel, "Yang membuat pernyataan", lekat=True)
    par(sel, "{{ kepala.jabatan }},", lekat=True)
    par(sel, "{{ surat.meterai }}", ukuran=9, sebelum=24, sesudah=24, lekat=True)
    par(sel, "**{{ kepala.nama }}**", lekat=True)
    par(sel, "{{ kepala.jabatan|besar }}")
    return d


def pengajuan() -> Dokumen:
    """Surat pengajuan evaluasi kepada TPN, SEK-OT.03.02-01 BAB III C; variant for the TPM path."""
    d = dokumen_baru("Pengajuan Unit Kerja Berpredikat Menuju WBK/WBBM", "Surat pengajuan evaluasi kepada TPN")
    kop_menteri(d, LOGO.read_bytes())
    kepala_surat(
        d,
        "Pengajuan Unit Kerja Berpredikat Menuju {% if surat.jalur == 'tpm' %}Wilayah Bebas dari Korupsi (WBK)"
        "{% else %}" + WBK_WBBM + "{% endif %}",
    )
    tujuan_menteri(d)
    alinea(
        d,
        "Dengan hormat, bahwa dalam rangka pelaksanaan " + PERATURAN + ", kami telah melakukan upaya pembangunan Zona "
        "Integritas di {{ instansi.nama }}. Berdasarkan laporan hasil evaluasi tahun {{ surat.tahun_laporan }} oleh "
        "{{ tim.resmi }} ZI "
        "{{ instansi.nama }}, kami mengusulkan:",
        sesudah=4,
    )
    kendali(d, "for u in usulan")
    butir(
        d,
        "{{ loop.index }}.",
        "{{ u.nama }} / {{ u.predikat }}{% if not loop.last %}" + AKHIR + "{% endif %}",
        kiri=0.35,
    )
    kendali(d, "endfor")
    par(
        d,
        "sebagai calon unit kerja/satuan kerja berpredikat Menuju Wilayah Bebas dari Korupsi (WBK)"
        "{% if surat.jalur != 'tpm' %} dan/atau Wilayah Birokrasi Bersih dan Melayani (WBBM){% endif %}.",
        rata=RATA,
        sebelum=4,
        sesudah=8,
    )
    kendali(d, "if surat.jalur == 'tpm'")
    alinea(
        d,
        "Sehubungan dengan hal tersebut, kami mohon tanggapan Saudara Menteri atas unit kerja/satuan kerja yang "
        "diusulkan tersebut sebagai dasar penetapan predikat Menuju WBK hasil evaluasi secara mandiri.",
    )
    kendali(d, "else")
    alinea(
        d,
        "Sehubungan dengan hal tersebut, kami mohon agar Tim Penilai Nasional dapat melakukan evaluasi atas unit "
        "kerja/satuan kerja yang diusulkan tersebut.",
    )
    kendali(d, "endif")
    alinea(d, PENUTUP, lekat=True)
    tanda_tangan(d)
    tembusan(d)
    _nilai_lampiran(d)
    return d


def _tabel7(d: Dokumen, kata: str, daftar: str) -> None:
    """The satker's own rows of Tabel 7, as reported beside the verdict."""
    alinea(
        d,
        kata
        + " {% for s in "
        + daftar
        + " %}{{ s.label|sambung }}: {{ s.nilai }}{% if s.nilai != s.keterangan %}, {{ s.keterangan }}{% endif %}"
        + AKHIR
        + "{% if not loop.last %} {% endif %}{% endfor %}",
        sebelum=4,
    )


def monev() -> Dokumen:
    """Surat penyampaian monitoring dan evaluasi, SEK-OT.03.02-01 BAB IV B; of a kawasan, each member (BAB III B)."""
    d = dokumen_baru("Laporan Monitoring dan Evaluasi – {{ monev.nama }}", "Surat penyampaian monitoring dan evaluasi")
    kop_menteri(d, LOGO.read_bytes())
    kepala_surat(
        d,
        "Laporan Monitoring dan Evaluasi Unit Kerja/Satuan Kerja{% if monev.anggota %} di Kawasan {{ monev.nama }}"
        "{% endif %} Berpredikat Menuju {{ monev.predikat_panjang }}",
    )
    tujuan_menteri(d)
    pembuka = (
        "Dengan hormat, bahwa dalam rangka pelaksanaan " + PERATURAN + ", kami telah melakukan pembangunan Zona "
        "Integritas di {{ instansi.nama }}. Berdasarkan laporan hasil monitoring dan evaluasi tahun "
        "{{ surat.tahun_laporan }} oleh {{ tim.resmi }} ZI {{ instansi.nama }}, "
    )
    kendali(d, "if monev.anggota")
    alinea(
        d,
        pembuka
        + "kami menyampaikan hasil tiap unit kerja/satuan kerja di Kawasan {{ monev.nama }}, berdasarkan catatan "
        "{{ tim.nama }} bahwa:",
        sesudah=4,
    )
    butir(d, "1.", "capaian nilai pengungkit dan hasil serta simpulan tiap unit kerja/satuan kerja:", kiri=0.35)
    kendali(d, "for a in monev.anggota")
    butir(
        d,
        "{{ loop.index|huruf }}.",
        "{{ a.nama }}: nilai pengungkit {{ a.pengungkit }}, nilai hasil {{ a.hasil }}, nilai total {{ a.total }}; "
        "{{ a.simpulan }} kriteria Menuju {{ a.predikat }}{{ loop.revindex|tambah(1)|akhir }}",
        kiri=1.25,
        gantung=0.7,
    )
    kendali(d, "endfor")
    kendali(d, "else")
    alinea(
        d,
        pembuka + "kami menyimpulkan bahwa {{ monev.sebutan }} {{ monev.nama }} {% if klaim.masih %}masih memenuhi"
        "{% elif klaim.tidak %}tidak memenuhi{% else %}belum dapat disimpulkan memenuhi{% endif %} kriteria Menuju "
        "{{ monev.predikat_panjang }}. Hal ini berdasarkan catatan {{ tim.nama }} bahwa:",
        sesudah=4,
    )
    butir(
        d,
        "1.",
        "capaian nilai pengungkit {{ nilai.pengungkit }} dari 60 dan nilai hasil {{ nilai.hasil }} dari 40, dengan nilai "
        "total {{ nilai.total }}; dan",
        kiri=0.35,
    )
    kendali(d, "endif")
    kendali(d, "if surat.catatan|jumlah == 1")
    kendali(d, "for c in surat.catatan")
    butir(d, "2.", "catatan hasil monitoring dan evaluasi: {{ c|rapi }}.", kiri=0.35)
    kendali(d, "endfor")
    kendali(d, "else")
    butir(
        d,
        "2.",
        "catatan hasil monitoring dan evaluasi:{% if not surat.catatan %} belum diisi.{% endif %}",
        kiri=0.35,
    )
    kendali(d, "for c in surat.catatan")
    butir(d, "{{ loop.index|huruf }}.", "{{ c|rapi }}" + AKHIR, kiri=1.25, gantung=0.7)
    kendali(d, "endfor")
    kendali(d, "endif")
    kendali(d, "if tabel7")
    _tabel7(
        d,
        "Di samping simpulan tersebut, keadaan syarat unit kerja/satuan kerja pada Tabel 7 pedoman tercatat:",
        "tabel7",
    )
    kendali(d, "endif")
    kendali(d, "if monev.anggota")
    kendali(d, "for a in monev.anggota")
    _tabel7(d, "Keadaan syarat {{ a.nama }} pada Tabel 7 pedoman:", "a.syarat")
    kendali(d, "endfor")
    alinea(
        d,
        "Surat ini tidak menyimpulkan keadaan kawasan sebagai satu kesatuan: integrasi proses bisnis antarunit kerja di "
        "kawasan (Tabel 6 pedoman) dinilai tersendiri.",
        sebelum=4,
    )
    kendali(d, "endif")
    par(d, ukuran=5)
    alinea(d, PENUTUP, lekat=True)
    tanda_tangan(d)
    return d


def pencabutan() -> Dokumen:
    """Usulan pencabutan predikat kepada TPN, SEK-OT.03.02-01 BAB IV D; no form is prescribed."""
    d = dokumen_baru("Usulan Pencabutan Predikat – {{ monev.nama }}", "Usulan pencabutan predikat kepada TPN")
    kop_menteri(d, LOGO.read_bytes())
    kepala_surat(d, "Usulan Pencabutan Predikat Menuju {{ monev.predikat_panjang }}")
    tujuan_menteri(d)
    alinea(
        d,
        "Dengan hormat, bahwa dalam rangka pelaksanaan " + PERATURAN + ", {{ tim.resmi }} ZI "
        "{{ instansi.nama }} telah melakukan monitoring dan evaluasi tahun {{ surat.tahun_laporan }} terhadap "
        "{{ monev.sebutan }} {{ monev.nama }} yang berpredikat Menuju {{ monev.predikat_panjang }}"
        "{% if satker.tanggal_predikat and not monev.anggota %} sejak {{ satker.tanggal_predikat }}{% endif %}.",
    )
    alinea(
        d,
        "Berdasarkan hasil monitoring dan evaluasi tersebut, kami menyimpulkan bahwa {{ monev.sebutan }} dimaksud tidak "
        "lagi memenuhi kriteria Menuju {{ monev.predikat_panjang }}, dengan catatan {{ tim.nama }} bahwa:",
        sesudah=4,
    )
    kendali(d, "if monev.anggota")
    butir(d, "1.", "capaian nilai pengungkit dan hasil tiap unit kerja/satuan kerja kami:", kiri=0.35)
    kendali(d, "for a in monev.anggota")
    butir(
        d,
        "{{ loop.index|huruf }}.",
        "{{ a.nama }}: nilai pengungkit {{ a.pengungkit }}, nilai hasil {{ a.hasil }}, nilai total {{ a.total }}"
        "{{ loop.revindex|tambah(surat.catatan|jumlah, 1)|akhir }}",
        kiri=1.25,
    )
    kendali(d, "endfor")
    butir(d, "2.", "anggota dan aspek integrasi proses bisnis yang tidak memenuhi:", kiri=0.35)
    kendali(d, "for a in monev.aspek")
    butir(
        d,
        "{{ loop.index|huruf }}.",
        "{{ a.nama }}: {{ a.keadaan|rapi }}{{ loop.revindex|tambah(surat.catatan|jumlah)|akhir }}",
        kiri=1.25,
    )
    kendali(d, "endfor")
    kendali(d, "for c in surat.catatan")
    butir(d, "{{ loop.index|tambah(2) }}.", "{{ c|rapi }}" + AKHIR, kiri=0.35)
    kendali(d, "endfor")
    kendali(d, "else")
    butir(
        d,
        "1.",
        "capaian nilai pengungkit {{ nilai.pengungkit }} dari 60 dan nilai hasil {{ nilai.hasil }} dari 40, dengan nilai "
        "total {{ nilai.total }}{{ ambang_gagal|jumlah|tambah(surat.catatan|jumlah, 1)|akhir }}",
        kiri=0.35,
    )
    kendali(d, "for a in ambang_gagal")
    butir(
        d,
        "{{ loop.index|tambah(1) }}.",
        "{{ a.label }} {{ a.nilai }}, di bawah minimum {{ a.minimal }}"
        "{{ loop.revindex|tambah(surat.catatan|jumlah)|akhir }}",
        kiri=0.35,
    )
    kendali(d, "endfor")
    kendali(d, "for c in surat.catatan")
    butir(d, "{{ loop.index|tambah(ambang_gagal|jumlah, 1) }}.", "{{ c|rapi }}" + AKHIR, kiri=0.35)
    kendali(d, "endfor")
    kendali(d, "endif")
    kendali(d, "if tabel7")
    _tabel7(d, "Di samping itu, keadaan syarat unit kerja/satuan kerja pada Tabel 7 pedoman tercatat:", "tabel7")
    kendali(d, "endif")
    par(d, ukuran=5)
    alinea(
        d,
        "Sehubungan dengan hal tersebut, kami mengusulkan pencabutan predikat Menuju {{ monev.predikat_panjang }} pada "
        "{{ monev.sebutan }} tersebut dan mohon agar Tim Penilai Nasional dapat melakukan evaluasi lapangan dan "
        "klarifikasi.",
    )
    alinea(d, PENUTUP, lekat=True)
    tanda_tangan(d)
    tembusan(d)
    return d


def _tabel_belum_lengkap(d: Dokumen) -> None:
    """Those of whom neither can be said, with what is missing and no figure."""
    tabel(
        d,
        ("No.", "Unit Kerja/Satuan Kerja", "Usulan", "Yang belum lengkap"),
        (1.1, 5.2, 1.8, 7.9),
        ("{{ loop.index }}", "{{ u.nama }}", "{{ u.predikat }}", "{{ u.sebab }}"),
        "u in belum_lengkap",
        rata=(TENGAH, KIRI, TENGAH, KIRI),
        ukuran=9,
    )
    par(d, ukuran=6)


def rekomendasi() -> Dokumen:
    """Rekomendasi TPI kepada Menteri, SEK-OT.03.02-01 BAB III A.2; no form is prescribed."""
    d = dokumen_baru("Rekomendasi TPI – Pengajuan Evaluasi kepada TPN", "Rekomendasi TPI kepada Menteri")
    kop(d, LOGO.read_bytes())
    kepala_surat(d, "Rekomendasi Pengajuan Unit Kerja/Satuan Kerja Menuju WBK/WBBM")
    yth(d, "{{ pimpinan.jabatan }}")
    alinea(
        d,
        "Berdasarkan " + PERATURAN + ", {{ tim.resmi }} ZI {{ instansi.nama }} telah melaksanakan evaluasi "
        "tahun {{ surat.tahun_laporan }} terhadap unit kerja/satuan kerja yang membangun Zona Integritas.",
    )
    kendali(d, "if usulan")
    alinea(
        d,
        "Unit kerja/satuan kerja berikut **memenuhi** kriteria dan syarat pengajuan. {{ tim.nama }} merekomendasikan kepada Menteri "
        "untuk mengajukan evaluasi kepada Kementerian PANRB selaku Tim Penilai Nasional:",
        sesudah=4,
        lekat=True,
    )
    tabel(
        d,
        ("No.", "Unit Kerja/Satuan Kerja", "Usulan", "Pengungkit", "Hasil", "Total"),
        (1.1, 7.0, 1.8, 2.7, 1.7, 1.7),
        (
            "{{ loop.index }}",
            "{{ u.nama }}",
            "{{ u.predikat }}",
            "{{ u.pengungkit }}",
            "{{ u.hasil }}",
            "{{ u.total }}",
        ),
        "u in usulan",
        rata=(TENGAH, KIRI, TENGAH, KANAN, KANAN, KANAN),
    )
    par(d, ukuran=6)
    kendali(d, "endif")
    kendali(d, "if belum_layak")
    alinea(
        d,
        "Unit kerja/satuan kerja berikut **belum memenuhi** kriteria atau syarat. {{ tim.nama }} merekomendasikan agar belum diajukan "
        "kepada Tim Penilai Nasional dan dilakukan perbaikan serta pembinaan kembali:",
        sesudah=4,
        lekat=True,
    )
    tabel(
        d,
        ("No.", "Unit Kerja/Satuan Kerja", "Usulan", "Total", "Sebab"),
        (1.1, 5.2, 1.8, 1.6, 6.3),
        ("{{ loop.index }}", "{{ u.nama }}", "{{ u.predikat }}", "{{ u.total }}", "{{ u.sebab }}"),
        "u in belum_layak",
        rata=(TENGAH, KIRI, TENGAH, KANAN, KIRI),
        ukuran=9,
    )
    par(d, ukuran=6)
    kendali(d, "endif")
    kendali(d, "if belum_lengkap")
    alinea(
        d,
        "Unit kerja/satuan kerja berikut **belum dapat disimpulkan** karena datanya belum lengkap:",
        sesudah=4,
        lekat=True,
    )
    _tabel_belum_lengkap(d)
    kendali(d, "endif")
    alinea(d, "Demikian kami sampaikan, atas perhatian dan arahan Menteri, kami ucapkan terima kasih.", lekat=True)
    tanda_tangan(d)
    tembusan(d)
    return d


def berita_acara() -> Dokumen:
    """Berita acara rapat panel, SEK-OT.03.02-01 BAB III A.1.c; no form is prescribed."""
    d = dokumen_baru("Berita Acara Rapat Panel", "Berita acara rapat panel pengusulan WBK/WBBM")
    kop(d, LOGO.read_bytes())
    judul(
        d,
        "BERITA ACARA RAPAT PANEL",
        "PENETAPAN UNIT KERJA/SATUAN KERJA",
        "YANG DIUSULKAN MENUJU {% if surat.jalur == 'tpm' %}WBK{% else %}WBK/WBBM{% endif %}",
    )
    par(d, "Nomor: {{ surat.nomor }}", rata=TENGAH, sesudah=12)
    par(
        d,
        "Pada hari ini, {{ panel.hari }}, tanggal {{ panel.tanggal_terbilang }} bulan {{ panel.bulan }} tahun "
        "{{ panel.tahun_terbilang }} ({{ surat.tanggal }}), bertempat di {{ panel.tempat }}, telah dilaksanakan rapat "
        "panel pembahasan hasil evaluasi Zona Integritas tahun {{ surat.tahun_laporan }} di {{ instansi.nama }} oleh "
        "{{ panel.peserta }}, yang dihadiri oleh:",
        rata=RATA,
        sesudah=6,
    )
    tabel(
        d,
        ("No.", "Nama", "Jabatan"),
        (1.1, 7.0, 7.9),
        ("{{ loop.index }}", "{{ h.nama }}", "{{ h.jabatan }}"),
        "h in hadir",
        rata=(TENGAH, KIRI, KIRI),
    )
    par(
        d,
        "Berdasarkan hasil evaluasi {{ panel.tim }} dan pembahasan dalam rapat panel, disepakati hal-hal sebagai berikut:",
        rata=RATA,
        sebelum=10,
        sesudah=4,
    )
    kendali(d, "if usulan")
    butir(
        d,
        "1.",
        "Unit kerja/satuan kerja berikut ditetapkan untuk diusulkan kepada Kementerian PANRB"
        "{% if surat.jalur != 'tpm' %} selaku Tim Penilai Nasional{% endif %}, sebanyak "
        "{{ usulan|jumlah }} ({{ usulan|jumlah|terbilang }}) unit kerja/satuan kerja:",
        lekat=True,
    )
    tabel(
        d,
        ("No.", "Unit Kerja/Satuan Kerja", "Usulan", "Pengungkit", "Hasil", "Total"),
        (1.1, 7.0, 1.8, 2.7, 1.7, 1.7),
        (
            "{{ loop.index }}",
            "{{ u.nama }}",
            "{{ u.predikat }}",
            "{{ u.pengungkit }}",
            "{{ u.hasil }}",
            "{{ u.total }}",
        ),
        "u in usulan",
        rata=(TENGAH, KIRI, TENGAH, KANAN, KANAN, KANAN),
    )
    par(d, ukuran=6)
    kendali(d, "else")
    butir(d, "1.", "Tidak ada unit kerja/satuan kerja yang ditetapkan untuk diusulkan.")
    kendali(d, "endif")
    kendali(d, "if belum_layak")
    butir(
        d,
        "2.",
        "Unit kerja/satuan kerja berikut belum dapat diusulkan dan perlu perbaikan serta pembinaan kembali:",
        lekat=True,
    )
    tabel(
        d,
        ("No.", "Unit Kerja/Satuan Kerja", "Usulan", "Total", "Sebab"),
        (1.1, 5.2, 1.8, 1.6, 6.3),
        ("{{ loop.index }}", "{{ u.nama }}", "{{ u.predikat }}", "{{ u.total }}", "{{ u.sebab }}"),
        "u in belum_layak",
        rata=(TENGAH, KIRI, TENGAH, KANAN, KIRI),
        ukuran=9,
    )
    par(d, ukuran=6)
    kendali(d, "elif belum_lengkap")
    butir(d, "2.", "Tidak ada unit kerja/satuan kerja yang disimpulkan belum memenuhi.")
    kendali(d, "else")
    butir(d, "2.", "Seluruh unit kerja/satuan kerja yang dibahas dapat diusulkan.")
    kendali(d, "endif")
    kendali(d, "if belum_lengkap")
    butir(
        d,
        "3.",
        "Unit kerja/satuan kerja berikut belum dapat disimpulkan karena datanya belum lengkap:",
        lekat=True,
    )
    _tabel_belum_lengkap(d)
    kendali(d, "endif")
    butir(
        d,
        "{% if belum_lengkap %}4{% else %}3{% endif %}.",
        "Berita acara ini disampaikan kepada Sekretaris Jenderal sebagai dasar penyusunan konsep surat "
        "{{ pimpinan.jabatan }} kepada Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi hal Pengajuan Unit "
        "Kerja/Satuan Kerja Berpredikat Menuju {% if surat.jalur == 'tpm' %}WBK{% else %}WBK/WBBM{% endif %}.",
    )
    par(
        d,
        "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
        rata=RATA,
        sebelum=8,
        sesudah=8,
        lekat=True,
    )
    par(d, "{{ surat.kota }}, {{ surat.tanggal }}", rata=KANAN, sesudah=4, lekat=True)
    tabel(
        d,
        ("No.", "Nama dan Jabatan", "NIP", "Tanda Tangan"),
        (1.1, 5.8, 5.3, 3.8),
        (
            "{{ loop.index }}",
            "{{ h.nama }}{% if h.jabatan %}, {{ h.jabatan }}{% endif %}",
            "{{ h.nip }}",
            "{{ loop.index }}. …………………",
        ),
        "h in hadir",
        rata=(TENGAH, KIRI, TENGAH, KIRI),
    )
    baris = d.tables[-1].rows[2]
    baris.height, baris.height_rule = Cm(1.25), WD_ROW_HEIGHT_RULE.AT_LEAST
    # No signature stands alone on the next page.
    for r in d.tables[-1].rows:
        for sel in r.cells:
            for p in sel.paragraphs:
                p.paragraph_format.keep_with_next = True
    for sel in baris.cells:
        sel.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    return d


def _tabel_ambang(d: Dokumen) -> None:
    tabel(
        d,
        ("No.", "Unsur", "Nilai", "Minimum", "Selisih", "Keterangan"),
        (1.0, 6.1, 2.3, 2.1, 1.8, 2.7),
        (
            "{{ loop.index }}",
            "{{ a.label }}",
            "{{ a.nilai }}",
            "{{ a.minimal }}",
            "{{ a.selisih }}",
            "{{ a.keterangan }}",
        ),
        "a in ambang",
        rata=(TENGAH, KIRI, KANAN, KANAN, KANAN, TENGAH),
        ukuran=9,
    )
    par(d, "Sumber ambang: {{ audit.ambang }}.", ukuran=8.5, sebelum=3)


def _tabel_syarat(d: Dokumen) -> None:
    tabel(
        d,
        ("No.", "Syarat", "Keadaan", "Minimum", "Keterangan"),
        (1.0, 7.3, 2.6, 2.2, 2.9),
        ("{{ loop.index }}", "{{ s.label }}", "{{ s.nilai }}", "{{ s.minimal }}", "{{ s.keterangan }}"),
        "s in syarat",
        rata=(TENGAH, KIRI, TENGAH, TENGAH, TENGAH),
        ukuran=9,
    )


def _rekomendasi_area(d: Dokumen) -> None:
    kendali(d, "for r in rekomendasi")
    par(d, "{{ loop.index|huruf }}. {{ r.area }}", tebal=True, sebelum=5, sesudah=2, lekat=True)
    kendali(d, "for b in r.butir")
    par(d, "–\t{{ b }}", rata=RATA, kiri=0.5, gantung=0.5, sesudah=1.5, ukuran=10)
    kendali(d, "endfor")
    kendali(d, "endfor")


def _tabel_langkah(d: Dokumen, kata: str) -> None:
    kendali(d, "if langkah")
    par(d, kata, rata=RATA, sebelum=8, sesudah=4, lekat=True)
    tabel(
        d,
        ("No.", "Indikator", "Dari", "Ke", "Tambahan", "Yang dituntut"),
        (1.0, 4.9, 1.3, 1.3, 2.0, 5.5),
        ("{{ loop.index }}", "{{ l.indikator }} {{ l.uraian }}", "{{ l.dari }}", "{{ l.ke }}", "{{ l.tambahan }}",
         "{{ l.tuntutan }}"),
        "l in langkah",
        rata=(TENGAH, KIRI, TENGAH, TENGAH, KANAN, KIRI),
        ukuran=8.5,
    )  # fmt: skip
    par(d, "Langkah ini hanya berlaku apabila data dukungnya benar-benar ada.", ukuran=8.5, sebelum=3)
    kendali(d, "endif")


def _tindak_lanjut(d: Dokumen) -> None:
    """What earlier notes still ask for, as the register has it; nothing when nothing is open."""
    kendali(d, "if tindak_lanjut")
    par(d, "Catatan penilai yang tindak lanjutnya masih terbuka:", sebelum=8, sesudah=4, lekat=True)
    tabel(
        d,
        ("No.", "Indikator", "Catatan", "Sumber", "Status"),
        (1.0, 2.6, 8.2, 2.2, 2.0),
        ("{{ loop.index }}", "{{ t.indikator }}", "{{ t.catatan }}", "{{ t.sumber }}", "{{ t.status }}"),
        "t in tindak_lanjut",
        rata=(TENGAH, KIRI, KIRI, KIRI, KIRI),
        ukuran=8.5,
    )
    kendali(d, "endif")


def lhe() -> Dokumen:
    """Laporan Hasil Evaluasi of TPI or TPM, SEK-OT.03.02-01 BAB III A.1.b and d; no form is prescribed."""
    d = dokumen_baru("Laporan Hasil Evaluasi ZI – {{ satker.nama }}", "Laporan Hasil Evaluasi {{ lhe.tim }}")
    kop(d, LOGO.read_bytes())
    judul(
        d,
        "LAPORAN HASIL EVALUASI",
        "PEMBANGUNAN ZONA INTEGRITAS MENUJU {{ lhe.predikat }}",
        "PADA {{ satker.nama|besar }}",
        "TAHUN {{ surat.tahun_laporan }}",
    )
    par(d, "Nomor: {{ surat.nomor }}", rata=TENGAH, sesudah=6)
    subjudul(d, "A. Identitas")
    identitas(
        d,
        (
            ("Satuan kerja", "{{ satker.nama }}"),
            ("Kode", "{{ satker.kode }}"),
            ("Jenis", "{{ satker.jenis }}"),
            ("Kantor Wilayah", "{{ satker.kanwil }}"),
            ("Kepala", "{{ kepala.nama }}"),
            ("Predikat saat ini", "{{ satker.predikat }}"),
            ("Predikat yang diusulkan", "Menuju {{ lhe.predikat_panjang }}"),
            ("Penilai", "{{ lhe.tim }}"),
            ("Tanggal laporan", "{{ surat.tanggal }}"),
        ),
        kiri=5.5,
    )
    subjudul(d, "B. Dasar Evaluasi")
    butir(d, "1.", PERATURAN + "{% if surat.surat_tugas %};{% else %}; dan{% endif %}")
    butir(
        d,
        "2.",
        "Pedoman Pembangunan dan Evaluasi Zona Integritas Menuju Wilayah Bebas dari Korupsi dan Wilayah Birokrasi Bersih "
        "dan Melayani di Lingkungan Kementerian Imigrasi dan Pemasyarakatan Nomor {{ peraturan.pedoman }}"
        "{% if surat.surat_tugas %}; dan{% else %}.{% endif %}",
    )
    kendali(d, "if surat.surat_tugas")
    butir(d, "3.", "Surat tugas {{ surat.surat_tugas }}.")
    kendali(d, "endif")
    subjudul(d, "C. Ruang Lingkup")
    par(
        d,
        "Evaluasi dilakukan dengan lembar kerja evaluasi Zona Integritas terhadap {{ lhe.lingkup }}. Nilai tiap penilai dihitung "
        "sendiri-sendiri; yang menentukan dalam laporan ini adalah penilaian {{ lhe.penilai }}."
        "{% if lhe.kosong %} Sebanyak {{ lhe.kosong }} ({{ lhe.kosong|terbilang }}) indikator tidak berjawaban dan dihitung "
        "0.{% endif %}",
        rata=RATA,
    )
    subjudul(d, "D. Hasil Penilaian")
    par(d, "1. Nilai menurut {{ lhe.penilai }}:", sesudah=3, lekat=True)
    nilai = tabel(
        d,
        ("Komponen dan area", "Bobot", "{{ lhe.pemenuhan }}", "{{ lhe.reform }}", "Nilai", "Persen"),
        (6.3, 1.5, 2.6, 1.8, 1.7, 2.1),
        ("{{ b.nama }}", "{{ b.bobot }}", "{{ b.pemenuhan }}", "{{ b.reform }}", "{{ b.nilai }}", "{{ b.persen }}"),
        "b in baris_nilai",
        rata=(KIRI, KANAN, KANAN, KANAN, KANAN, KANAN),
        ukuran=9,
    )
    menjorok(nilai.rows[2].cells[0], "b.rincian", "{{ b.nama }}", 9)
    par(d, "2. Nilai tiap penilai ({{ lhe.rentang_area }}):", sebelum=8, sesudah=3, lekat=True)
    # One column an area: the cells of the two control tags vanish, and the columns share their width anew.
    tabel(
        d,
        ("Penilai", "{%tc for n in nomor_area %}", "{{ n }}", "{%tc endfor %}", "Pengungkit", "Hasil", "Total"),
        (2.4, 3.2, 1.3, 3.4, 2.8, 1.4, 1.5),
        ("{{ p.nama }}", "{%tc for n in p.area %}", "{{ n }}", "{%tc endfor %}", "{{ p.pengungkit }}", "{{ p.hasil }}",
         "{{ p.total }}"),
        "p in penilai",
        rata=(KIRI, *([KANAN] * 6)),
        ukuran=8.5,
    )  # fmt: skip
    for medan, label in (("komitmen", "Komitmen pimpinan"), ("inovasi", "Inovasi"), ("tren", "Tren kinerja")):
        kendali(d, f"if lhe.{medan}")
        par(d, f"{label}: {{{{ lhe.{medan} }}}}", rata=RATA, sebelum=6)
        kendali(d, "endif")
    subjudul(d, "E. Indikator yang Dinilai Lebih Rendah oleh {{ lhe.penilai }}")
    kendali(d, "if penurunan")
    tabel(
        d,
        ("Indikator", "Unit", "{{ lhe.penilai }}", "Selisih", "Alasan"),
        (6.2, 1.4, 1.4, 1.5, 5.5),
        ("{{ p.kode }} {{ p.uraian }}", "{{ p.unit }}", "{{ p.penilai }}", "{{ p.selisih }}", "{{ p.alasan }}"),
        "p in penurunan",
        rata=(KIRI, TENGAH, TENGAH, KANAN, KIRI),
        ukuran=8.5,
    )
    kendali(d, "else")
    par(d, "{{ lhe.tanpa_penurunan }}", rata=RATA)
    kendali(d, "endif")
    subjudul(d, "F. Pemenuhan Ambang Predikat Menuju {{ lhe.predikat }}")
    _tabel_ambang(d)
    subjudul(d, "G. Syarat Pengajuan")
    kendali(d, "if syarat")
    _tabel_syarat(d)
    kendali(d, "else")
    par(d, "Syarat pengajuan belum diperiksa: {{ lhe.tanpa_syarat }}.", rata=RATA)
    kendali(d, "endif")
    subjudul(d, "H. Temuan atas Lembar Kerja Evaluasi")
    kendali(d, "if temuan")
    tabel(
        d,
        ("No.", "Tempat", "Temuan"),
        (1.0, 3.4, 11.6),
        ("{{ loop.index }}", "{{ t.tempat }}", "{{ t.tingkat|judul }}: {{ t.pesan }}"),
        "t in temuan",
        rata=(TENGAH, KIRI, KIRI),
        ukuran=8.5,
    )
    kendali(d, "if lhe.temuan_lain")
    par(d, "dan {{ lhe.temuan_lain }} temuan lain (lihat zi lint).", ukuran=8.5, sebelum=3)
    kendali(d, "endif")
    kendali(d, "else")
    par(d, "Tidak ada temuan.")
    kendali(d, "endif")
    _tindak_lanjut(d)
    subjudul(d, "I. Simpulan")
    kendali(d, "if klaim.memenuhi")
    par(
        d,
        "Berdasarkan hasil evaluasi, {{ satker.nama }} **memenuhi** kriteria Menuju {{ lhe.predikat_panjang }} dengan nilai "
        "total {{ nilai.total }} (pengungkit {{ nilai.pengungkit }}, hasil {{ nilai.hasil }}).",
        rata=RATA,
    )
    kendali(d, "elif klaim.belum_memenuhi")
    par(
        d,
        "Berdasarkan hasil evaluasi, {{ satker.nama }} **belum memenuhi** kriteria Menuju {{ lhe.predikat_panjang }}; nilai "
        "total {{ nilai.total }} (pengungkit {{ nilai.pengungkit }}, hasil {{ nilai.hasil }}). {{ tim.nama }} "
        "merekomendasikan bahwa satuan kerja tersebut belum dapat diajukan kepada Tim Penilai Nasional serta perlu "
        "dilakukan perbaikan dan pembinaan kembali.",
        rata=RATA,
    )
    kendali(d, "else")
    par(
        d,
        "Simpulan atas {{ satker.nama }} Menuju {{ lhe.predikat_panjang }} **belum dapat diberikan**; putusan nilai: "
        "{{ lhe.putusan }}{% if lhe.alasan %}, {{ lhe.alasan }}{% endif %}.",
        rata=RATA,
    )
    kendali(d, "endif")
    kendali(d, "if not klaim.belum_memenuhi")
    kendali(d, "if klaim.ajukan")
    par(
        d,
        "{{ tim.nama }} merekomendasikan kepada Menteri untuk mengajukan evaluasi kepada Kementerian PANRB selaku Tim Penilai "
        "Nasional untuk mendapatkan predikat Menuju {{ lhe.predikat }}.",
        rata=RATA,
        sebelum=4,
    )
    kendali(d, "elif klaim.tetapkan")
    par(
        d,
        "{{ tim.nama }} merekomendasikan penetapan satuan kerja tersebut berpredikat Menuju {{ lhe.predikat }}.",
        rata=RATA,
        sebelum=4,
    )
    kendali(d, "elif klaim.syarat_gagal")
    par(
        d,
        "Satuan kerja tersebut belum dapat diajukan karena syarat pengajuan tidak terpenuhi: {{ lhe.sebab }}.",
        rata=RATA,
        sebelum=4,
    )
    kendali(d, "else")
    par(d, "Rekomendasi pengajuan belum dapat diberikan: {{ lhe.sebab }}.", rata=RATA, sebelum=4)
    kendali(d, "endif")
    kendali(d, "endif")
    subjudul(d, "J. Rekomendasi per Area")
    kendali(d, "if rekomendasi")
    _rekomendasi_area(d)
    kendali(d, "else")
    par(d, "Tidak ada indikator di bawah jawaban tertinggi.")
    kendali(d, "endif")
    _tabel_langkah(d, "Langkah tersedikit yang menghitung seluruh ambang tercapai:")
    tanda_tangan(d, tempat_tanggal=TEMPAT_TANGGAL)
    return d


def perbaikan() -> Dokumen:
    """Rekomendasi perbaikan kepada satker, SEK-OT.03.02-01 BAB III A huruf b; no form is prescribed."""
    d = dokumen_baru("Rekomendasi Perbaikan – {{ satker.nama }}", "Rekomendasi perbaikan kepada satuan kerja")
    kop(d, LOGO.read_bytes())
    kepala_surat(d, "Rekomendasi Perbaikan Pembangunan Zona Integritas Menuju {{ lhe.predikat }}")
    yth(d, "{{ kepala.jabatan }}", kota="{{ satker.kota }}")
    alinea(
        d,
        "Berdasarkan evaluasi {{ lhe.tim }} atas pembangunan Zona Integritas tahun {{ surat.tahun_laporan }} pada "
        "{{ satker.nama }}, diperoleh nilai pengungkit {{ nilai.pengungkit }} dari 60{% if klaim.hasil %} dan nilai hasil "
        "{{ nilai.hasil }} dari 40, dengan nilai total {{ nilai.total }}{% else %}; komponen hasil belum dinilai{% endif %}. "
        "{{ tim.nama }} merekomendasikan bahwa {{ satker.nama }} belum dapat diajukan kepada Tim Penilai Nasional "
        "untuk predikat Menuju {{ lhe.predikat_panjang }} serta perlu dilakukan perbaikan dan pembinaan kembali.",
    )
    kendali(d, "if ambang_gagal")
    alinea(d, "Nilai tersebut belum mencapai ambang predikat Menuju {{ lhe.predikat_panjang }} pada unsur:", sesudah=4)
    kendali(d, "for a in ambang_gagal")
    butir(
        d,
        "{{ loop.index }}.",
        "{{ a.label }}: {{ a.nilai }}, minimum {{ a.minimal }} (kurang {{ a.kurang }})" + AKHIR,
        kiri=0.35,
    )
    kendali(d, "endfor")
    par(d, ukuran=5)
    kendali(d, "endif")
    kendali(d, "if syarat_gagal")
    alinea(d, "Syarat pengajuan yang belum terpenuhi atau belum dapat dipastikan:", sesudah=4)
    kendali(d, "for s in syarat_gagal")
    butir(
        d,
        "{{ loop.index }}.",
        "{{ s.label }}: {{ s.keterangan }}{% if s.tindakan %} ({{ s.tindakan|sambung }}){% endif %}" + AKHIR,
        kiri=0.35,
    )
    kendali(d, "endfor")
    par(d, ukuran=5)
    kendali(d, "endif")
    kendali(d, "if rekomendasi")
    alinea(d, "Kami merekomendasikan perbaikan pada tiap area sebagai berikut:", sesudah=2, lekat=True)
    _rekomendasi_area(d)
    kendali(d, "endif")
    _tabel_langkah(d, "Langkah tersedikit untuk mencapai seluruh ambang menurut perhitungan:")
    _tindak_lanjut(d)
    alinea(
        d,
        "Kami mohon Saudara menindaklanjuti rekomendasi tersebut dan menyampaikan hasilnya"
        "{% if surat.batas_tindak_lanjut %} paling lambat {{ surat.batas_tindak_lanjut }}{% endif %}. "
        "Atas perhatian dan kerja samanya, kami ucapkan terima kasih.",
        sebelum=8,
        lekat=True,
    )
    tanda_tangan(d)
    tembusan(d)
    return d


def sptjm_instansi() -> Dokumen:
    """SPTJM of the head of the ministry (PermenPANRB 5/2024); our wording, the regulation's form is not at hand."""
    d = dokumen_baru("SPTJM Pimpinan Instansi", "Surat Pernyataan Tanggung Jawab Mutlak pimpinan instansi")
    kop_menteri(d, LOGO.read_bytes())
    judul(d, "SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK", "PIMPINAN INSTANSI PEMERINTAH")
    par(d, "Nomor: {{ surat.nomor }}", rata=TENGAH, sesudah=4)
    yth(d, "{{ tujuan.jabatan }}", ("c.q.", "{{ tujuan.melalui }}"))
    par(d, "Yang bertanda tangan di bawah ini:", sesudah=4)
    identitas(
        d, (("Nama", "{{ ttd.nama }}"), ("Jabatan", "{{ ttd.jabatan }}"), ("Instansi", "{{ instansi.nama }}")), kiri=2.5
    )
    par(
        d,
        "Sehubungan dengan pengusulan unit kerja/satuan kerja menuju Wilayah Bebas dari Korupsi–Wilayah Birokrasi Bersih "
        "dan Melayani Tahun {{ surat.tahun }} berdasarkan " + PERATURAN + ", dengan ini menyatakan bahwa:",
        rata=RATA,
        sebelum=10,
        sesudah=4,
    )
    butir(
        d,
        "1.",
        "unit kerja/satuan kerja yang tercantum di bawah ini telah dievaluasi Tim Penilai Internal dan memenuhi kriteria "
        "serta syarat pengusulan; dan",
    )
    butir(d, "2.", "data pendukung yang disampaikan telah sesuai dengan kondisi yang sebenarnya.")
    par(d, ukuran=6)
    tabel(
        d,
        ("No.", "Unit Kerja/Satuan Kerja", "Usulan"),
        (1.1, 11.4, 3.5),
        ("{{ loop.index }}", "{{ u.nama }}", "Menuju {{ u.predikat }}"),
        "u in usulan",
        rata=(TENGAH, KIRI, TENGAH),
    )
    par(
        d,
        "Apabila di kemudian hari ditemukan bahwa data tersebut tidak sesuai dengan keadaan yang sebenarnya, kami bersedia "
        "pengusulan unit kerja/satuan kerja yang bersangkutan ditinjau kembali.",
        rata=RATA,
        sebelum=8,
        sesudah=8,
    )
    par(d, "Demikian pernyataan ini dibuat untuk dipergunakan seperlunya.", rata=RATA, sesudah=4, lekat=True)
    sel = blok_kanan(d)
    par(sel, "{{ surat.kota }}, {{ surat.tanggal }}", sebelum=8, lekat=True)
    par(sel, "Yang membuat pernyataan", lekat=True)
    par(sel, "{{ ttd.jabatan }},", lekat=True)
    par(sel, "{{ surat.meterai }}", ukuran=9, sebelum=24, sesudah=24, lekat=True)
    par(sel, "**{{ ttd.nama }}**")
    return d


def keterangan_tlhp() -> Dokumen:
    """The APIP's statement that recommendations were followed up (PermenPANRB 5/2024); our wording."""
    d = dokumen_baru("Keterangan Penyelesaian TLHP – {{ satker.nama }}", "Surat keterangan penyelesaian TLHP")
    kop(d, LOGO.read_bytes())
    judul(d, "SURAT KETERANGAN", "PENYELESAIAN TINDAK LANJUT HASIL PENGAWASAN")
    par(d, "Nomor: {{ surat.nomor }}", rata=TENGAH, sesudah=10)
    par(d, "Yang bertanda tangan di bawah ini:", sesudah=4)
    identitas(d, (("Nama", "{{ ttd.nama }}"), ("Jabatan", "{{ ttd.jabatan }}")), kiri=3.4)
    par(d, "selaku aparat pengawasan intern pemerintah, menerangkan bahwa:", sebelum=8, sesudah=4)
    identitas(
        d,
        (
            ("Satuan kerja", "{{ satker.nama }}"),
            ("Kode", "{{ satker.kode }}"),
            ("Kantor Wilayah", "{{ satker.kanwil }}"),
        ),
        kiri=3.4,
    )
    par(
        d,
        "{% if satker.tlhp_nihil %}tidak mempunyai rekomendasi hasil pengawasan APIP dan BPK yang harus ditindaklanjuti"
        "{% else %}telah menyelesaikan seluruh tindak lanjut hasil pengawasan APIP dan BPK ({{ satker.tlhp }}){% endif %} "
        "menurut catatan sampai dengan {{ surat.tanggal }}.",
        rata=RATA,
        sebelum=8,
        sesudah=8,
    )
    par(
        d,
        "Keterangan ini dibuat sebagai kelengkapan pengusulan Menuju {{ lhe.predikat_panjang }} Tahun {{ surat.tahun }}.",
        rata=RATA,
        sesudah=8,
        lekat=True,
    )
    tanda_tangan(d, tempat_tanggal=TEMPAT_TANGGAL)
    return d


PEMBUAT: dict[str, Callable[[], Dokumen]] = {
    "sptjm": sptjm,
    "pengajuan": pengajuan,
    "monev": monev,
    "lhe": lhe,
    "berita-acara": berita_acara,
    "rekomendasi": rekomendasi,
    "pencabutan": pencabutan,
    "perbaikan": perbaikan,
    "sptjm-instansi": sptjm_instansi,
    "keterangan-tlhp": keterangan_tlhp,
    **PEMBUAT_RANTAI,
}


def main() -> None:
    """Write the placeholder logo and all templates, or those named on the command line."""
    LOGO.parent.mkdir(parents=True, exist_ok=True)
    LOGO.write_bytes(gambar_tempat_logo())
    for nama in sys.argv[1:] or PEMBUAT:
        (TEMPLAT / f"{nama}.docx").write_bytes(template_bytes(nama))


def template_bytes(nama: str) -> bytes:
    """The template *nama*: the same bytes every time (python-docx stamps each part with the time of the build)."""
    wadah = io.BytesIO()
    PEMBUAT[nama]().save(wadah)
    return repacked(wadah.getvalue())


if __name__ == "__main__":
    main()
