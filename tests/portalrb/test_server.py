"""``zi portalrb layani`` and ``periksa``: a real HTTPS process and real clients."""

import codecs
import json
import os
import shutil
import socket
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import jsonschema
import pytest
import trustme
import uvicorn
from cryptography.hazmat.primitives import serialization

from tests.portalrb.server import TOKEN, Running, export, free_port, running
from zi_cli.cli import run_cli
from zi_cli.cli.portalrb_server import read_token
from zi_cli.portalrb.documents import schema
from zi_cli.portalrb.server import BoundedProtocol, PortalApp
from zi_cli.records.schema import schema_of


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("server")
    with running(folder, export(folder, 5)) as r:
        yield r


def client(r: Running, token: str | None = TOKEN) -> httpx.Client:
    kepala = {"Authorization": f"Bearer {token}"} if token is not None else {}
    return httpx.Client(base_url=r.url, verify=ssl.create_default_context(cafile=str(r.ca)), headers=kepala, timeout=20)


def test_lists_and_answers_are_those_of_the_export(server: Running) -> None:
    with client(server) as c:
        wbk, wbbm = (c.get(f"/pengusulan/unit-{n}").json() for n in ("wbk", "wbbm"))
        assert [u["id"] for u in wbk["units"]] == ["UNIT-0000", "UNIT-0001", "UNIT-0002", "UNIT-0004"]
        assert [u["id"] for u in wbbm["units"]] == ["UNIT-0003"]
        jawaban = c.get("/lke/jawaban-unit/UNIT-0003")
        assert jawaban.headers["content-type"] == "application/json"
        jsonschema.validate(jawaban.json(), schema())
        assert c.head("/pengusulan/unit-wbk").status_code == 200


@pytest.mark.parametrize(
    ("jalur", "status"),
    [
        ("/", 404), ("/pengusulan", 404), ("/pengusulan/", 404), ("/pengusulan/unit-wbk/", 404), ("/manifes.json", 404),
        ("/lke/jawaban-unit/UNIT-9999", 404), ("/lke/jawaban-unit/unit-0001", 404), ("/PENGUSULAN/unit-wbk", 404),
        ("/lke/jawaban-unit/", 422), ("/lke/jawaban-unit/a%2fb", 422), ("/lke/jawaban-unit/%2e%2e", 422),
        ("/lke/jawaban-unit/UNIT-0001%00", 422), ("/pengusulan/%75nit-wbk", 404), ("//pengusulan/unit-wbk", 404),
        ("/pengusulan/..%2f..%2fetc%2fpasswd", 404), ("/etc/passwd", 404),
    ],
)  # fmt: skip
def test_no_other_path_answers(server: Running, jalur: str, status: int) -> None:
    with client(server) as c:
        r = c.send(c.build_request("GET", httpx.URL(server.url + jalur)))
        assert r.status_code == status, r.text
        jsonschema.validate(r.json(), schema())


def test_paths_sent_raw_reach_no_file(server: Running) -> None:
    konteks = ssl.create_default_context(cafile=str(server.ca))
    for jalur in ("/../../etc/passwd", "/lke/jawaban-unit/../../manifes.json", "/lke/../../token", "/%2e%2e/token"):
        with (
            socket.create_connection(("127.0.0.1", server.port), 10) as mentah,
            konteks.wrap_socket(mentah, server_hostname="127.0.0.1") as s,
        ):
            kepala = f"Host: x\r\nAuthorization: Bearer {TOKEN}\r\nConnection: close"
            s.sendall(f"GET {jalur} HTTP/1.1\r\n{kepala}\r\n\r\n".encode())
            isi = b"".join(iter(lambda: s.recv(65536), b""))
        assert isi.split()[1] in (b"404", b"422") and b"root:" not in isi


def test_other_methods_are_refused(server: Running) -> None:
    with client(server) as c:
        for metode in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            assert c.request(metode, "/pengusulan/unit-wbk").status_code == 405


