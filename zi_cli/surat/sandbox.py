"""The Jinja environment of letters: it prints fields and can do nothing else.

Two fences, each enough alone: :func:`check_tree` refuses every construct but printing,
conditions and loops before anything runs; the environment refuses attributes, calls and arithmetic
while it runs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NoReturn

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from zi_cli.surat.spelling import list_letter, number_in_words, title_capitals

#: Private-use characters around the name of an empty field; they become a yellow placeholder.
BLANK_START, BLANK_END = "\ue000", "\ue001"

_ATRIBUT_LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex"})
_ALLOWED_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.Getattr, nodes.For, nodes.If,
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Test,
    nodes.Assign, nodes.Concat,
)  # fmt: skip
#: What a forbidden construct is called in a message.
_NODE_NAMES = {
    "Call": "pemanggilan fungsi", "Getitem": "kurung siku", "Include": "include", "Import": "import",
    "FromImport": "import", "Extends": "extends", "Macro": "macro", "CallBlock": "call", "Block": "block",
    "FilterBlock": "blok filter", "AssignBlock": "blok set", "With": "with", "Slice": "kurung siku",
    "Add": "penjumlahan (+)", "Sub": "pengurangan (-)", "Mul": "perkalian (*)", "Div": "pembagian (/)",
    "FloorDiv": "pembagian (//)", "Mod": "sisa bagi (%)", "Pow": "pangkat (**)", "Neg": "tanda minus",
    "Pos": "tanda plus", "Tuple": "beberapa nilai dalam satu ungkapan", "List": "daftar di dalam tanda",
    "Dict": "kurung kurawal di dalam tanda", "ScopedEvalContextModifier": "autoescape",
}  # fmt: skip


class Gugus(dict[str, Any]):
    """A group of fields that knows its own name ("satker"), for messages about its empty fields."""

    __slots__ = ("jalur",)

    def __init__(self, jalur: str, content: Mapping[str, Any]) -> None:
        super().__init__({k: wrap(v, f"{jalur}.{k}" if jalur else k) for k, v in content.items()})
        self.jalur = jalur


def wrap(nilai: Any, jalur: str) -> Any:
    """*nilai* with every mapping in it turned into a named :class:`Gugus`."""
    if isinstance(nilai, Mapping):
        return Gugus(jalur, nilai)
    if isinstance(nilai, (list, tuple)):
        return [wrap(n, f"{jalur}[]") for n in nilai]
    return nilai


class EmptyField(StrictUndefined):
    """A field without a value: it is noted, and shows as a placeholder instead of raising at once.

    So one rendering tells all the fields a letter lacks; the letter itself is thrown away by
    the caller unless it is a draft.
    """

    # StrictUndefined declares these operations as never returning, hence the ignores.
    __slots__ = ()
    catat: Callable[[str], None]

    @property
    def jalur(self) -> str:
        """Dotted name of the field."""
        parent = self._undefined_obj
        name = str(self._undefined_name)
        if isinstance(parent, Gugus):
            return f"{parent.jalur}.{name}"
        return f"{parent.jalur}.{name}" if isinstance(parent, EmptyField) else name

    def __str__(self) -> str:  # type: ignore[override]
        self.catat(self.jalur)
        return f"{BLANK_START}{self.jalur}{BLANK_END}"

    def __html__(self) -> str:
        return escape(str(self))

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]
        self.catat(self.jalur)
        return iter(())

    def __bool__(self) -> bool:  # type: ignore[override]
        self.catat(self.jalur)
        return False

    def __len__(self) -> int:  # type: ignore[override]
        self.catat(self.jalur)
        return 0

    def __eq__(self, other: object) -> bool:  # type: ignore[override]
        self.catat(self.jalur)
        return False

    def __ne__(self, other: object) -> bool:  # type: ignore[override]
        return not self == other

    __hash__ = Undefined.__hash__  # type: ignore[assignment]


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """Sandboxed, strict, autoescaping; ``kosong`` collects the fields found without a value."""

    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%", "**"])
    intercepted_unops = frozenset(["+", "-"])

    def __init__(self) -> None:
        self.kosong: list[str] = []
        catat = self._note

        class Kosong(EmptyField):
            __slots__ = ()

        Kosong.catat = staticmethod(catat)
        super().__init__(autoescape=True, undefined=Kosong, finalize=_print)
        self.globals = {}
        self.filters = {
            name: self.filters[name] for name in ("default", "join", "lower", "trim", "upper")
        } | OWN_FILTERS
        self.tests = {name: self.tests[name] for name in ("defined", "undefined")}

    def _note(self, jalur: str) -> None:
        if jalur not in self.kosong:
            self.kosong.append(jalur)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Fields of a group, and what a loop knows of itself; anything else is refused."""
        if isinstance(obj, Gugus) and not attribute.startswith("_"):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, EmptyField) and not attribute.startswith("_"):
            return self.undefined(obj=obj, name=attribute)
        if isinstance(obj, LoopContext) and attribute in _ATRIBUT_LOOP:
            return getattr(obj, attribute)
        raise SecurityError(f"atribut “{attribute}” tidak diizinkan")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Refused: fields are named with a dot."""
        raise SecurityError("kurung siku tidak diizinkan")

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing may be called."""
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> NoReturn:
        """Arithmetic is refused; numbers come ready to print."""
        raise SecurityError(f"hitungan “{operator}” tidak diizinkan")

    def call_unop(self, context: Any, operator: str, arg: Any) -> NoReturn:
        """Arithmetic is refused."""
        raise SecurityError(f"hitungan “{operator}” tidak diizinkan")


