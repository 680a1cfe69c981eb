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
    CENTRE,
    HASIL,
    ITEM_END,
    JUSTIFIED,
    KANAN,
    KIRI,
    LOGO,
    PENGUNGKIT,
    PENUTUP,
    PLACE_AND_DATE,
    REGULATION,
    TEMPLAT,
    blok_kanan,
    control,
    identity_table,
    indented,
    item,
    kop,
    kop_menteri,
    letter_head,
    lighten,
    logo_placeholder,
    minister_address,
    new_document,
    par,
    paragraph,
    signature,
    subjudul,
    table,
    tembusan,
    title,
    yth,
)
from rantai import PEMBUAT_RANTAI

from zi_cli.outgoing import repacked

WBK_WBBM = "Wilayah Bebas dari Korupsi (WBK)/Wilayah Birokrasi Bersih dan Melayani (WBBM)"


def _nilai_annex(d: Dokumen) -> None:
    """The annexed table of scores of a letter with a list."""
    control(d, "if surat.lampiran_nilai")
    p = par(d, "Lampiran Surat {{ pimpinan.jabatan }}", sesudah=0)
    p.paragraph_format.page_break_before = True
    identity_table(d, (("Nomor", "{{ surat.nomor }}"), ("Tanggal", "{{ surat.tanggal }}")), kiri=2.5)
    title(d, "DAFTAR NILAI UNIT KERJA/SATUAN KERJA YANG DIUSULKAN")
    par(d, ukuran=6)
    table(
        d,
        ("No.", "Unit Kerja/Satuan Kerja", "Usulan", PENGUNGKIT, HASIL, "Total", "Penilai"),
        (1.1, 4.9, 1.8, 3.0, 1.6, 1.6, 2.0),
        ("{{ loop.index }}", "{{ u.nama }}", "{{ u.predikat }}", "{{ u.pengungkit }}", "{{ u.hasil }}", "{{ u.total }}",
         "{{ u.penilai }}"),
        "u in usulan",
        rata=(CENTRE, KIRI, CENTRE, KANAN, KANAN, KANAN, CENTRE),
    )  # fmt: skip
    par(
        d,
        "Nilai maksimum: {{ komponen.pengungkit }} {{ komponen.bobot_pengungkit }}, {{ komponen.hasil }} "
        "{{ komponen.bobot_hasil }}, total {{ komponen.bobot_total }}.",
        ukuran=8.5,
        sebelum=4,
    )
    control(d, "endif")


def sptjm() -> Dokumen:
    """Surat Pernyataan Tanggung Jawab Mutlak, SEK-OT.03.02-01 Gambar 2."""
    d = new_document("SPTJM Kebenaran Data Pendukung – {{ satker.nama }}", "Surat Pernyataan Tanggung Jawab Mutlak")
    kop(d, LOGO.read_bytes())
    title(d, "SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK", "(SPTJM)", "KEBENARAN DATA PENDUKUNG")
    yth(d, "{{ tujuan.jabatan }}", ("c.q.", "{{ tujuan.melalui }}"))
    par(d, "Yang bertanda tangan di bawah ini:", sesudah=4)
    identity_table(
        d,
        (("Nama", "{{ kepala.nama }}"), ("Jabatan", "{{ kepala.jabatan }}"), ("Alamat", "{{ satker.alamat }}")),
        kiri=2.5,
    )
    par(
        d,
        "Sehubungan dengan pembangunan dan pengusulan zona integritas menuju Wilayah Bebas dari Korupsi–Wilayah "
        "Birokrasi Bersih dan Melayani Tahun {{ surat.tahun }}, dengan ini menyatakan bahwa data pendukung yang kami "
        "sampaikan, yaitu:",
        rata=JUSTIFIED,
        sebelum=10,
        sesudah=4,
    )
    item(d, "1.", "Syarat satuan kerja/unit kerja telah sesuai dengan kondisi yang sebenarnya;")
    item(d, "2.", "Data dukung {{ komponen.pengungkit }} telah sesuai dengan kondisi yang sebenarnya; dan")
    item(d, "3.", "Data dukung tentang {{ komponen.hasil }} telah sesuai dengan kondisi yang sebenarnya.")
    par(
        d,
        "Apabila di kemudian hari ternyata ditemukan bahwa data yang kami sampaikan tidak sesuai dengan keadaan yang "
        "sebenarnya, kami bersedia ditinjau kembali terkait pengusulan satuan kerja/unit kerja kami dalam pembangunan "
        "zona integritas.",
        rata=JUSTIFIED,
        sebelum=8,
        sesudah=8,
    )
    par(d, "Demikian pernyataan ini dibuat untuk dipergunakan seperlunya.", rata=JUSTIFIED, sesudah=4, lekat=True)

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
    d = new_document("Pengajuan Unit Kerja Berpredikat Menuju WBK/WBBM", "Surat pengajuan evaluasi kepada TPN")
    kop_menteri(d, LOGO.read_bytes())
    letter_head(
        d,
        "Pengajuan Unit Kerja Berpredikat Menuju {% if surat.jalur == 'tpm' %}Wilayah Bebas dari Korupsi (WBK)"
        "{% else %}" + WBK_WBBM + "{% endif %}",
    )
    minister_address(d)
    paragraph(
        d,
        "Dengan hormat, bahwa dalam rangka pelaksanaan " + REGULATION + ", kami telah melakukan upaya pembangunan Zona "
        "Integritas di {{ instansi.nama }}. Berdasarkan laporan hasil evaluasi tahun {{ surat.tahun_laporan }} oleh "
        "{{ tim.resmi }} ZI "
        "{{ instansi.nama }}, kami mengusulkan:",
        sesudah=4,
    )
    control(d, "for u in usulan")
    item(
        d,
        "{{ loop.index }}.",
        "{{ u.nama }} / {{ u.predikat }}{% if not loop.last %}" + ITEM_END + "{% endif %}",
        kiri=0.35,
    )
    control(d, "endfor")
    par(
        d,
        "sebagai calon unit kerja/satuan kerja berpredikat Menuju Wilayah Bebas dari Korupsi (WBK)"
        "{% if surat.jalur != 'tpm' %} dan/atau Wilayah Birokrasi Bersih dan Melayani (WBBM){% endif %}.",
        rata=JUSTIFIED,
        sebelum=4,
        sesudah=8,
    )
    control(d, "if surat.jalur == 'tpm'")
    paragraph(
        d,
        "Sehubungan dengan hal tersebut, kami mohon tanggapan Saudara Menteri atas unit kerja/satuan kerja yang "
        "diusulkan tersebut sebagai dasar penetapan predikat Menuju WBK hasil evaluasi secara mandiri.",
    )
    control(d, "else")
    paragraph(
        d,
        "Sehubungan dengan hal tersebut, kami mohon agar Tim Penilai Nasional dapat melakukan evaluasi atas unit "
        "kerja/satuan kerja yang diusulkan tersebut.",
    )
    control(d, "endif")
    paragraph(d, PENUTUP, lekat=True)
    signature(d)
    tembusan(d)
    _nilai_annex(d)
    return d


