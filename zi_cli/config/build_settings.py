"""From the sections of ``zi.toml`` to settings: every value checked, every fault a finding."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, cast, get_args

from zi_cli.config import keys
from zi_cli.config.settings import (
    Config,
    ConfigCalendar,
    Correspondence,
    Instansi,
    Letterheads,
    NumberedLetter,
    OpenFollowUp,
    Pejabat,
    ProposalDefaults,
    SuratBaku,
    SurveySettings,
    TeamMember,
)
from zi_cli.instrumen.loader import find_instrumen, known_instrumen
from zi_cli.instrumen.strict_toml import TomlReader
from zi_cli.instrumen.tighten import tighten_ambang
from zi_cli.instrumen.tree import Instrumen
from zi_cli.text import excerpt, read_number

#: Years that can be proposed for, as ``--tahun`` takes them.
_YEARS = range(2000, 2101)


def build_config(
    p: TomlReader,
    content: Mapping[str, Any],
    path: Path,
    sha256: str,
    requested: Instrumen | None,
    default: Callable[[], Instrumen],
) -> Config:
    """The settings that *content* holds; what is wrong with it is added to the reader's findings."""
    root = p.table("", content, keys.SECTIONS)
    written = _instrumen(p, root.get("instrumen"), path.parent)
    instrumen = requested or written or default()
    instansi = p.table("instansi", root.get("instansi", {}), keys.INSTANSI)
    surat = p.table("surat", root.get("surat", {}), keys.SURAT)
    peraturan = p.table("surat.peraturan", surat.pop("peraturan", None) or {}, keys.REGULATION)
    bernomor: dict[str, NumberedLetter] = {}
    for part in ("persetujuan_tpm", "sptjm_instansi"):
        isian = p.table(part, root.get(part, {}), keys.NUMBERED)
        if "nomor" in isian and "tanggal" in isian:
            bernomor[part] = NumberedLetter(isian["nomor"], isian["tanggal"])
        elif isian:
            p.wrong(part, "nomor dan tanggal, dua-duanya", "sebagian")
    pejabat = {
        name: Pejabat(**p.table(name, root.get(name, {}), keys.PEJABAT))
        for name in ("pimpinan", "sekretaris_jenderal", "ketua_tpi")
    }
    tindak_lanjut = p.table("tindak_lanjut", root.get("tindak_lanjut", {}), keys.FOLLOW_UP)
    opened = _choice(p, "tindak_lanjut.terbuka", tindak_lanjut.get("terbuka"), get_args(OpenFollowUp))
    panel = tuple(Pejabat(**p.table(f"panel[{n}]", t, keys.PEJABAT)) for n, t in enumerate(root.get("panel", ()), 1))
    tim = tuple(_member(p, f"tim[{n}]", t) for n, t in enumerate(root.get("tim", ()), 1))
    ambang, temuan = tighten_ambang(instrumen, root.get("ambang", {}), path.name)
    p.temuan += temuan
    k = Config(
        instrumen=instrumen,
        ambang=ambang,
        berkas=path,
        sha256=sha256,
        instansi=Instansi(**instansi),
        pimpinan=pejabat["pimpinan"],
        sekretaris_jenderal=pejabat["sekretaris_jenderal"],
        ketua_tpi=pejabat["ketua_tpi"],
        panel=panel,
        surat=SuratBaku(peraturan=peraturan, **surat),
        naskah=Correspondence(**p.table("naskah", root.get("naskah", {}), keys.LETTER_KEYS)),
        kop=_letterheads(p.table("kop", root.get("kop", {}), keys.KOP)),
        tembusan=p.table("tembusan", root.get("tembusan", {}), dict.fromkeys(keys.SURAT_WITH_TEMBUSAN, "daftar_teks")),
        kalender=ConfigCalendar(**p.table("kalender", root.get("kalender", {}), keys.CALENDAR)),
        usulan=_proposal(p, root.get("usulan", {}), instrumen),
        survei=_survei(p, root.get("survei", {})),
        persetujuan_tpm=bernomor.get("persetujuan_tpm"),
        sptjm_instansi=bernomor.get("sptjm_instansi"),
        tindak_lanjut=cast(OpenFollowUp, opened or "peringatkan"),
        tim=tim,
        jadwal=p.table("jadwal", root.get("jadwal", {}), dict.fromkeys(keys.SCHEDULED_TAHAP, "batas")),
    )
    k = k._replace(instrumen=instrumen.claiming(_penilai_by_heading(p, root.get("judul_penilai", {}), instrumen), {}))
    return k._replace(instrumen_lain=written.nama) if written is not None and written is not instrumen else k