def _print(nilai: Any) -> Any:
    """What a printed field becomes: a list of texts is joined, a group is refused."""
    if isinstance(nilai, Gugus):
        raise SecurityError(f"“{nilai.jalur}” adalah gugus isian; sebutkan isiannya")
    if isinstance(nilai, list):
        return ", ".join(str(_print(n)) for n in nilai)
    return nilai


def _count_of(nilai: Sequence[object]) -> int:
    return len(nilai)


def _add(nilai: int, *other: int) -> int:
    return int(nilai) + sum(int(n) for n in other)


def _item_end(rest: int) -> str:
    """What ends an item of a list of which *rest* are left, itself included."""
    return "." if rest == 1 else "; dan" if rest == 2 else ";"


def _tidy(nilai: object) -> str:
    """A text as somebody typed it, without the mark at its end: the list gives it one."""
    if isinstance(nilai, EmptyField):
        return Markup(nilai.__html__())
    return str(nilai).rstrip(" .;,")


def _joined(nilai: object) -> str:
    """A text within a sentence: its first letter small, unless it begins with an abbreviation or a name's code."""
    if isinstance(nilai, EmptyField):
        return Markup(nilai.__html__())
    text = str(nilai)
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _upper(nilai: object) -> str:
    # Undefined names must stay recognisable, so only real text is put in capitals.
    if isinstance(nilai, EmptyField):
        return Markup(nilai.__html__())
    return str(nilai).upper()


#: Filters a template may use besides default, join, lower, trim and upper.
OWN_FILTERS: dict[str, Callable[..., Any]] = {
    "akhir": lambda sisa: _item_end(int(sisa)),
    "rapi": _tidy,
    "sambung": _joined,
    "besar": _upper,
    "judul": lambda nilai: title_capitals(str(nilai)),
    "huruf": lambda nomor: list_letter(int(nomor)),
    "jumlah": _count_of,
    "tambah": _add,
    "terbilang": lambda nilai: number_in_words(int(nilai)),
}

#: All filters a template may use.
FILTERS = frozenset({"default", "join", "lower", "trim", "upper", *OWN_FILTERS})


def check_tree(tree: nodes.Template) -> Iterator[str]:
    """Names of the constructs in *tree* that a letter's template may not hold."""
    for node in _all_nodes(tree):
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            yield f"filter “{node.name}”"
        elif isinstance(node, nodes.Test) and node.name not in ("defined", "undefined"):
            yield f"uji “{node.name}”"
        elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            yield f"atribut “{node.attr}”"
        elif isinstance(node, nodes.Name) and node.name.startswith("_"):
            yield f"nama “{node.name}”"
        elif isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name):
            yield "set berganda"
        elif isinstance(node, nodes.For) and (node.recursive or not isinstance(node.target, nodes.Name)):
            yield "perulangan bertingkat"
        elif not isinstance(node, _ALLOWED_NODES):
            name = type(node).__name__
            yield _NODE_NAMES.get(name, "ungkapan seperti itu")


def used_fields(tree: nodes.Template) -> list[str]:
    """Dotted names of all fields in *tree*, loop variables resolved ("usulan[].nama"), in order."""
    results: dict[str, None] = {}
    _walk(tree, {}, results)
    return list(results)


def _field_path(node: nodes.Node, coverage: Mapping[str, str]) -> str | None:
    if isinstance(node, nodes.Name):
        return coverage.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        parent = _field_path(node.node, coverage)
        return None if parent is None else f"{parent}.{node.attr}"
    return None


def _walk(node: nodes.Node, coverage: dict[str, str], results: dict[str, None]) -> None:
    jalur = _field_path(node, coverage)
    if jalur is not None:
        if not jalur.startswith("loop."):
            results[jalur] = None
        return
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        _walk(node.iter, coverage, results)
        dalam = coverage | {node.target.name: f"{_field_path(node.iter, coverage) or '?'}[]", "loop": "loop"}
        for child in (*node.body, *([node.test] if node.test else [])):
            _walk(child, dalam, results)
        for child in node.else_:
            _walk(child, coverage, results)
        return
    if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
        _walk(node.node, coverage, results)
        coverage[node.target.name] = _field_path(node.node, coverage) or f"={node.target.name}"
        return
    for child in node.iter_child_nodes():
        _walk(child, coverage, results)


def _all_nodes(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all_nodes(child)