def _table7(d: Dokumen, kata: str, daftar: str) -> None:
    """The satker's own rows of Tabel 7, as reported beside the verdict."""
    paragraph(
        d,
        kata
        + " {% for s in "
        + daftar
        + " %}{{ s.label|sambung }}: {{ s.nilai }}{% if s.nilai != s.keterangan %}, {{ s.keterangan }}{% endif %}"
        + ITEM_END
        + "{% if not loop.last %} {% endif %}{% endfor %}",
        sebelum=4,
    )


def monev() -> Dokumen:
    """Surat penyampaian monitoring dan evaluasi, SEK-OT.03.02-01 BAB IV B; of a kawasan, each member (BAB III B)."""
    d = new_document("Laporan Monitoring dan Evaluasi – {{ monev.nama }}", "Surat penyampaian monitoring dan evaluasi")
    kop_menteri(d, LOGO.read_bytes())
    letter_head(
        d,
        "Laporan Monitoring dan Evaluasi Unit Kerja/Satuan Kerja{% if monev.anggota %} di Kawasan {{ monev.nama }}"
        "{% endif %} Berpredikat Menuju {{ monev.predikat_panjang }}",
    )
    minister_address(d)
    pembuka = (
        "Dengan hormat, bahwa dalam rangka pelaksanaan " + REGULATION + ", kami telah melakukan pembangunan Zona "
        "Integritas di {{ instansi.nama }}. Berdasarkan laporan hasil monitoring dan evaluasi tahun "
        "{{ surat.tahun_laporan }} oleh {{ tim.resmi }} ZI {{ instansi.nama }}, "
    )
    control(d, "if monev.anggota")
    paragraph(
        d,
        pembuka
        + "kami menyampaikan hasil tiap unit kerja/satuan kerja di Kawasan {{ monev.nama }}, berdasarkan catatan "
        "{{ tim.nama }} bahwa:",
        sesudah=4,
    )
    item(
        d,
        "1.",
        "capaian nilai {{ komponen.pengungkit }} dan {{ komponen.hasil }} serta simpulan tiap unit kerja/satuan kerja:",
        kiri=0.35,
    )
    control(d, "for a in monev.anggota")
    item(
        d,
        "{{ loop.index|huruf }}.",
        "{{ a.nama }}: nilai {{ komponen.pengungkit }} {{ a.pengungkit }}, nilai {{ komponen.hasil }} {{ a.hasil }}, nilai total {{ a.total }}; "
        "{{ a.simpulan }} kriteria Menuju {{ a.predikat }}{{ loop.revindex|tambah(1)|akhir }}",
        kiri=1.25,
        gantung=0.7,
    )
    control(d, "endfor")
    control(d, "else")
    paragraph(
        d,
        pembuka + "kami menyimpulkan bahwa {{ monev.sebutan }} {{ monev.nama }} {% if klaim.masih %}masih memenuhi"
        "{% elif klaim.tidak %}tidak memenuhi{% else %}belum dapat disimpulkan memenuhi{% endif %} kriteria Menuju "
        "{{ monev.predikat_panjang }}. Hal ini berdasarkan catatan {{ tim.nama }} bahwa:",
        sesudah=4,
    )
    item(
        d,
        "1.",
        "capaian nilai {{ komponen.pengungkit }} {{ nilai.pengungkit }} dari {{ komponen.bobot_pengungkit }} dan nilai "
        "{{ komponen.hasil }} {{ nilai.hasil }} dari {{ komponen.bobot_hasil }}, dengan nilai "
        "total {{ nilai.total }}; dan",
        kiri=0.35,
    )
    control(d, "endif")
    control(d, "if surat.catatan|jumlah == 1")
    control(d, "for c in surat.catatan")
    item(d, "2.", "catatan hasil monitoring dan evaluasi: {{ c|rapi }}.", kiri=0.35)
    control(d, "endfor")
    control(d, "else")
    item(
        d,
        "2.",
        "catatan hasil monitoring dan evaluasi:{% if not surat.catatan %} belum diisi.{% endif %}",
        kiri=0.35,
    )
    control(d, "for c in surat.catatan")
    item(d, "{{ loop.index|huruf }}.", "{{ c|rapi }}" + ITEM_END, kiri=1.25, gantung=0.7)
    control(d, "endfor")
    control(d, "endif")
    control(d, "if tabel7")
    _table7(
        d,
        "Di samping simpulan tersebut, keadaan syarat unit kerja/satuan kerja{% if peraturan.tabel_syarat %} pada {{ peraturan.tabel_syarat }} pedoman{% endif %} tercatat:",
        "tabel7",
    )
    control(d, "endif")
    control(d, "if monev.anggota")
    control(d, "for a in monev.anggota")
    _table7(
        d,
        "Keadaan syarat {{ a.nama }}{% if peraturan.tabel_syarat %} pada {{ peraturan.tabel_syarat }} pedoman{% endif %}:",
        "a.syarat",
    )
    control(d, "endfor")
    paragraph(
        d,
        "Surat ini tidak menyimpulkan keadaan kawasan sebagai satu kesatuan: integrasi proses bisnis antarunit kerja di "
        "kawasan (Tabel 6 pedoman) dinilai tersendiri.",
        sebelum=4,
    )
    control(d, "endif")
    par(d, ukuran=5)
    paragraph(d, PENUTUP, lekat=True)
    signature(d)
    return d


