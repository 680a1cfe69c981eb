"""The house: rooms import one way (docs/arsitektur.md says which), and what is loaded late stays late."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "zi_cli"
MODULES = sorted(PACKAGE.rglob("*.py"))
#: Entry points: they start the command line, nothing imports them.
ENTRY = {"__init__", "__main__"}
HEAVY = {
    "pandas",
    "msgspec",
    "openpyxl",
    "xlsxwriter",
    "docxtpl",
    "docx",
    "jinja2",
    "rich",
    "pygal",
    "highspy",
    "msoffcrypto",
}


def rooms() -> list[str]:
    """Names of the rooms from the ground up, as the page's first table has them."""
    page = (ROOT / "docs" / "arsitektur.md").read_text(encoding="utf-8")
    table = page.split("| Ruang | Isi |", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE)


def name(module: Path) -> str:
    return ".".join(("zi_cli", *module.relative_to(PACKAGE).with_suffix("").parts))


def room_of(dotted: str) -> str:
    return dotted.split(".")[1] if "." in dotted else "__init__"


def imports(module: Path, *, text: str | None = None, at_import_only: bool = False) -> Iterator[str]:
    """Dotted names that *module* (or *text* in its place) imports, relative and ``from zi_cli import x`` resolved."""
    tree = ast.parse(module.read_text(encoding="utf-8") if text is None else text)
    package = name(module).split(".")[:-1]
    for node in tree.body if at_import_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            origin = ".".join(p for p in (base, node.module or "") if p)
            if origin == "zi_cli":
                yield from (f"zi_cli.{a.name}" for a in node.names)
            else:
                yield origin


def upward(module: Path, order: dict[str, int]) -> set[tuple[str, str]]:
    """Pairs (room, imported room) of *module* in which the imported room does not stand above."""
    own = room_of(name(module))
    rooms_used = {room_of(i) for i in imports(module) if i.split(".")[0] == "zi_cli"}
    return {(own, other) for other in rooms_used if order.get(other, len(order)) > order[own]}


def test_the_page_names_every_room() -> None:
    there = {p.stem for p in PACKAGE.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()} - ENTRY
    assert there <= set(rooms())
    assert len(rooms()) == len(set(rooms()))


@pytest.mark.parametrize("module", [m for m in MODULES if room_of(name(m)) not in ENTRY], ids=name)
def test_a_room_imports_only_rooms_above_it(module: Path) -> None:
    order = {r: i for i, r in enumerate(rooms())}
    assert upward(module, order) == set()


@pytest.mark.parametrize(
    "line",
    ["import zi_cli.cli.score", "from zi_cli.cli import score", "from ..cli import score", "from zi_cli import cli"],
)
def test_every_form_of_import_is_seen(line: str) -> None:
    assert "cli" in {room_of(i) for i in imports(PACKAGE / "scoring" / "score.py", text=line)}


@pytest.mark.parametrize("module", [m for m in MODULES if m.parent.name in ("scoring", "instrumen")], ids=name)
def test_scoring_reads_no_file_and_prints_nothing(module: Path) -> None:
    """Scoring and instrument know the Worksheet's types, never its readers."""
    readers = ("zi_cli.worksheet.formats", "zi_cli.worksheet.recognise", "zi_cli.worksheet.read")
    assert [i for i in imports(module) if i.startswith(readers)] == []
    assert not {i.split(".")[0] for i in imports(module)} & (HEAVY - {"highspy"})


@pytest.mark.parametrize(
    "module", [m for m in MODULES if room_of(name(m)) in ("cli", "worksheet", "findings", "batch", "folder")], ids=name
)
def test_heavy_libraries_are_imported_late(module: Path) -> None:
    assert not {i.split(".")[0] for i in imports(module, at_import_only=True)} & HEAVY


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_annotations_are_postponed_only_where_needed(module: Path) -> None:
    """Postponed annotations are compiled one by one at start-up: only for names that only type checkers import."""
    postponed = "__future__" in imports(module, at_import_only=True)
    assert postponed == ("TYPE_CHECKING" in module.read_text(encoding="utf-8"))


