"""The portal's part: fetch everything from an agency's address and say what it would see."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx

from zi_cli.errors import EXIT_UNREADABLE, EXIT_USAGE, UserError
from zi_cli.files import sha256
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.own_json import NotOurs
from zi_cli.portalrb.check_export import DOCUMENT_SIZE, check_unit, decode
from zi_cli.portalrb.documents import Failure, Unit, UnitAnswers, UnitList
from zi_cli.portalrb.export import DAFTAR, MANIFEST_NAME, UNIT_ANSWERS, read_manifest
from zi_cli.portalrb.questions import Questions
from zi_cli.text import excerpt

#: Seconds before each try (guide, part 7).
PAUSES = (0, 60, 120)
_TIMEOUT = 30.0
#: Seconds that one document may take altogether.
_DOCUMENT_TIMEOUT = 300
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
#: Units of one list; no ministry has as many satker.
_MAX_UNITS = 20_000


class SeenUnit(NamedTuple):
    """A unit as the portal would see it."""

    id: str
    nama: str
    usulan: str
    dijawab_unit: int
    dijawab_tpi: int
    sidik: str
    temuan: tuple[Temuan, ...]


class Seen(NamedTuple):
    """Everything an address gave."""

    unit: list[SeenUnit]
    temuan: list[Temuan]


class Portal:
    """Asks one address as the portal does: GET only, no redirect followed, three tries for what may pass."""

    def __init__(
        self, basis: str, token: str, *, pause: Sequence[float] = PAUSES, ca: str | None = None,
        tidur: Callable[[float], object] = time.sleep,
    ) -> None:  # fmt: skip
        try:
            part = urlsplit(basis)
            owner = part.hostname
        except ValueError:
            owner = None
            part = urlsplit("")
        if part.scheme not in ("https", "http") or not owner or part.query or part.fragment or part.username:
            raise UserError(f"“{excerpt(basis)}” bukan alamat; tulis misalnya https://zi.contoh.go.id", EXIT_USAGE)
        if part.scheme == "http" and owner not in _LOCAL_HOSTS:
            raise UserError("alamat harus https: token tidak boleh lewat jaringan tanpa sandi", EXIT_USAGE)
        self._dasar, self._jeda, self._tidur = basis.rstrip("/"), tuple(pause) or (0,), tidur
        import ssl

        try:
            context = ssl.create_default_context(cafile=ca)
        except OSError:
            raise UserError(f"sertifikat “{excerpt(ca)}” tidak dapat dibaca", EXIT_UNREADABLE) from None
        self._klien = httpx.Client(
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
            timeout=_TIMEOUT,
            follow_redirects=False,
            verify=context,
            trust_env=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self._klien.close()

    def get(self, jalur: str) -> bytes | str:
        """The document at *jalur*, or in words why there is none.

        Raises ``UserError`` (exit 3) when the address can't be reached at all.
        """
        reason, tersambung = "tidak ada jawaban", False
        for tunggu in self._jeda:
            if tunggu:
                self._tidur(tunggu)
            try:
                with self._klien.stream("GET", f"{self._dasar}/{quote(jalur)}") as r:
                    tersambung = True
                    content, begin = bytearray(), time.monotonic()
                    for chunk in r.iter_bytes():
                        content += chunk
                        if time.monotonic() - begin > _DOCUMENT_TIMEOUT:
                            return "jawabannya terlalu lambat"
                        if len(content) > DOCUMENT_SIZE:
                            return "jawabannya terlalu besar"
                    if r.status_code == 200:
                        return bytes(content)
                    error = decode(bytes(content), Failure)
                    detailed = error.code if isinstance(error, Failure) else "tanpa JSON kesalahan menurut panduan"
                    reason = f"HTTP {r.status_code} ({excerpt(detailed)})"
                    if r.status_code < 500:
                        return reason
            except (httpx.HTTPError, httpx.InvalidURL, OSError) as e:
                reason = _network_reason(e)
        if not tersambung:
            raise UserError(f"{self._dasar} tidak terjangkau: {reason}", EXIT_UNREADABLE)
        return reason


def _network_reason(e: Exception) -> str:
    """In words why no answer came."""
    if isinstance(e, httpx.TimeoutException):
        return f"tidak menjawab dalam {_TIMEOUT:.0f} detik"
    if "CERTIFICATE_VERIFY" in str(e):
        return "sertifikatnya tidak dipercaya (--ca menyebut yang dipercaya)"
    if "SSL" in str(e):
        return "TLS-nya tidak cocok, atau bukan https"
    if isinstance(e, httpx.ConnectError):
        return "sambungan ditolak, atau tuan rumahnya tidak dikenal"
    return "sambungannya terputus sebelum jawabannya utuh"


def look(portal: Portal, questions: Questions, instrumen: Instrumen, *, wbbm: bool = True) -> Seen:
    """Fetch both lists and the answers of every unit, each held against the guide."""
    result = Seen([], [])
    sudah: set[str] = set()
    for usulan, jalur in DAFTAR.items():
        if usulan == "WBBM" and not wbbm:
            continue
        content = portal.get(jalur)
        daftar = content if isinstance(content, str) else decode(content, UnitList)
        if isinstance(daftar, str):
            result.temuan.append(make_temuan("PRB912", dokumen=jalur, sebab=daftar))
            continue
        if len(daftar.units) > _MAX_UNITS:
            result.temuan.append(make_temuan("PRB912", dokumen=jalur, sebab=f"{len(daftar.units)} unit"))
            continue
        for u in daftar.units:
            if u.id in sudah:
                result.temuan.append(make_temuan("PRB912", dokumen=jalur, sebab=f"id {u.id} ada dua kali"))
                continue
            sudah.add(u.id)
            result.unit.append(_look_at(portal, u, usulan, questions, instrumen))
    return result


def _look_at(portal: Portal, u: Unit, usulan: str, questions: Questions, instrumen: Instrumen) -> SeenUnit:
    jalur = UNIT_ANSWERS + u.id
    content = portal.get(jalur)
    if isinstance(content, str):
        return SeenUnit(u.id, u.nama, usulan, 0, 0, "", (make_temuan("PRB912", dokumen=jalur, sebab=content),))
    temuan = check_unit(u, content, questions, instrumen)
    dokumen = decode(content, UnitAnswers)
    jawaban = [] if isinstance(dokumen, str) else dokumen.answers
    return SeenUnit(
        u.id,
        u.nama,
        usulan,
        sum(a.jawaban_unit is not None for a in jawaban),
        sum(a.jawaban_tpi is not None for a in jawaban),
        sha256(content),
        tuple(temuan),
    )


def against_export(result: Seen, folder: Path) -> Seen:
    """What was seen held against the export in *folder*: units and bytes.

    Raises ``UserError`` (exit 3) when there is no export.
    """
    try:
        manifest = read_manifest(folder)
    except NotOurs as e:
        raise UserError(f"“{folder}” bukan ekspor zi portalrb ({MANIFEST_NAME}: {e})", EXIT_UNREADABLE) from None
    milik = {j.removeprefix(UNIT_ANSWERS): s for j, s in manifest.keluaran.items() if j.startswith(UNIT_ANSWERS)}
    unit = []
    for u in result.unit:
        reason = (
            None if milik.get(u.id) == u.sidik else "tidak ada di ekspor" if u.id not in milik else "lain dari ekspor"
        )
        other = (make_temuan("PRB912", dokumen=UNIT_ANSWERS + u.id, sebab=reason),) if reason and u.sidik else ()
        unit.append(u._replace(temuan=(*u.temuan, *other)))
    missing = sorted(set(milik) - {u.id for u in result.unit})
    temuan = [
        make_temuan("PRB912", dokumen=UNIT_ANSWERS + i, sebab="ada di ekspor, tetapi tidak dilayani") for i in missing
    ]
    return Seen(unit, [*result.temuan, *temuan])