def pencabutan() -> Dokumen:
    """Usulan pencabutan predikat kepada TPN, SEK-OT.03.02-01 BAB IV D; no form is prescribed."""
    d = new_document("Usulan Pencabutan Predikat – {{ monev.nama }}", "Usulan pencabutan predikat kepada TPN")
    kop_menteri(d, LOGO.read_bytes())
    letter_head(d, "Usulan Pencabutan Predikat Menuju {{ monev.predikat_panjang }}")
    minister_address(d)
    paragraph(
        d,
        "Dengan hormat, bahwa dalam rangka pelaksanaan " + REGULATION + ", {{ tim.resmi }} ZI "
        "{{ instansi.nama }} telah melakukan monitoring dan evaluasi tahun {{ surat.tahun_laporan }} terhadap "
        "{{ monev.sebutan }} {{ monev.nama }} yang berpredikat Menuju {{ monev.predikat_panjang }}"
        "{% if satker.tanggal_predikat and not monev.anggota %} sejak {{ satker.tanggal_predikat }}{% endif %}.",
    )
    paragraph(
        d,
        "Berdasarkan hasil monitoring dan evaluasi tersebut, kami menyimpulkan bahwa {{ monev.sebutan }} dimaksud tidak "
        "lagi memenuhi kriteria Menuju {{ monev.predikat_panjang }}, dengan catatan {{ tim.nama }} bahwa:",
        sesudah=4,
    )
    control(d, "if monev.anggota")
    item(
        d,
        "1.",
        "capaian nilai {{ komponen.pengungkit }} dan {{ komponen.hasil }} tiap unit kerja/satuan kerja kami:",
        kiri=0.35,
    )
    control(d, "for a in monev.anggota")
    item(
        d,
        "{{ loop.index|huruf }}.",
        "{{ a.nama }}: nilai {{ komponen.pengungkit }} {{ a.pengungkit }}, nilai {{ komponen.hasil }} {{ a.hasil }}, nilai total {{ a.total }}"
        "{{ loop.revindex|tambah(surat.catatan|jumlah, 1)|akhir }}",
        kiri=1.25,
    )
    control(d, "endfor")
    item(d, "2.", "anggota dan aspek integrasi proses bisnis yang tidak memenuhi:", kiri=0.35)
    control(d, "for a in monev.aspek")
    item(
        d,
        "{{ loop.index|huruf }}.",
        "{{ a.nama }}: {{ a.keadaan|rapi }}{{ loop.revindex|tambah(surat.catatan|jumlah)|akhir }}",
        kiri=1.25,
    )
    control(d, "endfor")
    control(d, "for c in surat.catatan")
    item(d, "{{ loop.index|tambah(2) }}.", "{{ c|rapi }}" + ITEM_END, kiri=0.35)
    control(d, "endfor")
    control(d, "else")
    item(
        d,
        "1.",
        "capaian nilai {{ komponen.pengungkit }} {{ nilai.pengungkit }} dari {{ komponen.bobot_pengungkit }} dan nilai "
        "{{ komponen.hasil }} {{ nilai.hasil }} dari {{ komponen.bobot_hasil }}, dengan nilai "
        "total {{ nilai.total }}{{ ambang_gagal|jumlah|tambah(surat.catatan|jumlah, 1)|akhir }}",
        kiri=0.35,
    )
    control(d, "for a in ambang_gagal")
    item(
        d,
        "{{ loop.index|tambah(1) }}.",
        "{{ a.label }} {{ a.nilai }}, di bawah minimum {{ a.minimal }}"
        "{{ loop.revindex|tambah(surat.catatan|jumlah)|akhir }}",
        kiri=0.35,
    )
    control(d, "endfor")
    control(d, "for c in surat.catatan")
    item(d, "{{ loop.index|tambah(ambang_gagal|jumlah, 1) }}.", "{{ c|rapi }}" + ITEM_END, kiri=0.35)
    control(d, "endfor")
    control(d, "endif")
    control(d, "if tabel7")
    _table7(
        d,
        "Di samping itu, keadaan syarat unit kerja/satuan kerja{% if peraturan.tabel_syarat %} pada {{ peraturan.tabel_syarat }} pedoman{% endif %} tercatat:",
        "tabel7",
    )
    control(d, "endif")
    par(d, ukuran=5)
    paragraph(
        d,
        "Sehubungan dengan hal tersebut, kami mengusulkan pencabutan predikat Menuju {{ monev.predikat_panjang }} pada "
        "{{ monev.sebutan }} tersebut dan mohon agar Tim Penilai Nasional dapat melakukan evaluasi lapangan dan "
        "klarifikasi.",
    )
    paragraph(d, PENUTUP, lekat=True)
    signature(d)
    tembusan(d)
    return d


