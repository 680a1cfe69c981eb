"""Where a work folder stands: worksheets and answers, what is missing, the letters that are due, what comes next."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from zi_cli.config import Config
from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.calendar import next_deadline
from zi_cli.pengajuan.check import HasilPeriksa
from zi_cli.pengajuan.due_letters import DueLetter, Holder, by_tpm, due_letters
from zi_cli.pengajuan.eligibility import BERKAS, Aturan, HasilSatker, TemuanBerkas
from zi_cli.pengajuan.fact import Asal, Jawaban
from zi_cli.pengajuan.folder_check import FolderCheck
from zi_cli.pengajuan.follow_up import FollowUp, read_follow_ups
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import SEMUA, LetterRow, Letters, LetterWay, SatkerNames, on_way
from zi_cli.pengajuan.register.read import DaftarSatker
from zi_cli.pengajuan.register.surat_sheet import read_letters
from zi_cli.text import shell_word

#: A letter, from "nobody made it a row" to "it is out of the house".
LetterState = Literal[
    "tanpa baris", "menunggu nomor", "menunggu tanggal", "siap dibuat", "dibuat", "bertanda tangan", "dikirim",
]  # fmt: skip
#: Letters that still need somebody.
TERBUKA: tuple[LetterState, ...] = ("tanpa baris", "menunggu nomor", "menunggu tanggal", "siap dibuat")
#: Places named of a thing that many satker lack.
_CONTOH = 3
_RECAP = Path("rekap", "rekap.json")


class Missing(NamedTuple):
    """A part of the answer that satker fail or that is not known of them: its kode, how many, the first places.

    Of those not known (``belum``) ``di_lke`` are left open by the worksheet; the others are the register's.
    """

    kode: str
    tidak: int
    belum: int
    tempat: tuple[str, ...]
    di_lke: int


class StandingLetter(NamedTuple):
    """A letter that is due and how far it is; ``baris`` is its row of the sheet Surat, ``jalur`` whose way it is."""

    satker: str
    jenis: str
    jalur: LetterWay
    keadaan: LetterState
    baris: LetterRow | None


class Step(NamedTuple):
    """Something to do, and the command that goes on after it."""

    apa: str
    perintah: str


class Standing(NamedTuple):
    """The whole picture; ``batas`` is the next deadline from ``hari_ini`` on, ``sisa_hari`` days away.

    ``tanpa_baris`` are worksheets without a row of the register; ``terbuka``: Excel has the register open;
    ``tindak_lanjut`` are the rows of its sheet.
    """

    folder: Path
    periksaan: FolderCheck
    aturan: Aturan
    hari_ini: date
    batas: date
    sisa_hari: int
    kurang: tuple[Missing, ...]
    surat: tuple[StandingLetter, ...]
    temuan_surat: tuple[Temuan, ...]
    tanpa_baris: tuple[HasilSatker, ...]
    terbuka: bool
    langkah: tuple[Step, ...]
    tindak_lanjut: tuple[FollowUp, ...] = ()

    @property
    def satker(self) -> Sequence[HasilSatker]:
        """Every satker asked about, those that lack least first."""
        return self.periksaan.hasil.satker

    @property
    def gagal(self) -> Sequence[TemuanBerkas]:
        """Files that could not be read."""
        return self.periksaan.gagal

    @property
    def bukti(self) -> list[TemuanBerkas]:
        """What survey answers and evidence behind the worksheets say against them."""
        semua = [t for h in self.satker for t in h.temuan if t.temuan.kode.startswith(("SVY", "BKT"))]
        return [t for t in semua if t.temuan.tingkat != "info"]

    @property
    def selesai(self) -> bool:
        """Whether nothing is left: every proposal eligible, every letter made, every file read."""
        surat = not any(s.keadaan in TERBUKA for s in self.surat)
        return self.periksaan.hasil.semua_layak and surat and not self.gagal


def take_stock(
    folder: Path,
    data: Path,
    periksaan: FolderCheck,
    aturan: Aturan,
    hari_ini: date,
    dibuat: Collection[str] = (),
) -> Standing:
    """Where *folder* with its register *data* stands on *hari_ini*, by the check *periksaan* of it.

    *dibuat* are the letters that were made and are there: "jenis|key of the satker" (:meth:`SatkerNames.key`).
    """
    batas = next_deadline(hari_ini, aturan.syarat.kalender, aturan.konfigurasi.kalender)
    daftar = periksaan.daftar
    surat = read_letters(data, daftar.satker if daftar else ())
    isi = Standing(
        folder=folder,
        periksaan=periksaan,
        aturan=aturan,
        hari_ini=hari_ini,
        batas=batas,
        sisa_hari=(batas - hari_ini).days,
        kurang=tuple(_missing(periksaan.hasil.satker)),
        surat=standing_letters(daftar, periksaan.hasil, surat, aturan.konfigurasi, dibuat) if daftar else (),
        temuan_surat=surat.temuan,
        tanpa_baris=tuple(h for h in periksaan.hasil.satker if h.satker is None),
        terbuka=data.with_name(f"~${data.name}").exists(),
        langkah=(),
        tindak_lanjut=tuple(read_follow_ups(periksaan.daftar)),
    )
    return isi._replace(langkah=tuple(_steps(isi, data)))


def _missing(satker: Iterable[HasilSatker]) -> list[Missing]:
    """What is failed or not known, most wanted first."""
    per_kode: dict[str, list[tuple[Jawaban, Asal, bool]]] = {}
    for h in satker:
        for f in h.fakta:
            if not f.proven:
                asal = next((a for a in f.asal if str(a)), Asal(h.nama))
                di_sini = h.bahan is not None and asal.berkas == h.bahan.nama
                per_kode.setdefault(f.kode, []).append((f.jawaban, asal, di_sini))
    hasil = []
    for kode, isi in per_kode.items():
        tidak = sum(1 for j, _, _ in isi if j is Jawaban.TIDAK)
        di_lke = sum(1 for j, _, terbuka in isi if terbuka and j is Jawaban.BELUM)
        tempat = sorted((a for _, a, _ in isi), key=lambda a: (a.sel is None, a.berkas or "", a.sel or ("", 0, 0)))
        contoh = tuple(dict.fromkeys(map(str, tempat)))[:_CONTOH]
        hasil.append(Missing(kode, tidak, len(isi) - tidak, contoh, di_lke))
    return sorted(hasil, key=lambda m: -(m.tidak + m.belum))


def standing_letters(
    daftar: DaftarSatker, hasil: HasilPeriksa, surat: Letters, k: Config, dibuat: Collection[str] = ()
) -> tuple[StandingLetter, ...]:
    """The letters that are due of *daftar* by its check *hasil*, in the guideline's order, each with its row.

    Every other row is a letter, too: somebody wants it. *dibuat* are those that were made, as :func:`take_stock` has
    them.
    """
    monev = {id(m.satker) for m in hasil.kalender.monev if m.status in ("terlambat", "jatuh tempo")}
    jatuh = due_letters(
        Holder(s.sebutan, s.usulan, id(s) in monev and s.memegang, by_tpm(s.usulan, k, s)) for s in daftar.satker
    )
    kurang = [h.satker.sebutan for h in hasil.satker if h.layak is False and h.satker is not None]
    jatuh += [DueLetter(n, j.kode) for j in load_kinds().values() if j.saat == "belum layak" for n in kurang]
    nama = SatkerNames(daftar.satker)
    kunci = {(on_way(d.jenis, d.jalur), "" if d.satker == SEMUA else nama.key(d.satker)): d for d in jatuh}
    baris = {(b.kind, nama.key(b.satker)): b for b in surat.baris}
    for milik, r in baris.items():
        kunci.setdefault(milik, DueLetter(_called(r), r.jenis, r.jalur))
    urut = list(load_kinds())
    semua = []
    for (jenis, siapa), d in sorted(kunci.items(), key=lambda x: (urut.index(x[1].jenis), x[1].jalur == "tpm")):
        b = baris.get((jenis, siapa))
        keadaan = _state(b, dibuat=f"{jenis}|{siapa}" in dibuat, pengganti=k.naskah.nomor)
        semua.append(StandingLetter(*d, keadaan, b))
    return tuple(semua)


def _called(b: LetterRow) -> str:
    return b.milik.sebutan if b.milik is not None else b.satker or SEMUA


def _state(b: LetterRow | None, *, dibuat: bool, pengganti: str | None) -> LetterState:
    """*pengganti* is what stands for a number that the correspondence system fills in, where there is one."""
    if b is not None and b.tanggal_kirim is not None:
        return "dikirim"
    if b is not None and b.gone_out:
        return "bertanda tangan"
    if b is None:
        return "dibuat" if dibuat else "tanpa baris"
    if "nomor" in b.galat or not (b.nomor or pengganti):
        return "menunggu nomor"
    if dibuat:
        return "dibuat"
    return "siap dibuat" if b.tanggal is not None else "menunggu tanggal"


def _steps(s: Standing, data: Path) -> list[Step]:
    """What to do next, in order; the last step of a finished folder is none."""
    di_sini = s.folder == Path()
    folder = "" if di_sini else f" {shell_word(s.folder)}"
    ini = "zi kerja" + folder
    langkah: list[Step] = []
    if s.terbuka:
        apa = f"{data.name} sedang terbuka di Excel: simpan dan tutup; yang belum disimpan tidak terbaca"
        langkah.append(Step(apa, ini))
    if s.gagal:
        langkah.append(_unreadable_step(s))
    if s.tanpa_baris:
        nama = ", ".join(h.bahan.nama for h in s.tanpa_baris[:_CONTOH] if h.bahan is not None)
        perintah = f"zi init{folder} --dari {'.' if di_sini else shell_word(s.folder)}"
        langkah.append(Step(f"{len(s.tanpa_baris)} LKE belum ada di daftar satker ({nama})", perintah))
    # Every requirement with a term is reckoned from this day: to be told before what seems to miss it.
    if not s.periksaan.hasil.tanggal_disebut:
        apa = f"tanggal pengajuan belum diisi: isi di {data.name}, lembar Instansi, atau di zi.toml, [usulan] tanggal"
        langkah.append(Step(apa, ini))
    langkah += _unknown_steps(s, data, folder)
    if tidak := sum(1 for h in s.satker if h.layak is False):
        langkah.append(Step(f"{tidak} satker belum layak: lihat sebab dan tindakannya", f"zi check{folder} --rinci"))
    keadaan = [x.keadaan for x in s.surat]
    if n := keadaan.count("tanpa baris"):
        langkah.append(Step(f"{n} surat yang jatuh tempo belum ada di lembar Surat", f"zi surat semua{folder}"))
    if n := keadaan.count("menunggu nomor") + keadaan.count("menunggu tanggal"):
        langkah.append(
            Step(f"{n} surat menunggu nomor atau tanggal: isi lembar Surat di {data.name}", f"zi surat semua{folder}")
        )
    if n := keadaan.count("siap dibuat"):
        langkah.append(Step(f"{n} surat siap dibuat", f"zi surat semua{folder}"))
    if n := keadaan.count("dibuat"):
        apa = (
            f"{n} surat sudah dibuat: sesudah ditandatangani isi Berkas bertanda tangan dan Tanggal kirim, lembar Surat"
        )
        langkah.append(Step(apa, f"zi paket{folder}"))
    if not _recap_is_fresh(s, data):
        ada = (s.folder / _RECAP).exists()
        apa = "rekap lebih lama daripada isian atau LKE terakhir" if ada else "rekap belum dibuat"
        ke = "" if di_sini else f" -o {shell_word(s.folder / _RECAP.parent)}"
        langkah.append(Step(apa, f"zi batch{folder}{ke}{' --lanjut' if ada else ''}"))
    return langkah


def _unknown_steps(s: Standing, data: Path, folder: str) -> Iterator[Step]:
    """What is not known: cells of the register to fill, worksheets to ask for, worksheets that leave it open."""
    tanpa_lke = [h for h in s.satker if h.bahan is None]
    terbuka = {m.kode: m.belum if m.kode == BERKAS else m.di_lke for m in s.kurang}
    if belum := sum(m.belum - terbuka[m.kode] for m in s.kurang):
        apa = f"{belum} isian belum diketahui: isi atau betulkan selnya di {data.name}, lembar Satker dan Instansi"
        yield Step(apa, f"zi check{folder}")
    pilih = {h.nama: t.temuan.sel for h in tanpa_lke for t in h.temuan if t.temuan.kode == "DAT533"}
    if pilih:
        nama = ", ".join(f"{n}, {sel}" if sel else n for n, sel in [*pilih.items()][:_CONTOH])
        apa = f"{len(pilih)} satker mempunyai beberapa LKE yang berbeda: tulis satu di kolom Berkas LKE ({nama})"
        yield Step(apa, f"zi check{folder}")
    if tanpa_lke := [h for h in tanpa_lke if h.nama not in pilih]:
        nama = ", ".join(h.nama for h in tanpa_lke[:_CONTOH])
        apa = f"{len(tanpa_lke)} satker belum ada LKE-nya ({nama}): letakkan berkasnya di folder ini"
        yield Step(apa, f"zi kerja{folder}")
    if ragu := sum(m.di_lke for m in s.kurang):
        apa = f"{ragu} hal dibiarkan terbuka oleh LKE, bukan oleh daftar: lengkapi atau betulkan di LKE itu"
        yield Step(apa, f"zi check{folder} --rinci")


def _unreadable_step(s: Standing) -> Step:
    """Which files can't be read, and how to see whether the first one has been mended."""
    nama = [g.berkas or g.temuan.pesan for g in s.gagal]
    lebih = f" dan {len(nama) - _CONTOH} lainnya" if len(nama) > _CONTOH else ""
    apa = (
        f"{len(nama)} berkas tidak terbaca ({', '.join(nama[:_CONTOH])}{lebih}): simpan ulang di Excel atau minta lagi "
        "kepada pengirimnya, lalu timpa berkas itu; yang bukan LKE pindahkan ke luar folder ini"
    )
    return Step(apa, f"zi lint {shell_word(s.folder / nama[0])}")


def _recap_is_fresh(s: Standing, data: Path) -> bool:
    try:
        saat = (s.folder / _RECAP).stat().st_mtime
        return all(p.stat().st_mtime <= saat for p in (data, *(b.jalur for b in s.periksaan.bahan)))
    except OSError:
        return False
