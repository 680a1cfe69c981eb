"""``zi.toml`` and the sheet Instansi as one: what they say differently, or the sheet wrongly, is left out."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from zi_cli.config.settings import Config, ConfigSheet
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.text import excerpt

#: Where it is not known what open follow-up does to a proposal, it keeps it back.
_OPEN_STATES = "tindak_lanjut.terbuka"


class MergedSettings:
    """The sections of both sources in ``isi``; a key in doubt is in neither, and has its finding."""

    def __init__(self, content: Mapping[str, Any], sheet: ConfigSheet | None, name: str) -> None:
        """*name* is the file's, for findings."""
        self.isi = {k: dict(v) if isinstance(v, dict) else v for k, v in content.items()}
        self._lembar = sheet
        self._temuan = list(sheet.temuan) if sheet is not None else []
        self._ragu = dict(sheet.ragu) if sheet is not None else {}
        self._dari_lembar: set[str] = set()
        for key in self._ragu:
            self._drop(key)
        for key, nilai in _values(sheet.isi if sheet is not None else {}):
            self._add(key, nilai, name)

    def _add(self, key: str, nilai: Any, name: str) -> None:
        """What the sheet says of *key*: used where the file is silent, in doubt where it says otherwise."""
        part, _, isian = key.partition(".")
        target = self.isi.setdefault(part, {}) if isian else self.isi
        if not isinstance(target, dict):
            return  # refused where it is checked
        other = target.get(isian or part)
        if other in (None, "", []):
            target[isian or part] = nilai
            self._dari_lembar.add(key)
        elif str(other) != str(nilai):
            toml, milik = _words(other), _words(nilai)
            cell = self._cell_of_key(key)
            self._doubt(key, make_temuan("DAT572", cell, kunci=key, berkas=name, toml=toml, lembar=milik))

    def leave_out(self, wrong: Mapping[str, str]) -> bool:
        """Leave out what the sheet says of the keys *wrong* (why, by key); False where it says nothing of them.

        A fault of a section is that of all its keys; one that follows from another of them is not said again.
        """
        keluar = False
        for jalur, reason in wrong.items():
            start = re.sub(r"\[\d+\].*", "", jalur)
            milik = [k for k in sorted(self._dari_lembar) if k == start or k.startswith(f"{start}.")]
            known = any(k.startswith(f"{start}.") for k in self._ragu)
            for key in milik:
                if known:
                    self._drop(key)
                else:
                    label = self._lembar.label.get(key, key) if self._lembar is not None else key
                    self._doubt(key, make_temuan("DAT571", self._cell_of_key(key), label=label, sebab=reason))
                    known = True
            keluar |= bool(milik)
        return keluar

    def marked(self, config: Config) -> Config:
        """*config* with the findings, and the sheet with what is in force of it and what is in doubt."""
        if self._lembar is None:
            return config
        in_file = {k for k, _ in _values(self.isi)} - self._dari_lembar
        cells = {k: s for k, s in self._lembar.sel.items() if k not in in_file}
        sheet = self._lembar._replace(sel=cells, ragu=self._ragu)
        result = config._replace(temuan=tuple(self._temuan), lembar=sheet)
        return result._replace(tindak_lanjut="tahan") if _OPEN_STATES in self._ragu else result

    def _cell_of_key(self, key: str) -> Sel | None:
        return self._lembar.sel.get(key) if self._lembar is not None else None

    def _doubt(self, key: str, t: Temuan) -> None:
        self._temuan.append(t)
        self._ragu[key] = t
        self._drop(key)

    def _drop(self, key: str) -> None:
        part, _, isian = key.partition(".")
        target = self.isi.get(part) if isian else self.isi
        if isinstance(target, dict):
            target.pop(isian or part, None)
        self._dari_lembar.discard(key)


def _values(content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for part, milik in content.items():
        if isinstance(milik, Mapping):
            yield from ((f"{part}.{k}", v) for k, v in milik.items())
        else:
            yield part, milik


def _words(nilai: Any) -> str:
    """A value in a finding; a repeated section by how many entries it has."""
    if isinstance(nilai, list) and nilai and isinstance(nilai[0], dict):
        return f"{len(nilai)} isian"
    return excerpt(nilai)