def _incomplete_table(d: Dokumen) -> None:
    """Those of whom neither can be said, with what is missing and no figure."""
    table(
        d,
        ("No.", "Unit Kerja/Satuan Kerja", "Usulan", "Yang belum lengkap"),
        (1.1, 5.2, 1.8, 7.9),
        ("{{ loop.index }}", "{{ u.nama }}", "{{ u.predikat }}", "{{ u.sebab }}"),
        "u in belum_lengkap",
        rata=(CENTRE, KIRI, CENTRE, KIRI),
        ukuran=9,
    )
    par(d, ukuran=6)


def rekomendasi() -> Dokumen:
    """Rekomendasi TPI kepada Menteri, SEK-OT.03.02-01 BAB III A.2; no form is prescribed."""
    d = new_document(
        "Rekomendasi {{ tim.nama }} – Pengajuan Evaluasi kepada TPN", "Rekomendasi {{ tim.nama }} kepada Menteri"
    )
    kop(d, LOGO.read_bytes())
    letter_head(d, "Rekomendasi Pengajuan Unit Kerja/Satuan Kerja Menuju WBK/WBBM")
    yth(d, "{{ pimpinan.jabatan }}")
    paragraph(
        d,
        "Berdasarkan " + REGULATION + ", {{ tim.resmi }} ZI {{ instansi.nama }} telah melaksanakan evaluasi "
        "tahun {{ surat.tahun_laporan }} terhadap unit kerja/satuan kerja yang membangun Zona Integritas.",
    )
    control(d, "if usulan")
    paragraph(
        d,
        "Unit kerja/satuan kerja berikut **memenuhi** kriteria dan syarat pengajuan. {{ tim.nama }} merekomendasikan kepada Menteri "
        "untuk mengajukan evaluasi kepada Kementerian PANRB selaku Tim Penilai Nasional:",
        sesudah=4,
        lekat=True,
    )
    table(
        d,
        ("No.", "Unit Kerja/Satuan Kerja", "Usulan", PENGUNGKIT, HASIL, "Total"),
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
        rata=(CENTRE, KIRI, CENTRE, KANAN, KANAN, KANAN),
    )
    par(d, ukuran=6)
    control(d, "endif")
    control(d, "if belum_layak")
    paragraph(
        d,
        "Unit kerja/satuan kerja berikut **belum memenuhi** kriteria atau syarat. {{ tim.nama }} merekomendasikan agar belum diajukan "
        "kepada Tim Penilai Nasional dan dilakukan perbaikan serta pembinaan kembali:",
        sesudah=4,
        lekat=True,
    )
    table(
        d,
        ("No.", "Unit Kerja/Satuan Kerja", "Usulan", "Total", "Sebab"),
        (1.1, 5.2, 1.8, 1.6, 6.3),
        ("{{ loop.index }}", "{{ u.nama }}", "{{ u.predikat }}", "{{ u.total }}", "{{ u.sebab }}"),
        "u in belum_layak",
        rata=(CENTRE, KIRI, CENTRE, KANAN, KIRI),
        ukuran=9,
    )
    par(d, ukuran=6)
    control(d, "endif")
    control(d, "if belum_lengkap")
    paragraph(
        d,
        "Unit kerja/satuan kerja berikut **belum dapat disimpulkan** karena datanya belum lengkap:",
        sesudah=4,
        lekat=True,
    )
    _incomplete_table(d)
    control(d, "endif")
    paragraph(d, "Demikian kami sampaikan, atas perhatian dan arahan Menteri, kami ucapkan terima kasih.", lekat=True)
    signature(d)
    tembusan(d)
    return d