def test_tokens(server: Running) -> None:
    with client(server, None) as c:
        for kepala in (
            {}, {"Authorization": TOKEN}, {"Authorization": f"Basic {TOKEN}"}, {"Authorization": f"Bearer {TOKEN}x"},
            {"Authorization": "Bearer"}, {"Authorization": f"Bearer {TOKEN[:-1]}"},
        ):  # fmt: skip
            r = c.get("/pengusulan/unit-wbk", headers=kepala)
            assert r.status_code in (401, 429)
            jsonschema.validate(r.json(), schema())
        assert c.get("/pengusulan/unit-wbk", headers={"Authorization": f"bearer {TOKEN}"}).status_code == 200
        berganda = [("Authorization", f"Bearer {TOKEN}"), ("Authorization", "Bearer x")]
        assert c.get("/pengusulan/unit-wbk", headers=berganda).status_code in (401, 429)


def test_a_guesser_is_slowed_and_the_right_token_never_locked_out(server: Running) -> None:
    with client(server, None) as c:
        kepala = [{"Authorization": f"Bearer tebakan-{n:020}"} for n in range(40)]
        status = [c.get("/pengusulan/unit-wbk", headers=k).status_code for k in kepala]
        assert status[-1] == 429 and set(status) <= {401, 429}
        assert c.get("/pengusulan/unit-wbk", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_malformed_and_slow_clients_do_not_stop_it(server: Running) -> None:
    konteks = ssl.create_default_context(cafile=str(server.ca))
    lambat = []
    for _ in range(40):
        s = konteks.wrap_socket(socket.create_connection(("127.0.0.1", server.port), 10), server_hostname="127.0.0.1")
        s.sendall(b"GET /pengusulan/unit-wbk HTTP/1.1\r\nHost: x\r\nX-A: ")
        lambat.append(s)
    for kotor in (b"\x16\x03\x01\x00\x00", b"GET / HTTP/9.9\r\n\r\n", b"\0" * 500, b"A" * 60_000):
        with socket.create_connection(("127.0.0.1", server.port), 10) as s:
            s.sendall(kotor)
    with (
        socket.create_connection(("127.0.0.1", server.port), 10) as plain,
        konteks.wrap_socket(plain, server_hostname="127.0.0.1") as s,
    ):
        s.sendall(b"X\r\n\r\n")
        answer = b"".join(iter(lambda: s.recv(4096), b""))
        assert answer.startswith(b"HTTP/1.1 400 ") and answer.endswith(b"Permintaan HTTP tidak sah")
    with client(server) as c:
        assert c.get("/pengusulan/unit-wbk").status_code == 200
    for s in lambat:
        s.close()


@contextmanager
def in_thread(dokumen: dict[str, bytes]) -> Iterator[int]:
    """The application and its protocol in this process, without TLS, so that its clocks can be set."""
    app = PortalApp(dokumen, TOKEN, lambda _: None)
    port = free_port()
    config = uvicorn.Config(app, port=port, http=BoundedProtocol, ws="none", lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    benang = Thread(target=server.run, daemon=True)
    benang.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield port
    finally:
        server.should_exit = True
        benang.join(10)


def test_a_slow_reader_is_cut_off_and_a_patient_client_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zi_cli.portalrb.server.REQUEST_TIMEOUT", 1)
    monkeypatch.setattr("zi_cli.portalrb.server.REPLY_TIMEOUT", 1)
    minta = f"GET /{{}} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
    with (
        in_thread({"besar": b"x" * 60_000_000, "kecil": b"{}"}) as port,
        socket.create_connection(("127.0.0.1", port), 10) as lambat,
        httpx.Client() as sabar,
    ):
        lambat.sendall(minta.format("besar").encode())
        for _ in range(5):
            r = sabar.get(f"http://127.0.0.1:{port}/kecil", headers={"Authorization": f"Bearer {TOKEN}"})
            assert r.status_code == 200
            time.sleep(0.4)
        diterima = 0
        with suppress(ConnectionResetError):
            while isi := lambat.recv(1_000_000):
                diterima += len(isi)
        assert diterima < 60_000_000


def test_one_connection_too_many_is_told_so_and_the_next_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zi_cli.portalrb.server.CONNECTIONS", 2)
    with in_thread({"kecil": b"{}"}) as port:
        url, kepala = f"http://127.0.0.1:{port}/kecil", {"Authorization": f"Bearer {TOKEN}"}
        with httpx.Client() as a, httpx.Client() as b:
            assert [c.get(url, headers=kepala).status_code for c in (a, b)] == [200, 200]
            r = httpx.get(url, headers=kepala)
            assert (r.status_code, r.headers["content-type"]) == (503, "application/json")
            assert (r.headers["retry-after"], r.headers["connection"]) == ("60", "close")
            gagal = {"error": True, "code": "SERVICE_UNAVAILABLE"}
            assert r.json() == gagal | {"message": "Terlalu banyak sambungan sekaligus; coba lagi sebentar lagi"}
            assert a.get(url, headers=kepala).status_code == 200
        time.sleep(0.2)
        assert httpx.get(url, headers=kepala).status_code == 200


def test_many_units_in_bounded_memory(tmp_path: Path) -> None:
    with running(tmp_path, export(tmp_path, 500)) as r, client(r) as c:
        unit = [u["id"] for n in ("wbk", "wbbm") for u in c.get(f"/pengusulan/unit-{n}").json()["units"]]
        assert len(unit) == 500

        def ask(id_: str) -> int:
            jawaban = c.get(f"/lke/jawaban-unit/{id_}")
            assert jawaban.status_code == 200 and id_.encode() in jawaban.content[:200]
            return len(jawaban.content)

        ask(unit[0])
        awal = memory(r.proses.pid)
        # What it served would not fit into the growth allowed.
        assert sum(map(ask, unit)) > 9_000_000
        assert memory(r.proses.pid) - awal < 8


def memory(pid: int) -> float:
    """Megabytes that the process holds; 0 where the system does not say."""
    status = Path(f"/proc/{pid}/status")
    teks = status.read_text() if status.exists() else ""
    baris = next((b for b in teks.splitlines() if b.startswith("VmRSS")), "VmRSS: 0")
    return int(baris.split()[1]) / 1024


def test_two_hundred_at_once(server: Running) -> None:
    def ask(n: int) -> int:
        with client(server) as c:
            return c.get(f"/lke/jawaban-unit/UNIT-{n % 5:04}").status_code

    with ThreadPoolExecutor(60) as kolam:
        assert set(kolam.map(ask, range(200))) == {200}


def test_no_token_in_the_log_nor_in_the_process_list(server: Running) -> None:
    with client(server) as c:
        c.get(f"/pengusulan/unit-wbk?token={TOKEN}")
        c.get(f"/lke/jawaban-unit/{TOKEN}")
        c.get("/" + "".join(f"%{ord(h):02x}" for h in TOKEN))
        c.get("/" + "x" * 190 + TOKEN)
        c.get("/%1b[31mmerah")
    teks = server.log.read_bytes()
    assert TOKEN[:8].encode() not in teks and b"%30%31%32" not in teks and b"\x1b" not in teks
    assert b"/pengusulan/unit-wbk 200" in teks
    baris = Path(f"/proc/{server.proses.pid}/cmdline")
    if baris.exists():
        assert TOKEN.encode() not in baris.read_bytes()


def look(url: str, r: Running, capsys: pytest.CaptureFixture[str], *opsi: str) -> tuple[int, dict[str, Any]]:
    sandi = ["--token-berkas", str(r.ca.parent / "token"), "--ca", str(r.ca)]
    kode = run_cli(["portalrb", "periksa", url, *sandi, "--jeda", "0", "--format", "json", *opsi])
    out = capsys.readouterr().out
    isi = json.loads(out) if out else {}
    if isi:
        jsonschema.validate(isi, schema_of("portalrb-periksa"))
    return kode, isi


def test_the_check_sees_what_the_portal_would(server: Running, capsys: pytest.CaptureFixture[str]) -> None:
    kode, isi = look(server.url, server, capsys, "--dari", str(server.ca.parent / "portalrb"))
    assert kode == 0 and isi["temuan"] == []
    assert {(u["jawaban_unit"], u["jawaban_tpi"]) for u in isi["unit"]} == {(127, 0)} and len(isi["unit"]) == 5


def test_an_address_out_of_reach_is_exit_3(server: Running, capsys: pytest.CaptureFixture[str]) -> None:
    assert look("https://127.0.0.1:1", server, capsys)[0] == 3
    assert look("http://zi.contoh.go.id", server, capsys)[0] == 2
    assert look("bukan alamat", server, capsys)[0] == 2


def _changed(ekspor: Path, ubah: str) -> None:
    berkas = ekspor / "lke/jawaban-unit/UNIT-0001"
    isi = json.loads(berkas.read_bytes())
    jawaban = isi["answers"]
    if ubah == "swapped":
        jawaban[85]["jawaban_unit"], jawaban[86]["jawaban_unit"] = (
            jawaban[86]["jawaban_unit"],
            jawaban[85]["jawaban_unit"],
        )
    elif ubah == "missing":
        jawaban.pop(40)
    elif ubah == "twice":
        jawaban.append(jawaban[40])
    elif ubah == "flipped":
        jawaban[0]["soal_id"] = 1001
    elif ubah == "empty text":
        jawaban[0]["catatan_tpi"] = ""
    elif ubah == "other unit":
        isi["unit_id"] = "UNIT-0002"
    berkas.write_text(json.dumps(isi))


@pytest.mark.parametrize("ubah", ["swapped", "missing", "twice", "flipped", "empty text", "other unit"])
def test_what_the_guide_refuses_is_never_served(ubah: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The manifest is made to agree, so that the documents' own check is what finds it."""
    import hashlib

    ekspor = export(tmp_path)
    _changed(ekspor, ubah)
    manifes = json.loads((ekspor / "manifes.json").read_bytes())
    jalur = "lke/jawaban-unit/UNIT-0001"
    manifes["keluaran"][jalur] = hashlib.sha256((ekspor / jalur).read_bytes()).hexdigest()
    (ekspor / "manifes.json").write_text(json.dumps(manifes))
    assert serve_code(tmp_path, ekspor) == 3
    assert "PRB912" in capsys.readouterr().err


def serve_code(tmp_path: Path, ekspor: Path, *opsi: str, token: str = TOKEN) -> int:
    berkas = tmp_path / "token"
    berkas.write_text(token)
    return run_cli(["portalrb", "layani", str(ekspor), "--token-berkas", str(berkas), *opsi])


def test_a_token_saved_by_notepad_is_the_token(tmp_path: Path) -> None:
    berkas = tmp_path / "token"
    berkas.write_bytes(codecs.BOM_UTF8 + TOKEN.encode() + b"\r\n")
    assert read_token(berkas) == TOKEN


@pytest.mark.parametrize("apa", ["removed", "changed", "added", "worksheet", "worksheet gone", "manifest"])
def test_an_incomplete_or_outdated_export_is_not_served(
    apa: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ekspor = export(tmp_path)
    if apa == "removed":
        (ekspor / "pengusulan/unit-wbk").unlink()
    elif apa == "changed":
        (ekspor / "pengusulan/unit-wbk").write_bytes(b"{}")
    elif apa == "added":
        (ekspor / "rahasia.txt").write_text("x")
    elif apa == "worksheet":
        (tmp_path / "lke.xlsx").write_bytes(b"lain")
    elif apa == "worksheet gone":
        (tmp_path / "lke.xlsx").unlink()
    else:
        (ekspor / "manifes.json").write_bytes(b"\x00")
    assert serve_code(tmp_path, ekspor) == 3
    err = capsys.readouterr().err
    assert "tidak dilayani" in err
    assert ("PRB911" if apa.startswith("worksheet") else "PRB910") in err


def test_a_trial_export_only_on_this_machine(tmp_path: Path) -> None:
    ekspor = export(tmp_path, uji=True)
    assert serve_code(tmp_path, ekspor) == 3
    assert serve_code(tmp_path, ekspor, "--alamat", "0.0.0.0:8443") == 2
    shutil.rmtree(ekspor)


def test_what_can_not_be_served_from_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ekspor, sertifikat, kunci = export(tmp_path), tmp_path / "s.pem", tmp_path / "k.pem"
    pair_of = trustme.CA().issue_cert("localhost")
    sertifikat.write_bytes(pair_of.cert_chain_pems[0].bytes())
    tls = ["--sertifikat", str(sertifikat), "--kunci", str(kunci)]
    lain = trustme.CA().issue_cert("localhost").private_key_pem.bytes()
    rahasia = serialization.load_pem_private_key(pair_of.private_key_pem.bytes(), None)
    bersandi = rahasia.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"abcd")
    )
    for isi in (b"bukan", lain, bersandi):
        kunci.write_bytes(isi)
        assert serve_code(tmp_path, ekspor, *tls) == 3
        assert "bersandi" in capsys.readouterr().err.splitlines()[-1]
    with socket.create_server(("127.0.0.1", 0)) as s:
        assert serve_code(tmp_path, ekspor, "--alamat", f"127.0.0.1:{s.getsockname()[1]}") == 3
    assert "dipakai program lain" in capsys.readouterr().err
    assert serve_code(tmp_path, ekspor, "--alamat", "127.0.0.1:00000099999") == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_pipe_in_place_of_a_file_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for nama in ("portalrb/pengusulan/unit-wbk", "lke.xlsx"):
        ekspor = export(tmp_path)
        (tmp_path / nama).unlink()
        os.mkfifo(tmp_path / nama)
        assert serve_code(tmp_path, ekspor) == 3
        assert "tidak ada" in capsys.readouterr().err
        (tmp_path / nama).unlink()


def test_whatever_goes_wrong_is_the_guides_500(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object) -> None:
        raise RuntimeError("rahasia")

    with in_thread({"pengusulan/unit-wbk": b"{}"}) as port:
        monkeypatch.setattr(PortalApp, "_known", wrong)
        r = httpx.get(f"http://127.0.0.1:{port}/pengusulan/unit-wbk", headers={"Authorization": f"Bearer {TOKEN}"})
    assert r.status_code == 500 and r.json()["code"] == "INTERNAL_ERROR" and "rahasia" not in r.text
    jsonschema.validate(r.json(), schema())


@pytest.mark.parametrize(
    ("isi", "sah"),
    [
        ({"tahun": 2026, "units": []}, True),
        ({"tahun": 2026, "units": [{"id": "A-1", "nama": "X"}]}, True),
        ({"tahun": 2026, "units": [{"id": "A-1", "nama": "X", "kategori": "WBK-AFIRMASI", "afirmasi": True}]}, True),
        ({"unit_id": "A-1", "nama_unit": "X", "tahun": 2026, "answers": [{"soal_id": 1, "jawaban_unit": None}]}, True),
        ({"error": True, "code": "DATA_NOT_FOUND", "message": "x"}, True),
        ({"tahun": "2026", "units": []}, False),
        ({"tahun": 2026, "units": [{"id": "a/b", "nama": "X"}]}, False),
        ({"tahun": 2026, "units": [{"id": "A-1", "nama": "X", "kategori": "ZI"}]}, False),
        ({"unit_id": "A-1", "nama_unit": "X", "tahun": 2026, "answers": [{"soal_id": 1}]}, False),
        ({"unit_id": "A-1", "nama_unit": "X", "tahun": 2026, "answers": [{"soal_id": 1, "jawaban_unit": 13}]}, False),
    ],
)
def test_the_schema_is_the_guides(isi: dict[str, Any], sah: bool) -> None:
    """The forms of its examples, required and optional keys, and what it does not allow."""
    if sah:
        jsonschema.validate(isi, schema())
    else:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(isi, schema())


@pytest.mark.parametrize("token", ["", "pendek", "dengan spasi di dalamnya", "dé" * 20])
def test_a_weak_token_is_refused(token: str, tmp_path: Path) -> None:
    assert serve_code(tmp_path, export(tmp_path), token=token) == 3


def test_a_ministry_without_wbbm_answers_403(tmp_path: Path) -> None:
    with running(tmp_path, export(tmp_path), ["--tanpa-wbbm"]) as r, client(r) as c:
        assert c.get("/pengusulan/unit-wbbm").status_code == 403
        assert c.get("/pengusulan/unit-wbk").status_code == 200
