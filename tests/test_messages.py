"""What the option parser says reaches nobody in English: every option of every command, given nonsense."""

import csv
import errno
import os
import re
import shlex
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from zi_cli.cli import _application, run_cli
from zi_cli.errors import os_reason

#: Words of the parser's own messages, none of which is Indonesian.
_ENGLISH = re.compile(
    r"\b(is|not|valid|value|error|invalid|range|integer|float|required|must|be|does|exist|should|greater|less|than|"
    r"option|argument|missing|unexpected|extra|takes?|directory|file|got|and|or|the|for|choose|from|no|such)\b",
    re.IGNORECASE,
)
_NONSENSE = ("dua", "-1", "99999999999", "\x00", "")


def commands() -> Iterator[tuple[list[str], Any]]:
    grup = _application()
    for nama in grup.list_commands(None):
        perintah = grup.get_command(None, nama)
        anak = getattr(perintah, "commands", None)
        if anak:
            yield from (([nama, n], c) for n, c in anak.items())
        else:
            yield [nama], perintah


COMMANDS = list(commands())


def said(capsys: pytest.CaptureFixture[str], argumen: list[str]) -> tuple[int, str]:
    kode = run_cli(argumen)
    return kode, capsys.readouterr().err


def in_own_words(galat: str, argumen: list[str]) -> str:
    """The message without what the user typed, without names of options and metavars, which are no sentences."""
    for a in sorted(filter(None, argumen), key=len, reverse=True):
        galat = galat.replace(a, " ")
    galat = re.sub(r"--?[a-z-]+|\([^()]*--help\)", " ", galat)
    return re.sub(r"pilih salah satu:.*|[A-Z.|\[\]]{3,}", " ", galat)


@pytest.mark.parametrize(("nama", "perintah"), COMMANDS, ids=[" ".join(n) for n, _ in COMMANDS])
def test_nonsense_is_answered_in_indonesian(
    nama: list[str], perintah: Any, capsys: pytest.CaptureFixture[str], tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # A required argument that is missing stops a command before it does anything, whatever its options are.
    for p in perintah.params:
        if p.param_type_name != "option" or p.is_flag or p.name == "help" or p.type.name in ("text", "path"):
            continue
        for nilai in _NONSENSE:
            argumen = [*nama, p.opts[-1], nilai]
            kode, galat = said(capsys, argumen)
            if kode == 2:
                assert galat.count("\n") == 1, galat
                assert not _ENGLISH.search(in_own_words(galat, argumen)), galat
    for argumen in (
        [*nama, "--tidak-ada"],
        [*nama, *["x"] * 30, "--bukan"],
        [*nama, next((p.opts[-1] for p in perintah.params if p.param_type_name == "option" and not p.is_flag), "--x")],
        [*nama, "--help=ya"],
    ):
        kode, galat = said(capsys, argumen)
        assert kode == 2 and galat.count("\n") == 1, (argumen, galat)
        assert not _ENGLISH.search(in_own_words(galat, argumen)), galat


def test_the_operating_system_speaks_indonesian() -> None:
    """Every error there is has a reason of ours: known ones in words, the others by their name."""
    for nomor, nama in errno.errorcode.items():
        alasan = os_reason(OSError(nomor, os.strerror(nomor)))
        assert os.strerror(nomor).casefold() not in alasan.casefold(), nama
        assert not _ENGLISH.search(alasan.replace(nama, "")), (nama, alasan)
    assert os_reason(socket.gaierror(-2, "Name or service not known")) == "nama alamatnya tidak dikenal"
    assert os_reason(IsADirectoryError(errno.EISDIR, "Is a directory")) == "itu folder, bukan berkas"


@pytest.mark.parametrize("argumen", [["tidakada"], ["--tidak-ada"], ["portalrb"], ["portalrb", "ekspot"], ["scor"]])
def test_the_group_answers_too(argumen: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    kode, galat = said(capsys, argumen)
    assert kode == 2
    assert not _ENGLISH.search(in_own_words(galat.splitlines()[-1], argumen)), galat


@pytest.mark.parametrize(
    ("argumen", "kalimat"),
    [
        (["survei"], "argumen RESPONS belum diisi"),
        (["explain", "LKE999"], "kode “LKE999” tidak dikenal"),
        (["explain", "K9"], "sel K9 ada di berkas Anda"),
        (["instrumen", "banding", "tidak-ada.json"], "berkas atau foldernya tidak ada"),
        (["check", ".", "satu", "dua"], "argumen berlebih: satu dua (bantuan"),
        (["score", "--format"], "opsi --format membutuhkan nilai (bantuan: zi score --help)"),
        (["kerja", "catatan.txt"], "“catatan.txt” adalah berkas, bukan folder"),
    ],
    ids=["verb first", "finding", "cell", "no such file", "too many", "no value", "no folder"],
)
def test_small_mistakes_are_named_for_what_they_are(
    argumen: list[str],
    kalimat: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "catatan.txt").touch()
    kode, galat = said(capsys, argumen)
    assert kode in (2, 3)
    assert kalimat in galat


ROOT = Path(__file__).parent.parent
WRONG_USE = [*csv.DictReader((ROOT / "tests/data/salah-pakai.csv").open(encoding="utf-8"))]


@pytest.mark.parametrize("case", WRONG_USE, ids=lambda c: c["perintah"])
def test_wrong_use_is_one_line_that_says_what_to_do(
    case: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder for a file, a file for a folder, what is not there or is something else: nothing is written."""
    monkeypatch.chdir(tmp_path)
    for name in ("lke.xlsx", "-lke.xlsx"):
        shutil.copy(ROOT / "sample_lke/lke-wbk.xlsx", name)
    for folder in ("kosong", "usulan"):
        Path(folder).mkdir()
    Path("usulan/satker.csv").write_text("Kode,Nama satker,Usulan\n1,Satker Contoh,WBK\n", "utf-8")
    for name, text in (("catatan.txt", "halo"), ("rusak.xlsx", "x"), ("daftar.json", "{}")):
        Path(name).write_text(text, "utf-8")
    before = sorted(tmp_path.rglob("*"))
    arguments = shlex.split(case["perintah"])
    code = run_cli(arguments)
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (int(case["kode"]), "", 1), (code, out, err)
    assert case["kata"] in err
    assert not _ENGLISH.search(in_own_words(err, arguments)), err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("nama", [[], *(n for n, _ in COMMANDS)], ids=lambda n: " ".join(n) or "zi")
def test_the_help_is_indonesian(nama: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """No word of the parser, no type of its own, no range as a formula."""
    assert run_cli([*nama, "--help"]) == 0
    bantuan = capsys.readouterr().out
    assert "Pemakaian: zi" in bantuan
    assert not re.search(
        r"<[a-z ]+>(?!\.html)|x[<>]=|[<>]=x|\{|\[required|default", bantuan.replace("<pendahuluan>", "")
    )
    # A command's own names ("zi explain", "--format"), metavars and examples are no sentences.
    kalimat = re.sub(r"Contoh: .*|zi [a-z]+|--?[a-z-]+|<[^ ]*>|“[^”]*”|\b[A-Z][A-Z.|-]+\b", " ", bantuan)
    assert not _ENGLISH.search(kalimat), _ENGLISH.findall(kalimat)
