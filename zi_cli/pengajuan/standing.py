"""Where a work folder stands: worksheets and answers, what is missing, the letters that are due, what comes next."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from zi_cli.config import Config
from zi_cli.files import is_there
from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.calendar import next_deadline
from zi_cli.pengajuan.check_register import HasilPeriksa
from zi_cli.pengajuan.due_letters import DueLetter, Holder, by_tpm, due_letters
from zi_cli.pengajuan.eligibility import BERKAS, Aturan, HasilSatker, TemuanBerkas
from zi_cli.pengajuan.fact import Asal, Jawaban
from zi_cli.pengajuan.folder_check import FolderCheck
from zi_cli.pengajuan.follow_up import FollowUp, read_follow_ups
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import ALL, LetterRow, Letters, LetterWay, SatkerNames, on_way
from zi_cli.pengajuan.register.read_register import DaftarSatker
from zi_cli.pengajuan.register.surat_sheet import read_letters
from zi_cli.text import shell_word

#: A letter, from "nobody made it a row" to "it is out of the house".
LetterState = Literal[
    "tanpa baris", "menunggu nomor", "menunggu tanggal", "siap dibuat", "dibuat", "bertanda tangan", "dikirim",
]  # fmt: skip
#: Letters that still need somebody.
OPEN_STATES: tuple[LetterState, ...] = ("tanpa baris", "menunggu nomor", "menunggu tanggal", "siap dibuat")
#: Places named of a thing that many satker lack.
_EXAMPLES = 3
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
    def unreadable(self) -> Sequence[TemuanBerkas]:
        """Files that could not be read."""
        return self.periksaan.gagal

    @property
    def bukti(self) -> list[TemuanBerkas]:
        """What survey answers and evidence behind the worksheets say against them."""
        every = [t for h in self.satker for t in h.temuan if t.temuan.kode.startswith(("SVY", "BKT"))]
        return [t for t in every if t.temuan.tingkat != "info"]

    @property
    def finished(self) -> bool:
        """Whether nothing is left: every proposal eligible, every letter made, every file read."""
        surat = not any(s.keadaan in OPEN_STATES for s in self.surat)
        return self.periksaan.hasil.all_eligible and surat and not self.unreadable


def take_stock(
    folder: Path,
    data: Path,
    check: FolderCheck,
    rules: Aturan,
    hari_ini: date,
    created: Collection[str] = (),
) -> Standing:
    """Where *folder* with its register *data* stands on *hari_ini*, by the check *check* of it.

    *created* are the letters that were made and are there: "jenis|key of the satker" (:meth:`SatkerNames.key`).
    """
    limit = next_deadline(hari_ini, rules.syarat.kalender, rules.konfigurasi.kalender)
    daftar = check.daftar
    surat = read_letters(data, daftar.satker if daftar else ())
    content = Standing(
        folder=folder,
        periksaan=check,
        aturan=rules,
        hari_ini=hari_ini,
        batas=limit,
        sisa_hari=(limit - hari_ini).days,
        kurang=tuple(_missing(check.hasil.satker)),
        surat=standing_letters(daftar, check.hasil, surat, rules.konfigurasi, created) if daftar else (),
        temuan_surat=surat.temuan,
        tanpa_baris=tuple(h for h in check.hasil.satker if h.satker is None),
        terbuka=is_there(data.with_name(f"~${data.name}")),
        langkah=(),
        tindak_lanjut=tuple(read_follow_ups(check.daftar)),
    )
    return content._replace(langkah=tuple(_steps(content, data)))


def _missing(satker: Iterable[HasilSatker]) -> list[Missing]:
    """What is failed or not known, most wanted first."""
    by_code: dict[str, list[tuple[Jawaban, Asal, bool]]] = {}
    for h in satker:
        for f in h.fakta:
            if not f.proven:
                origin = next((a for a in f.asal if str(a)), Asal(h.nama))
                di_sini = h.bahan is not None and origin.berkas == h.bahan.nama
                by_code.setdefault(f.kode, []).append((f.jawaban, origin, di_sini))
    results = []
    for code, content in by_code.items():
        tidak = sum(1 for j, _, _ in content if j is Jawaban.TIDAK)
        di_lke = sum(1 for j, _, opened in content if opened and j is Jawaban.BELUM)
        places = sorted((a for _, a, _ in content), key=lambda a: (a.sel is None, a.berkas or "", a.sel or ("", 0, 0)))
        example = tuple(dict.fromkeys(map(str, places)))[:_EXAMPLES]
        results.append(Missing(code, tidak, len(content) - tidak, example, di_lke))
    return sorted(results, key=lambda m: -(m.tidak + m.belum))


def standing_letters(
    daftar: DaftarSatker, result: HasilPeriksa, surat: Letters, k: Config, created: Collection[str] = ()
) -> tuple[StandingLetter, ...]:
    """The letters that are due of *daftar* by its check *result*, in the guideline's order, each with its row.

    Every other row is a letter, too: somebody wants it. *created* are those that were made, as :func:`take_stock` has
    them.
    """
    monev = {id(m.satker) for m in result.kalender.monev if m.status in ("terlambat", "jatuh tempo")}
    jatuh = due_letters(
        Holder(s.called, s.usulan, id(s) in monev and s.holds_predikat, by_tpm(s.usulan, k, s)) for s in daftar.satker
    )
    lacking = [h.satker.called for h in result.satker if h.layak is False and h.satker is not None]
    jatuh += [DueLetter(n, j.kode) for j in load_kinds().values() if j.saat == "belum layak" for n in lacking]
    name = SatkerNames(daftar.satker)
    keys = {(on_way(d.jenis, d.jalur), "" if d.satker == ALL else name.key(d.satker)): d for d in jatuh}
    rows = {(b.kind, name.key(b.satker)): b for b in surat.baris}
    for milik, r in rows.items():
        keys.setdefault(milik, DueLetter(_called(r), r.jenis, r.jalur))
    ordered = list(load_kinds())
    every = []
    for (kind, who), d in sorted(keys.items(), key=lambda x: (ordered.index(x[1].jenis), x[1].jalur == "tpm")):
        b = rows.get((kind, who))
        state = _state(b, created=f"{kind}|{who}" in created, substitute=k.naskah.nomor)
        every.append(StandingLetter(*d, state, b))
    return tuple(every)


def _called(b: LetterRow) -> str:
    return b.milik.called if b.milik is not None else b.satker or ALL


def _state(b: LetterRow | None, *, created: bool, substitute: str | None) -> LetterState:
    """*substitute* is what stands for a number that the correspondence system fills in, where there is one."""
    if b is not None and b.tanggal_kirim is not None:
        return "dikirim"
    if b is not None and b.gone_out:
        return "bertanda tangan"
    if b is None:
        return "dibuat" if created else "tanpa baris"
    if "nomor" in b.galat or not (b.nomor or substitute):
        return "menunggu nomor"
    if created:
        return "dibuat"
    return "siap dibuat" if b.tanggal is not None else "menunggu tanggal"


def _steps(s: Standing, data: Path) -> list[Step]:
    """What to do next, in order; the last step of a finished folder is none."""
    di_sini = s.folder == Path()
    folder = "" if di_sini else f" {shell_word(s.folder)}"
    ini = "zi kerja" + folder
    steps: list[Step] = []
    if s.terbuka:
        what = f"{data.name} sedang terbuka di Excel: simpan dan tutup; yang belum disimpan tidak terbaca"
        steps.append(Step(what, ini))
    if s.unreadable:
        steps.append(_unreadable_step(s))
    if s.tanpa_baris:
        name = ", ".join(h.bahan.nama for h in s.tanpa_baris[:_EXAMPLES] if h.bahan is not None)
        command = f"zi init{folder} --dari {'.' if di_sini else shell_word(s.folder)}"
        steps.append(Step(f"{len(s.tanpa_baris)} LKE belum ada di daftar satker ({name})", command))
    # Every requirement with a term is reckoned from this day: to be told before what seems to miss it.
    if not s.periksaan.hasil.tanggal_disebut:
        what = f"tanggal pengajuan belum diisi: isi di {data.name}, lembar Instansi, atau di zi.toml, [usulan] tanggal"
        steps.append(Step(what, ini))
    steps += _unknown_steps(s, data, folder)
    if tidak := sum(1 for h in s.satker if h.layak is False):
        steps.append(Step(f"{tidak} satker belum layak: lihat sebab dan tindakannya", f"zi check{folder} --rinci"))
    states = [x.keadaan for x in s.surat]
    if n := states.count("tanpa baris"):
        steps.append(Step(f"{n} surat yang jatuh tempo belum ada di lembar Surat", f"zi surat semua{folder}"))
    if n := states.count("menunggu nomor") + states.count("menunggu tanggal"):
        steps.append(
            Step(f"{n} surat menunggu nomor atau tanggal: isi lembar Surat di {data.name}", f"zi surat semua{folder}")
        )
    if n := states.count("siap dibuat"):
        steps.append(Step(f"{n} surat siap dibuat", f"zi surat semua{folder}"))
    if n := states.count("dibuat"):
        what = (
            f"{n} surat sudah dibuat: sesudah ditandatangani isi Berkas bertanda tangan dan Tanggal kirim, lembar Surat"
        )
        steps.append(Step(what, f"zi paket{folder}"))
    if not _recap_is_fresh(s, data):
        present = is_there(s.folder / _RECAP)
        what = "rekap lebih lama daripada isian atau LKE terakhir" if present else "rekap belum dibuat"
        ke = "" if di_sini else f" -o {shell_word(s.folder / _RECAP.parent)}"
        steps.append(Step(what, f"zi batch{folder}{ke}{' --lanjut' if present else ''}"))
    return steps


def _unknown_steps(s: Standing, data: Path, folder: str) -> Iterator[Step]:
    """What is not known: cells of the register to fill, worksheets to ask for, worksheets that leave it open."""
    tanpa_lke = [h for h in s.satker if h.bahan is None]
    opened = {m.kode: m.belum if m.kode == BERKAS else m.di_lke for m in s.kurang}
    if pending := sum(m.belum - opened[m.kode] for m in s.kurang):
        what = f"{pending} isian belum diketahui: isi atau betulkan selnya di {data.name}, lembar Satker dan Instansi"
        yield Step(what, f"zi check{folder}")
    choose = {h.nama: t.temuan.sel for h in tanpa_lke for t in h.temuan if t.temuan.kode == "DAT533"}
    if choose:
        name = ", ".join(f"{n}, {cell}" if cell else n for n, cell in [*choose.items()][:_EXAMPLES])
        what = f"{len(choose)} satker mempunyai beberapa LKE yang berbeda: tulis satu di kolom Berkas LKE ({name})"
        yield Step(what, f"zi check{folder}")
    if tanpa_lke := [h for h in tanpa_lke if h.nama not in choose]:
        name = ", ".join(h.nama for h in tanpa_lke[:_EXAMPLES])
        what = f"{len(tanpa_lke)} satker belum ada LKE-nya ({name}): letakkan berkasnya di folder ini"
        yield Step(what, f"zi kerja{folder}")
    if doubt := sum(m.di_lke for m in s.kurang):
        what = f"{doubt} hal dibiarkan terbuka oleh LKE, bukan oleh daftar: lengkapi atau betulkan di LKE itu"
        yield Step(what, f"zi check{folder} --rinci")


def _unreadable_step(s: Standing) -> Step:
    """Which files can't be read, and how to see whether the first one has been mended."""
    names = [g.berkas or g.temuan.pesan for g in s.unreadable]
    excess = f" dan {len(names) - _EXAMPLES} lainnya" if len(names) > _EXAMPLES else ""
    what = (
        f"{len(names)} berkas tidak terbaca ({', '.join(names[:_EXAMPLES])}{excess}): simpan ulang di Excel atau minta "
        "lagi kepada pengirimnya, lalu timpa berkas itu; yang bukan LKE pindahkan ke luar folder ini"
    )
    return Step(what, f"zi lint {shell_word(s.folder / names[0])}")


def _recap_is_fresh(s: Standing, data: Path) -> bool:
    try:
        saat = (s.folder / _RECAP).stat().st_mtime
        return all(p.stat().st_mtime <= saat for p in (data, *(b.jalur for b in s.periksaan.bahan)))
    except OSError:
        return False