def _letterheads(content: Mapping[str, Any]) -> Letterheads:
    rows = {t: content[t] for t in keys.KOP_TINGKAT if content.get(t)}
    return Letterheads(rows, content.get("logo") or None, content.get("logo_menteri") or None)


def _proposal(p: TomlReader, content: Mapping[str, Any], instrumen: Instrumen) -> ProposalDefaults:
    usulan = ProposalDefaults(**p.table("usulan", content, keys.USULAN))
    if usulan.tahun is not None and usulan.tahun not in _YEARS:
        p.wrong("usulan.tahun", f"tahun {_YEARS[0]} sampai {_YEARS[-1]}", usulan.tahun)
    if usulan.penilai is None:
        return usulan
    code = instrumen.penilai.named(usulan.penilai)
    if code is None:
        every = instrumen.penilai.codes
        p.wrong("usulan.penilai", f"kode penilai ({', '.join(every)})", usulan.penilai, every)
    return usulan._replace(penilai=code)


def _choice(p: TomlReader, key: str, nilai: str | None, choices: Sequence[str]) -> str | None:
    """The one of *choices* that *nilai* is, in whatever case; anything else is a finding, and None."""
    result = next((x for x in choices if nilai is not None and nilai.casefold() == x), None)
    if nilai is not None and result is None:
        p.wrong(key, f"{', '.join(choices[:-1])} atau {choices[-1]}", nilai, choices)
    return result


def _survei(p: TomlReader, content: Mapping[str, Any]) -> SurveySettings:
    dibaca = p.table("survei", content, keys.SURVEI)
    for key, choice in keys.SURVEI_CHOICES.items():
        if key in dibaca:
            dibaca[key] = _choice(p, f"survei.{key}", dibaca[key], choice)
            if dibaca[key] is None:
                return SurveySettings()
    if dibaca.get("bulan") == 0:
        p.wrong("survei.bulan", "bilangan bulat 1 atau lebih", 0)
        return SurveySettings()
    written: tuple[str, ...] = dibaca.pop("bobot_skm", ())
    bobot = [_ratio(text) for text in written]
    if written and (any(b <= 0 for b in bobot) or sum(bobot) != 1):
        expected = "daftar bobot unsur yang berjumlah tepat 1, misalnya 1/9 sembilan kali"
        p.wrong("survei.bobot_skm", expected, "; ".join(written))
        return SurveySettings()
    return SurveySettings(**dibaca, bobot_skm=tuple(bobot))


def _ratio(text: str) -> Fraction:
    """A weight as written, "0,15" or "1/9"; 0 for what is none."""
    parts = [read_number(b) for b in text.split("/")]
    figures = [b[0] for b in parts if b is not None]
    if len(figures) != len(parts) or len(parts) > 2 or figures[-1] == 0:
        return Fraction()
    return figures[0] / figures[1] if len(figures) == 2 else figures[0]


def _member(p: TomlReader, part: str, content: Mapping[str, Any]) -> TeamMember:
    milik = p.table(part, content, keys.TIM)
    for key in ("unit", "nama", "jabatan"):
        if not milik.get(key):
            p.wrong(f"{part}.{key}", "teks", "")
    return TeamMember(
        unit=milik.get("unit") or "",
        nama=milik.get("nama") or "",
        jabatan=milik.get("jabatan") or "",
        nip=milik.get("nip") or None,
        kedudukan=milik.get("kedudukan") or "Anggota",
    )


def _penilai_by_heading(p: TomlReader, content: Mapping[str, Any], instrumen: Instrumen) -> dict[str, str]:
    """Whose answers stand under a heading that names no assessor: ``"Verifikator" = "tpi"``."""
    for title, code in content.items():
        if code not in instrumen.penilai.codes:
            every = instrumen.penilai.codes
            p.wrong(f"judul_penilai.{excerpt(title)}", f"kode penilai ({', '.join(every)})", code)
    return dict(content)


def _instrumen(p: TomlReader, name: str | None, folder: Path) -> Instrumen | None:
    """The instrument the file names; a folder is taken from where the file is."""
    if name is None:
        return None
    instrumen = find_instrumen(name, folder)
    if instrumen is None:
        p.wrong("instrumen", f"nama instrumen ({', '.join(known_instrumen())}) atau foldernya", name)
    return instrumen
