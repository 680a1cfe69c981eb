"""``zi portalrb layani`` and ``periksa``: an export served to the portal, and a server seen as the portal sees it."""

import sys
from codecs import BOM_UTF8
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from zi_cli.cli.options import InstrumenOption, Rules, Screen
from zi_cli.cli.output import end
from zi_cli.errors import EXIT_UNREADABLE, UserError, os_reason
from zi_cli.files import file_fault, read_file

TokenOption = Annotated[
    Path | None,
    typer.Option(
        "--token-berkas", metavar="BERKAS", help="Berkas berisi token; tanpa opsi ini variabel ZI_PORTALRB_TOKEN."
    ),
]
_TOKEN = "ZI_PORTALRB_TOKEN"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
#: Shorter ones can be guessed.
_SHORTEST_TOKEN = 16


def read_token(file: Path | None) -> str:
    """The token of the file, else of the environment; never one of the command line, which others can see."""
    import os

    if file is None:
        token = os.environ.get(_TOKEN, "")
        if not token:
            raise typer.BadParameter(f"token belum ada: --token-berkas BERKAS, atau variabel {_TOKEN}")
    else:
        try:
            # Notepad may put a mark of the encoding in front.
            token = read_file(file, 4096).removeprefix(BOM_UTF8).decode("ascii", "replace")
        except (OSError, ValueError) as e:
            reason = os_reason(e) if isinstance(e, OSError) else "nama tidak sah"
            raise UserError(f"berkas token tidak dapat dibaca: {reason}", EXIT_UNREADABLE) from None
        if os.name == "posix" and file.stat().st_mode & 0o077:
            sys.stderr.write(f"zi: “{file}” dapat dibaca pemakai lain; sebaiknya chmod 600\n")
    token = token.strip()
    if len(token) < _SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        raise UserError(
            f"token harus {_SHORTEST_TOKEN} karakter atau lebih tanpa spasi, misalnya dari openssl rand -hex 32",
            EXIT_UNREADABLE,
        )
    return token


def serve_command(
    folder: Annotated[
        Path, typer.Argument(metavar="EKSPOR", help="Folder hasil zi portalrb ekspor.", show_default=False)
    ],
    token_berkas: TokenOption = None,
    alamat: Annotated[str, typer.Option("--alamat", metavar="TUAN:PORT", help="Alamat server.")] = "127.0.0.1:8443",
    sertifikat: Annotated[
        Path | None, typer.Option("--sertifikat", metavar="BERKAS.PEM", help="Sertifikat TLS.")
    ] = None,
    kunci: Annotated[Path | None, typer.Option("--kunci", metavar="BERKAS.PEM", help="Kunci sertifikatnya.")] = None,
    tanpa_wbbm: Annotated[
        bool, typer.Option("--tanpa-wbbm", help="Instansi tidak berhak mengusulkan WBBM: daftarnya dijawab 403.")
    ] = False,
    uji: Annotated[bool, typer.Option("--uji", help="Izinkan ekspor bertanda uji, hanya di komputer ini.")] = False,
    diminta: InstrumenOption = None,
) -> None:
    """Layani ekspor lewat HTTPS dengan token: hanya dibaca, tepat isi ekspor itu.

    Tanpa sertifikat hanya di komputer ini, di belakang server yang memasang TLS (docs/portalrb.md).

    Contoh: zi portalrb layani portalrb --token-berkas token
    """
    owner, port = _address(alamat)
    if (sertifikat is None) != (kunci is None):
        raise typer.BadParameter("--sertifikat dan --kunci harus bersama")
    if owner not in _LOOPBACK and sertifikat is None:
        raise typer.BadParameter(f"--alamat {alamat} terlihat dari luar, jadi membutuhkan --sertifikat dan --kunci")
    try:
        from zi_cli.portalrb.server import Access, PortalApp, check_certificate, open_address, serve
    except ImportError:
        raise UserError("zi portalrb layani membutuhkan pip install zi-cli[portalrb]", EXIT_UNREADABLE) from None
    import errno

    from zi_cli.portalrb.check_export import verify_export
    from zi_cli.portalrb.questions import load_questions

    token = read_token(token_berkas)
    instrumen = Rules(None, diminta).load().instrumen
    ekspor = verify_export(folder, load_questions(instrumen), instrumen)
    for t in ekspor.temuan[:20]:
        sys.stderr.write(f"zi: {t.line}\n")
    if ekspor.temuan or ekspor.manifes is None:
        raise UserError(f"“{folder}” tidak dilayani; jalankan lagi zi portalrb ekspor", EXIT_UNREADABLE)
    if ekspor.manifes.uji and not (uji and owner in _LOOPBACK):
        raise UserError("ekspor bertanda uji hanya dilayani di komputer ini dengan --uji", EXIT_UNREADABLE)
    if sertifikat is not None and kunci is not None:
        for file in (sertifikat, kunci):
            if fault := file_fault(file):
                raise UserError(f"“{file}” {fault}", EXIT_UNREADABLE)
        try:
            check_certificate(sertifikat, kunci)
        except OSError:
            reason = "sertifikat dan kuncinya bukan sepasang PEM yang terbaca, atau kuncinya bersandi"
            raise UserError(f"“{sertifikat}” dan “{kunci}”: {reason}", EXIT_UNREADABLE) from None
    try:
        place = open_address(owner, port)
    except OSError as e:
        reason = "dipakai program lain" if e.errno == errno.EADDRINUSE else os_reason(e)
        raise UserError(f"alamat {alamat} tidak dapat dipakai: {reason}", EXIT_UNREADABLE) from None

    def log(a: Access) -> None:
        now = datetime.now().isoformat(timespec="seconds")
        with suppress(OSError):  # whoever read the log is gone; the portal is still served
            sys.stderr.write(f"{now} {a.klien} {a.jalur} {a.status}\n")

    app = PortalApp(ekspor.dokumen, token, log, tanpa_wbbm=tanpa_wbbm)
    schema = "https" if sertifikat else "http"
    sys.stderr.write(f"zi: {len(ekspor.manifes.sumber)} unit di {schema}://{alamat}; Ctrl-C untuk berhenti\n")
    serve(app, place, sertifikat, kunci)


