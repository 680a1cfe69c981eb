"""The short reader of plain TOML: it says what ``tomllib`` says, or nothing."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zi_cli.instrumen.loader import instrumen_folder
from zi_cli.instrumen.plain_toml import read_plain

KEYS = st.sampled_from(["a", "b", "c", "a.b", '"a.b"', '"a"', '""', '"a"."b"', "a b", "é", "1", "-", "'a'", "", "a\t"])
VALUES = st.sampled_from([
    '"x"', "'x'", '"a\\\\"', '"a\\"b"', '"\\u0041"', '"\\/"', '"""x"""', '"x', '"\t"', '"#"', "1", "-1", "01", "1_0",
    "1.5", "1e3", "NaN", "inf", "true", "True", "null", "2021-12-31", "2021-W01-1", "2021-02-30", "12021-01-01",
    "2021-12-31 07:00:00", "07:00:00", '["x", "y"]', '["x",]', "[]", '["x", 1]', '[["x"]]', "{ a = 1 }", "", "-0",
    '["x"', '"\x7f"', '"é\u2028\x85"', "9" * 5000,
])  # fmt: skip
COMMENTS = st.sampled_from(["", " # x", "#\x00", " x", "\t", "# \\", ' # "'])
HEADS = st.sampled_from(["[{}]", "[[{}]]", "[ {} ]", "[[{}]", "[{}]]", "[]", "[ [{}] ]", "[{}.c]", "[[{}.c]]", "[{}.]"])
LINES = st.one_of(
    st.builds("{}={}{}".format, KEYS, VALUES, COMMENTS),
    st.builds("{} = {}{}".format, st.sampled_from("abc"), VALUES, COMMENTS),
    st.builds(lambda h, k, c: h.format(k) + c, HEADS, st.sampled_from(["a", "b", "a.b", "b.a", '"a"']), COMMENTS),
    st.sampled_from(["", "# é", " ", "\ufeff", "\r", "x"]),
)


@settings(max_examples=400)
@given(st.lists(LINES, max_size=7), st.sampled_from(["\n", "\r\n"]))
def test_plain_is_what_the_standard_reader_reads(lines: list[str], ending: str) -> None:
    text = ending.join(lines)
    plain = read_plain(text)
    if plain is not None:
        assert repr(plain) == repr(tomllib.loads(text))


@pytest.mark.parametrize("name", ["instrumen.toml", "ambang.toml", "penilai.toml"])
def test_what_every_command_reads_is_plain(name: str) -> None:
    text = (instrumen_folder() / name).read_text("utf-8")
    assert read_plain(text) == tomllib.loads(text)