def test_named_tuples_are_the_cheap_ones() -> None:
    costly = re.compile(r"^from typing import .*\bNamedTuple\b|\btyping\.NamedTuple\(", re.MULTILINE)
    assert {name(m) for m in MODULES if costly.search(m.read_text("utf-8"))} == set()


#: What opens or replaces a file. Data of our own package is named by where it lies.
OPENS = {"open", "read_bytes", "read_text", "write_bytes", "write_text", "replace", "rename", "mkstemp", "mkdtemp"}
OWN_DATA = re.compile(r"__file__|_DATA|__package__|_TEMPLATE|template_folder|_CONTOH_TOML")
#: The system's own files, and the opener's modules.
OPENERS = {"zi_cli.files", "zi_cli.lock", "zi_cli.streams", "zi_cli.libraries.memory"}


def opens(module: Path) -> Iterator[str]:
    """Calls in *module* that open or replace a file by themselves."""
    text = module.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        call = node.func
        what = call.id if isinstance(call, ast.Name) else call.attr if isinstance(call, ast.Attribute) else ""
        # A string's or a date's "replace" has two arguments, or named ones.
        if what not in OPENS or (what == "replace" and (len(node.args) != 1 or node.keywords)):
            continue
        words = ast.get_source_segment(text, node) or ""
        if not OWN_DATA.search(words):
            yield words


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_files_are_opened_and_replaced_in_one_place(module: Path) -> None:
    """What Windows refuses for a moment, or for good, is met in ``zi_cli/files.py`` alone."""
    if name(module) not in OPENERS:
        found = [w for w in opens(module) if not w.startswith(("self.open(", "z.open(")) and "os.devnull" not in w]
        if name(module) == "zi_cli.findings.catalogue":
            found.remove("file.read_bytes()")  # data of our own, by a path handed on
        assert found == []


def asks(module: Path) -> Iterator[str]:
    """Calls in *module* that ask whether a file is there: ``x.is_file()``, ``x.exists()``, ``os.path.isfile(x)``."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = {"is_file", "exists"} if not node.args else {"isfile", "lexists"}
            if node.func.attr in asked or ast.unparse(node.func) == "os.path.exists":
                yield ast.unparse(node)


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_whether_a_file_is_there_is_asked_in_one_place(module: Path) -> None:
    """A folder, a pipe or a link in a circle is neither a file nor absent: ``is_there`` and ``file_fault`` know."""
    if name(module) not in OPENERS:
        assert [*asks(module)] == []


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_module_can_be_read_at_one_sitting(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 350


@pytest.mark.parametrize("module", [m for m in MODULES if room_of(name(m)) == "report"], ids=name)
def test_renderers_know_views_alone(module: Path) -> None:
    """What is said, and of what, is no business of theirs: no satker, recap, record or regulation."""
    known = {"errors", "text", "named_tuple", "files", "outgoing", "streams", "version", "findings", "views", "report"}
    assert {room_of(i) for i in imports(module) if i.startswith("zi_cli.")} <= known


def test_a_class_has_a_name_of_its_own() -> None:
    """One name, one thing: no two classes that a module may import have the same name."""
    owners: dict[str, list[str]] = {}
    for module in MODULES:
        for node in ast.parse(module.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                owners.setdefault(node.name, []).append(name(module))
    assert {n: o for n, o in owners.items() if len(o) > 1} == {}


BESIDE = sorted(p for d in ("bench", "kemas", "docs", "tests") for p in (ROOT / d).rglob("*.py"))


@pytest.mark.parametrize("script", BESIDE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_what_scripts_import_of_the_project_is_there(script: Path) -> None:
    """Benches, builds and tests that seldom run break as soon as a name they use goes, not when they are run."""
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("zi_cli", "tests", "bench"):
            module = importlib.import_module(str(node.module))
            for alias in node.names:
                if not hasattr(module, alias.name):
                    importlib.import_module(f"{node.module}.{alias.name}")