def _address(address: str) -> tuple[str, int]:
    owner, _, port = address.rpartition(":")
    owner = owner.strip("[]")
    if not owner or not (port.isascii() and port.isdecimal() and len(port) < 6 and 0 < int(port) < 65536):
        raise typer.BadParameter(f"--alamat “{address}” tidak sah; tulis misalnya 127.0.0.1:8443")
    return owner, int(port)


def check_command(
    url: Annotated[str, typer.Argument(metavar="URL", help="Alamat dasar server.", show_default=False)],
    token_berkas: TokenOption = None,
    *,
    dari: Annotated[
        Path | None, typer.Option("--dari", metavar="EKSPOR", help="Bandingkan dengan ekspor di folder ini.")
    ] = None,
    jeda: Annotated[
        str, typer.Option("--jeda", metavar="DETIK,…", help="Jeda sebelum tiap percobaan, seperti PortalRB.")
    ] = "0,60,120",
    ca: Annotated[Path | None, typer.Option("--ca", metavar="BERKAS.PEM", help="Sertifikat yang dipercaya.")] = None,
    tanpa_wbbm: Annotated[bool, typer.Option("--tanpa-wbbm", help="Jangan meminta daftar WBBM.")] = False,
    screen: Screen,
    diminta: InstrumenOption = None,
) -> None:
    """Ambil semua dokumen dari sebuah server seperti PortalRB, dan sebutkan apa yang akan dilihatnya unit demi unit.

    Kode keluar 1 bila ada yang tidak sesuai panduan, 3 bila alamatnya tidak terjangkau.

    Contoh: zi portalrb periksa http://127.0.0.1:8443 --token-berkas token
    """
    keluar = screen.choose()
    try:
        from zi_cli.portalrb.fetch import Portal, against_export, look
    except ImportError:
        raise UserError("zi portalrb periksa membutuhkan pip install zi-cli[portalrb]", EXIT_UNREADABLE) from None
    from zi_cli.portalrb.portal_records import seen_record
    from zi_cli.portalrb.portal_view import seen_headline, seen_table
    from zi_cli.portalrb.questions import load_questions
    from zi_cli.views.document import Fields

    instrumen = Rules(None, diminta).load().instrumen
    question = load_questions(instrumen)
    portal = Portal(url, read_token(token_berkas), pause=_delays(jeda), ca=str(ca) if ca else None)
    try:
        result = look(portal, question, instrumen, wbbm=not tanpa_wbbm)
    finally:
        portal.close()
    if dari is not None:
        result = against_export(result, dari)
    keluar.give(
        lambda: [seen_record(result, url, instrumen)],
        lambda: [seen_table(result)],
        lambda: [Fields(seen_headline(result, url)), seen_table(result)],
    )
    every = [*result.temuan, *(t for u in result.unit for t in u.temuan)]
    for t in every:
        sys.stderr.write(f"zi: {t.line}\n")
    end(refused=every)


def _delays(text: str) -> list[float]:
    try:
        pause = [float(x) for x in text.split(",")]
    except ValueError:
        pause = []
    if not pause or not all(0 <= x <= 3600 for x in pause) or len(pause) > 10:
        raise typer.BadParameter(f"--jeda “{text}” tidak sah; tulis misalnya 0,60,120")
    return pause
