"""``zi.toml`` and the sheet Instansi as one: what they say differently, or the sheet wrongly, is left out."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from zi_cli.config.settings import Config, ConfigSheet
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.text import cuplik

#: Where it is not known what open follow-up does to a proposal, it keeps it back.
_TERBUKA = "tindak_lanjut.terbuka"


class MergedSettings:
    """The sections of both sources in ``isi``; a key in doubt is in neither, and has its finding."""

    def __init__(self, isi: Mapping[str, Any], lembar: ConfigSheet | None, nama: str) -> None:
        """*nama* is the file's, for findings."""
        self.isi = {k: dict(v) if isinstance(v, dict) else v for k, v in isi.items()}
        self._lembar = lembar
        self._temuan = list(lembar.temuan) if lembar is not None else []
        self._ragu = dict(lembar.ragu) if lembar is not None else {}
        self._dari_lembar: set[str] = set()
        for kunci in self._ragu:
            self._drop(kunci)
        for kunci, nilai in _values(lembar.isi if lembar is not None else {}):
            self._add(kunci, nilai, nama)

    def _add(self, kunci: str, nilai: Any, nama: str) -> None:
        """What the sheet says of *kunci*: used where the file is silent, in doubt where it says otherwise."""
        bagian, _, isian = kunci.partition(".")
        tujuan = self.isi.setdefault(bagian, {}) if isian else self.isi
        if not isinstance(tujuan, dict):
            return  # refused where it is checked
        lain = tujuan.get(isian or bagian)
        if lain in (None, "", []):
            tujuan[isian or bagian] = nilai
            self._dari_lembar.add(kunci)
        elif str(lain) != str(nilai):
            toml, milik = _words(lain), _words(nilai)
            sel = self._sel(kunci)
            self._doubt(kunci, make_temuan("DAT572", sel, kunci=kunci, berkas=nama, toml=toml, lembar=milik))

    def leave_out(self, salah: Mapping[str, str]) -> bool:
        """Leave out what the sheet says of the keys *salah* (why, by key); False where it says nothing of them.

        A fault of a section is that of all its keys; one that follows from another of them is not said again.
        """
        keluar = False
        for jalur, sebab in salah.items():
            awal = re.sub(r"\[\d+\].*", "", jalur)
            milik = [k for k in sorted(self._dari_lembar) if k == awal or k.startswith(f"{awal}.")]
            diketahui = any(k.startswith(f"{awal}.") for k in self._ragu)
            for kunci in milik:
                if diketahui:
                    self._drop(kunci)
                else:
                    label = self._lembar.label.get(kunci, kunci) if self._lembar is not None else kunci
                    self._doubt(kunci, make_temuan("DAT571", self._sel(kunci), label=label, sebab=sebab))
                    diketahui = True
            keluar |= bool(milik)
        return keluar

    def marked(self, konfigurasi: Config) -> Config:
        """*konfigurasi* with the findings, and the sheet with what is in force of it and what is in doubt."""
        if self._lembar is None:
            return konfigurasi
        di_berkas = {k for k, _ in _values(self.isi)} - self._dari_lembar
        sel = {k: s for k, s in self._lembar.sel.items() if k not in di_berkas}
        lembar = self._lembar._replace(sel=sel, ragu=self._ragu)
        hasil = konfigurasi._replace(temuan=tuple(self._temuan), lembar=lembar)
        return hasil._replace(tindak_lanjut="tahan") if _TERBUKA in self._ragu else hasil

    def _sel(self, kunci: str) -> Sel | None:
        return self._lembar.sel.get(kunci) if self._lembar is not None else None

    def _doubt(self, kunci: str, t: Temuan) -> None:
        self._temuan.append(t)
        self._ragu[kunci] = t
        self._drop(kunci)

    def _drop(self, kunci: str) -> None:
        bagian, _, isian = kunci.partition(".")
        tujuan = self.isi.get(bagian) if isian else self.isi
        if isinstance(tujuan, dict):
            tujuan.pop(isian or bagian, None)
        self._dari_lembar.discard(kunci)


def _values(isi: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for bagian, milik in isi.items():
        if isinstance(milik, Mapping):
            yield from ((f"{bagian}.{k}", v) for k, v in milik.items())
        else:
            yield bagian, milik


def _words(nilai: Any) -> str:
    """A value in a finding; a repeated section by how many entries it has."""
    if isinstance(nilai, list) and nilai and isinstance(nilai[0], dict):
        return f"{len(nilai)} isian"
    return cuplik(nilai)