def berita_acara() -> Dokumen:
    """Berita acara rapat panel, SEK-OT.03.02-01 BAB III A.1.c; no form is prescribed."""
    d = new_document("Berita Acara Rapat Panel", "Berita acara rapat panel pengusulan WBK/WBBM")
    kop(d, LOGO.read_bytes())
    title(
        d,
        "BERITA ACARA RAPAT PANEL",
        "PENETAPAN UNIT KERJA/SATUAN KERJA",
        "YANG DIUSULKAN MENUJU {% if surat.jalur == 'tpm' %}WBK{% else %}WBK/WBBM{% endif %}",
    )
    par(d, "Nomor: {{ surat.nomor }}", rata=CENTRE, sesudah=12)
    par(
        d,
        "Pada hari ini, {{ panel.hari }}, tanggal {{ panel.tanggal_terbilang }} bulan {{ panel.bulan }} tahun "
        "{{ panel.tahun_terbilang }} ({{ surat.tanggal }}), bertempat di {{ panel.tempat }}, telah dilaksanakan rapat "
        "panel pembahasan hasil evaluasi Zona Integritas tahun {{ surat.tahun_laporan }} di {{ instansi.nama }} oleh "
        "{{ panel.peserta }}, yang dihadiri oleh:",
        rata=JUSTIFIED,
        sesudah=6,
    )
    table(
        d,
        ("No.", "Nama", "Jabatan"),
        (1.1, 7.0, 7.9),
        ("{{ loop.index }}", "{{ h.nama }}", "{{ h.jabatan }}"),
        "h in hadir",
        rata=(CENTRE, KIRI, KIRI),
    )
    par(
        d,
        "Berdasarkan hasil evaluasi {{ panel.tim }} dan pembahasan dalam rapat panel, disepakati hal-hal sebagai berikut:",
        rata=JUSTIFIED,
        sebelum=10,
        sesudah=4,
    )
    control(d, "if usulan")
    item(
        d,
        "1.",
        "Unit kerja/satuan kerja berikut ditetapkan untuk diusulkan kepada Kementerian PANRB"
        "{% if surat.jalur != 'tpm' %} selaku Tim Penilai Nasional{% endif %}, sebanyak "
        "{{ usulan|jumlah }} ({{ usulan|jumlah|terbilang }}) unit kerja/satuan kerja:",
        lekat=True,
    )
    table(
        d,
        ("No.", "Unit Kerja/Satuan Kerja", "Usulan", PENGUNGKIT, HASIL, "Total"),
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
        rata=(CENTRE, KIRI, CENTRE, KANAN, KANAN, KANAN),
    )
    par(d, ukuran=6)
    control(d, "else")
    item(d, "1.", "Tidak ada unit kerja/satuan kerja yang ditetapkan untuk diusulkan.")
    control(d, "endif")
    control(d, "if belum_layak")
    item(
        d,
        "2.",
        "Unit kerja/satuan kerja berikut belum dapat diusulkan dan perlu perbaikan serta pembinaan kembali:",
        lekat=True,
    )
    table(
        d,
        ("No.", "Unit Kerja/Satuan Kerja", "Usulan", "Total", "Sebab"),
        (1.1, 5.2, 1.8, 1.6, 6.3),
        ("{{ loop.index }}", "{{ u.nama }}", "{{ u.predikat }}", "{{ u.total }}", "{{ u.sebab }}"),
        "u in belum_layak",
        rata=(CENTRE, KIRI, CENTRE, KANAN, KIRI),
        ukuran=9,
    )
    par(d, ukuran=6)
    control(d, "elif belum_lengkap")
    item(d, "2.", "Tidak ada unit kerja/satuan kerja yang disimpulkan belum memenuhi.")
    control(d, "else")
    item(d, "2.", "Seluruh unit kerja/satuan kerja yang dibahas dapat diusulkan.")
    control(d, "endif")
    control(d, "if belum_lengkap")
    item(
        d,
        "3.",
        "Unit kerja/satuan kerja berikut belum dapat disimpulkan karena datanya belum lengkap:",
        lekat=True,
    )
    _incomplete_table(d)
    control(d, "endif")
    item(
        d,
        "{% if belum_lengkap %}4{% else %}3{% endif %}.",
        "Berita acara ini disampaikan kepada Sekretaris Jenderal sebagai dasar penyusunan konsep surat "
        "{{ pimpinan.jabatan }} kepada Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi hal Pengajuan Unit "
        "Kerja/Satuan Kerja Berpredikat Menuju {% if surat.jalur == 'tpm' %}WBK{% else %}WBK/WBBM{% endif %}.",
    )
    par(
        d,
        "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
        rata=JUSTIFIED,
        sebelum=8,
        sesudah=8,
        lekat=True,
    )
    par(d, "{{ surat.kota }}, {{ surat.tanggal }}", rata=KANAN, sesudah=4, lekat=True)
    table(
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
        rata=(CENTRE, KIRI, CENTRE, KIRI),
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


def _ambang_table(d: Dokumen) -> None:
    table(
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
        rata=(CENTRE, KIRI, KANAN, KANAN, KANAN, CENTRE),
        ukuran=9,
    )
    par(d, "Sumber ambang: {{ audit.ambang }}.", ukuran=8.5, sebelum=3)


def _syarat_table(d: Dokumen) -> None:
    table(
        d,
        ("No.", "Syarat", "Keadaan", "Minimum", "Keterangan"),
        (1.0, 7.3, 2.6, 2.2, 2.9),
        ("{{ loop.index }}", "{{ s.label }}", "{{ s.nilai }}", "{{ s.minimal }}", "{{ s.keterangan }}"),
        "s in syarat",
        rata=(CENTRE, KIRI, CENTRE, CENTRE, CENTRE),
        ukuran=9,
    )


def _area_recommendations(d: Dokumen) -> None:
    control(d, "for r in rekomendasi")
    par(d, "{{ loop.index|huruf }}. {{ r.area }}", tebal=True, sebelum=5, sesudah=2, lekat=True)
    control(d, "for b in r.butir")
    par(d, "–\t{{ b }}", rata=JUSTIFIED, kiri=0.5, gantung=0.5, sesudah=1.5, ukuran=10)
    control(d, "endfor")
    control(d, "endfor")


def _steps_table(d: Dokumen, kata: str) -> None:
    control(d, "if langkah")
    par(d, kata, rata=JUSTIFIED, sebelum=8, sesudah=4, lekat=True)
    table(
        d,
        ("No.", "Indikator", "Dari", "Ke", "Tambahan", "Yang dituntut"),
        (1.0, 4.9, 1.3, 1.3, 2.0, 5.5),
        ("{{ loop.index }}", "{{ l.indikator }} {{ l.uraian }}", "{{ l.dari }}", "{{ l.ke }}", "{{ l.tambahan }}",
         "{{ l.tuntutan }}"),
        "l in langkah",
        rata=(CENTRE, KIRI, CENTRE, CENTRE, KANAN, KIRI),
        ukuran=8.5,
    )  # fmt: skip
    par(d, "Langkah ini hanya berlaku apabila data dukungnya benar-benar ada.", ukuran=8.5, sebelum=3)
    control(d, "endif")


def _follow_up(d: Dokumen) -> None:
    """What earlier notes still ask for, as the register has it; nothing when nothing is open."""
    control(d, "if tindak_lanjut")
    par(d, "Catatan penilai yang tindak lanjutnya masih terbuka:", sebelum=8, sesudah=4, lekat=True)
    table(
        d,
        ("No.", "Indikator", "Catatan", "Sumber", "Status"),
        (1.0, 2.6, 8.2, 2.2, 2.0),
        ("{{ loop.index }}", "{{ t.indikator }}", "{{ t.catatan }}", "{{ t.sumber }}", "{{ t.status }}"),
        "t in tindak_lanjut",
        rata=(CENTRE, KIRI, KIRI, KIRI, KIRI),
        ukuran=8.5,
    )
    control(d, "endif")


def lhe() -> Dokumen:
    """Laporan Hasil Evaluasi of TPI or TPM, SEK-OT.03.02-01 BAB III A.1.b and d; no form is prescribed."""
    d = new_document("Laporan Hasil Evaluasi ZI – {{ satker.nama }}", "Laporan Hasil Evaluasi {{ lhe.tim }}")
    kop(d, LOGO.read_bytes())
    title(
        d,
        "LAPORAN HASIL EVALUASI",
        "PEMBANGUNAN ZONA INTEGRITAS MENUJU {{ lhe.predikat }}",
        "PADA {{ satker.nama|besar }}",
        "TAHUN {{ surat.tahun_laporan }}",
    )
    par(d, "Nomor: {{ surat.nomor }}", rata=CENTRE, sesudah=6)
    subjudul(d, "A. Identitas")
    identity_table(
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
    item(d, "1.", REGULATION + "{% if surat.surat_tugas %};{% else %}; dan{% endif %}")
    item(
        d,
        "2.",
        "{{ peraturan.judul_pedoman }} Nomor {{ peraturan.pedoman }}"
        "{% if surat.surat_tugas %}; dan{% else %}.{% endif %}",
    )
    control(d, "if surat.surat_tugas")
    item(d, "3.", "Surat tugas {{ surat.surat_tugas }}.")
    control(d, "endif")
    subjudul(d, "C. Ruang Lingkup")
    par(
        d,
        "Evaluasi dilakukan dengan lembar kerja evaluasi Zona Integritas terhadap {{ lhe.lingkup }}. Nilai tiap penilai dihitung "
        "sendiri-sendiri; yang menentukan dalam laporan ini adalah penilaian {{ lhe.penilai }}."
        "{% if lhe.kosong %} Sebanyak {{ lhe.kosong }} ({{ lhe.kosong|terbilang }}) indikator tidak berjawaban dan dihitung "
        "0.{% endif %}",
        rata=JUSTIFIED,
    )
    subjudul(d, "D. Hasil Penilaian")
    par(d, "1. Nilai menurut {{ lhe.penilai }}:", sesudah=3, lekat=True)
    nilai = table(
        d,
        ("Komponen dan area", "Bobot", "{{ lhe.pemenuhan }}", "{{ lhe.reform }}", "Nilai", "Persen"),
        (6.3, 1.5, 2.6, 1.8, 1.7, 2.1),
        ("{{ b.nama }}", "{{ b.bobot }}", "{{ b.pemenuhan }}", "{{ b.reform }}", "{{ b.nilai }}", "{{ b.persen }}"),
        "b in baris_nilai",
        rata=(KIRI, KANAN, KANAN, KANAN, KANAN, KANAN),
        ukuran=9,
    )
    indented(nilai.rows[2].cells[0], "b.rincian", "{{ b.nama }}", 9)
    par(d, "2. Nilai tiap penilai ({{ lhe.rentang_area }}):", sebelum=8, sesudah=3, lekat=True)
    # One column an area: the cells of the two control tags vanish, and the columns share their width anew.
    table(
        d,
        ("Penilai", "{%tc for n in nomor_area %}", "{{ n }}", "{%tc endfor %}", PENGUNGKIT, HASIL, "Total"),
        (2.4, 3.2, 1.3, 3.4, 2.8, 1.4, 1.5),
        ("{{ p.nama }}", "{%tc for n in p.area %}", "{{ n }}", "{%tc endfor %}", "{{ p.pengungkit }}", "{{ p.hasil }}",
         "{{ p.total }}"),
        "p in penilai",
        rata=(KIRI, *([KANAN] * 6)),
        ukuran=8.5,
    )  # fmt: skip
    for medan, label in (("komitmen", "Komitmen pimpinan"), ("inovasi", "Inovasi"), ("tren", "Tren kinerja")):
        control(d, f"if lhe.{medan}")
        par(d, f"{label}: {{{{ lhe.{medan} }}}}", rata=JUSTIFIED, sebelum=6)
        control(d, "endif")
    subjudul(d, "E. Indikator yang Dinilai Lebih Rendah oleh {{ lhe.penilai }}")
    control(d, "if penurunan")
    table(
        d,
        ("Indikator", "Unit", "{{ lhe.penilai }}", "Selisih", "Alasan"),
        (6.2, 1.4, 1.4, 1.5, 5.5),
        ("{{ p.kode }} {{ p.uraian }}", "{{ p.unit }}", "{{ p.penilai }}", "{{ p.selisih }}", "{{ p.alasan }}"),
        "p in penurunan",
        rata=(KIRI, CENTRE, CENTRE, KANAN, KIRI),
        ukuran=8.5,
    )
    control(d, "else")
    par(d, "{{ lhe.tanpa_penurunan }}", rata=JUSTIFIED)
    control(d, "endif")
    subjudul(d, "F. Pemenuhan Ambang Predikat Menuju {{ lhe.predikat }}")
    _ambang_table(d)
    subjudul(d, "G. Syarat Pengajuan")
    control(d, "if syarat")
    _syarat_table(d)
    control(d, "else")
    par(d, "Syarat pengajuan belum diperiksa: {{ lhe.tanpa_syarat }}.", rata=JUSTIFIED)
    control(d, "endif")
    subjudul(d, "H. Temuan atas Lembar Kerja Evaluasi")
    control(d, "if temuan")
    table(
        d,
        ("No.", "Tempat", "Temuan"),
        (1.0, 3.4, 11.6),
        ("{{ loop.index }}", "{{ t.tempat }}", "{{ t.tingkat|judul }}: {{ t.pesan }}"),
        "t in temuan",
        rata=(CENTRE, KIRI, KIRI),
        ukuran=8.5,
    )
    control(d, "if lhe.temuan_lain")
    par(d, "dan {{ lhe.temuan_lain }} temuan lain (lihat zi lint).", ukuran=8.5, sebelum=3)
    control(d, "endif")
    control(d, "else")
    par(d, "Tidak ada temuan.")
    control(d, "endif")
    _follow_up(d)
    subjudul(d, "I. Simpulan")
    control(d, "if klaim.memenuhi")
    par(
        d,
        "Berdasarkan hasil evaluasi, {{ satker.nama }} **memenuhi** kriteria Menuju {{ lhe.predikat_panjang }} dengan nilai "
        "total {{ nilai.total }} ({{ komponen.pengungkit }} {{ nilai.pengungkit }}, {{ komponen.hasil }} {{ nilai.hasil }}).",
        rata=JUSTIFIED,
    )
    control(d, "elif klaim.belum_memenuhi")
    par(
        d,
        "Berdasarkan hasil evaluasi, {{ satker.nama }} **belum memenuhi** kriteria Menuju {{ lhe.predikat_panjang }}; nilai "
        "total {{ nilai.total }} ({{ komponen.pengungkit }} {{ nilai.pengungkit }}, {{ komponen.hasil }} {{ nilai.hasil }}). {{ tim.nama }} "
        "merekomendasikan bahwa satuan kerja tersebut belum dapat diajukan kepada Tim Penilai Nasional serta perlu "
        "dilakukan perbaikan dan pembinaan kembali.",
        rata=JUSTIFIED,
    )
    control(d, "else")
    par(
        d,
        "Simpulan atas {{ satker.nama }} Menuju {{ lhe.predikat_panjang }} **belum dapat diberikan**; putusan nilai: "
        "{{ lhe.putusan }}{% if lhe.alasan %}, {{ lhe.alasan }}{% endif %}.",
        rata=JUSTIFIED,
    )
    control(d, "endif")
    control(d, "if not klaim.belum_memenuhi")
    control(d, "if klaim.ajukan")
    par(
        d,
        "{{ tim.nama }} merekomendasikan kepada Menteri untuk mengajukan evaluasi kepada Kementerian PANRB selaku Tim Penilai "
        "Nasional untuk mendapatkan predikat Menuju {{ lhe.predikat }}.",
        rata=JUSTIFIED,
        sebelum=4,
    )
    control(d, "elif klaim.tetapkan")
    par(
        d,
        "{{ tim.nama }} merekomendasikan penetapan satuan kerja tersebut berpredikat Menuju {{ lhe.predikat }}.",
        rata=JUSTIFIED,
        sebelum=4,
    )
    control(d, "elif klaim.syarat_gagal")
    par(
        d,
        "Satuan kerja tersebut belum dapat diajukan karena syarat pengajuan tidak terpenuhi: {{ lhe.sebab }}.",
        rata=JUSTIFIED,
        sebelum=4,
    )
    control(d, "else")
    par(d, "Rekomendasi pengajuan belum dapat diberikan: {{ lhe.sebab }}.", rata=JUSTIFIED, sebelum=4)
    control(d, "endif")
    control(d, "endif")
    subjudul(d, "J. Rekomendasi per Area")
    control(d, "if rekomendasi")
    _area_recommendations(d)
    control(d, "else")
    par(d, "Tidak ada indikator di bawah jawaban tertinggi.")
    control(d, "endif")
    _steps_table(d, "Langkah tersedikit yang menghitung seluruh ambang tercapai:")
    signature(d, tempat_tanggal=PLACE_AND_DATE)
    return d


def perbaikan() -> Dokumen:
    """Rekomendasi perbaikan kepada satker, SEK-OT.03.02-01 BAB III A huruf b; no form is prescribed."""
    d = new_document("Rekomendasi Perbaikan – {{ satker.nama }}", "Rekomendasi perbaikan kepada satuan kerja")
    kop(d, LOGO.read_bytes())
    letter_head(d, "Rekomendasi Perbaikan Pembangunan Zona Integritas Menuju {{ lhe.predikat }}")
    yth(d, "{{ kepala.jabatan }}", kota="{{ satker.kota }}")
    paragraph(
        d,
        "Berdasarkan evaluasi {{ lhe.tim }} atas pembangunan Zona Integritas tahun {{ surat.tahun_laporan }} pada "
        "{{ satker.nama }}, diperoleh nilai {{ komponen.pengungkit }} {{ nilai.pengungkit }} dari "
        "{{ komponen.bobot_pengungkit }}{% if klaim.hasil %} dan nilai {{ komponen.hasil }} {{ nilai.hasil }} dari "
        "{{ komponen.bobot_hasil }}, dengan nilai total {{ nilai.total }}{% else %}; komponen {{ komponen.hasil }} belum "
        "dinilai{% endif %}. "
        "{{ tim.nama }} merekomendasikan bahwa {{ satker.nama }} belum dapat diajukan kepada Tim Penilai Nasional "
        "untuk predikat Menuju {{ lhe.predikat_panjang }} serta perlu dilakukan perbaikan dan pembinaan kembali.",
    )
    control(d, "if ambang_gagal")
    paragraph(
        d, "Nilai tersebut belum mencapai ambang predikat Menuju {{ lhe.predikat_panjang }} pada unsur:", sesudah=4
    )
    control(d, "for a in ambang_gagal")
    item(
        d,
        "{{ loop.index }}.",
        "{{ a.label }}: {{ a.nilai }}, minimum {{ a.minimal }} (kurang {{ a.kurang }})" + ITEM_END,
        kiri=0.35,
    )
    control(d, "endfor")
    par(d, ukuran=5)
    control(d, "endif")
    control(d, "if syarat_gagal")
    paragraph(d, "Syarat pengajuan yang belum terpenuhi atau belum dapat dipastikan:", sesudah=4)
    control(d, "for s in syarat_gagal")
    item(
        d,
        "{{ loop.index }}.",
        "{{ s.label }}: {{ s.keterangan }}{% if s.tindakan %} ({{ s.tindakan|sambung }}){% endif %}" + ITEM_END,
        kiri=0.35,
    )
    control(d, "endfor")
    par(d, ukuran=5)
    control(d, "endif")
    control(d, "if rekomendasi")
    paragraph(d, "Kami merekomendasikan perbaikan pada tiap area sebagai berikut:", sesudah=2, lekat=True)
    _area_recommendations(d)
    control(d, "endif")
    _steps_table(d, "Langkah tersedikit untuk mencapai seluruh ambang menurut perhitungan:")
    _follow_up(d)
    paragraph(
        d,
        "Kami mohon Saudara menindaklanjuti rekomendasi tersebut dan menyampaikan hasilnya"
        "{% if surat.batas_tindak_lanjut %} paling lambat {{ surat.batas_tindak_lanjut }}{% endif %}. "
        "Atas perhatian dan kerja samanya, kami ucapkan terima kasih.",
        sebelum=8,
        lekat=True,
    )
    signature(d)
    tembusan(d)
    return d


def sptjm_instansi() -> Dokumen:
    """SPTJM of the head of the ministry (PermenPANRB 5/2024); our wording, the regulation's form is not at hand."""
    d = new_document("SPTJM Pimpinan Instansi", "Surat Pernyataan Tanggung Jawab Mutlak pimpinan instansi")
    kop_menteri(d, LOGO.read_bytes())
    title(d, "SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK", "PIMPINAN INSTANSI PEMERINTAH")
    par(d, "Nomor: {{ surat.nomor }}", rata=CENTRE, sesudah=4)
    yth(d, "{{ tujuan.jabatan }}", ("c.q.", "{{ tujuan.melalui }}"))
    par(d, "Yang bertanda tangan di bawah ini:", sesudah=4)
    identity_table(
        d, (("Nama", "{{ ttd.nama }}"), ("Jabatan", "{{ ttd.jabatan }}"), ("Instansi", "{{ instansi.nama }}")), kiri=2.5
    )
    par(
        d,
        "Sehubungan dengan pengusulan unit kerja/satuan kerja menuju Wilayah Bebas dari Korupsi–Wilayah Birokrasi Bersih "
        "dan Melayani Tahun {{ surat.tahun }} berdasarkan " + REGULATION + ", dengan ini menyatakan bahwa:",
        rata=JUSTIFIED,
        sebelum=10,
        sesudah=4,
    )
    item(
        d,
        "1.",
        "unit kerja/satuan kerja yang tercantum di bawah ini telah dievaluasi {{ tim.resmi }} dan memenuhi kriteria "
        "serta syarat pengusulan; dan",
    )
    item(d, "2.", "data pendukung yang disampaikan telah sesuai dengan kondisi yang sebenarnya.")
    par(d, ukuran=6)
    table(
        d,
        ("No.", "Unit Kerja/Satuan Kerja", "Usulan"),
        (1.1, 11.4, 3.5),
        ("{{ loop.index }}", "{{ u.nama }}", "Menuju {{ u.predikat }}"),
        "u in usulan",
        rata=(CENTRE, KIRI, CENTRE),
    )
    par(
        d,
        "Apabila di kemudian hari ditemukan bahwa data tersebut tidak sesuai dengan keadaan yang sebenarnya, kami bersedia "
        "pengusulan unit kerja/satuan kerja yang bersangkutan ditinjau kembali.",
        rata=JUSTIFIED,
        sebelum=8,
        sesudah=8,
    )
    par(d, "Demikian pernyataan ini dibuat untuk dipergunakan seperlunya.", rata=JUSTIFIED, sesudah=4, lekat=True)
    sel = blok_kanan(d)
    par(sel, "{{ surat.kota }}, {{ surat.tanggal }}", sebelum=8, lekat=True)
    par(sel, "Yang membuat pernyataan", lekat=True)
    par(sel, "{{ ttd.jabatan }},", lekat=True)
    par(sel, "{{ surat.meterai }}", ukuran=9, sebelum=24, sesudah=24, lekat=True)
    par(sel, "**{{ ttd.nama }}**")
    return d


def keterangan_tlhp() -> Dokumen:
    """The APIP's statement that recommendations were followed up (PermenPANRB 5/2024); our wording."""
    d = new_document("Keterangan Penyelesaian TLHP – {{ satker.nama }}", "Surat keterangan penyelesaian TLHP")
    kop(d, LOGO.read_bytes())
    title(d, "SURAT KETERANGAN", "PENYELESAIAN TINDAK LANJUT HASIL PENGAWASAN")
    par(d, "Nomor: {{ surat.nomor }}", rata=CENTRE, sesudah=10)
    par(d, "Yang bertanda tangan di bawah ini:", sesudah=4)
    identity_table(d, (("Nama", "{{ ttd.nama }}"), ("Jabatan", "{{ ttd.jabatan }}")), kiri=3.4)
    par(d, "selaku aparat pengawasan intern pemerintah, menerangkan bahwa:", sebelum=8, sesudah=4)
    identity_table(
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
        rata=JUSTIFIED,
        sebelum=8,
        sesudah=8,
    )
    par(
        d,
        "Keterangan ini dibuat sebagai kelengkapan pengusulan Menuju {{ lhe.predikat_panjang }} Tahun {{ surat.tahun }}.",
        rata=JUSTIFIED,
        sesudah=8,
        lekat=True,
    )
    signature(d, tempat_tanggal=PLACE_AND_DATE)
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
    LOGO.write_bytes(logo_placeholder())
    for nama in sys.argv[1:] or PEMBUAT:
        (TEMPLAT / f"{nama}.docx").write_bytes(template_bytes(nama))


def template_bytes(nama: str) -> bytes:
    """The template *nama*: the same bytes every time (python-docx stamps each part with the time of the build)."""
    wadah = io.BytesIO()
    dokumen = PEMBUAT[nama]()
    lighten(dokumen)
    dokumen.save(wadah)
    return repacked(wadah.getvalue())


if __name__ == "__main__":
    main()
