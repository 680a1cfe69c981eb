"""A stop that comes in the middle of cleaning up waits for it; one that comes in the block ends the block."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from zi_cli import files, lock, stops

STOPS = [getattr(signal, n) for n in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, n)]
posix = pytest.mark.skipif(os.name != "posix", reason="sinyal POSIX")


@pytest.fixture(params=STOPS, ids=lambda s: s.name)
def stop(request: pytest.FixtureRequest) -> Iterator[signal.Signals]:
    """A signal that ends the program as Ctrl-C does, as in the command line."""
    before = {s: signal.getsignal(s) for s in STOPS}
    stops.stop_as_ctrl_c()
    yield request.param
    for s, handler in before.items():
        signal.signal(s, handler)


@posix
@pytest.mark.parametrize("step", ["open", "unlink", "close"])
def test_a_stop_while_a_lock_is_taken_or_left_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: signal.Signals, step: str
) -> None:
    owner = Path if step == "unlink" else os
    real = getattr(owner, step)

    def stopped(*args: object, **options: object) -> object:
        signal.raise_signal(stop)
        return real(*args, **options)

    with monkeypatch.context() as patched:
        patched.setattr(owner, step, stopped)
        with pytest.raises(KeyboardInterrupt), lock.locked(tmp_path / "x.kunci"):
            pass
    assert not list(tmp_path.iterdir())
    with lock.locked(tmp_path / "x.kunci"), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(stop)


@posix
def test_a_stop_while_a_work_folder_is_emptied_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: signal.Signals
) -> None:
    real = files._discard

    def stopped(path: Path) -> None:
        signal.raise_signal(stop)
        real(path)

    monkeypatch.setattr(files, "_discard", stopped)
    with pytest.raises(KeyboardInterrupt):
        files.write_file(tmp_path / "a.txt", b"isi", overwrite=False)
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


@posix
def test_a_lock_let_go_while_stops_are_held_lets_none_through(tmp_path: Path, stop: signal.Signals) -> None:
    done = False
    with pytest.raises(KeyboardInterrupt), stops.held():
        with lock.locked(tmp_path / "x.kunci"):
            signal.raise_signal(stop)
        done = True
    assert done
    assert not list(tmp_path.iterdir())


@posix
def test_a_stop_that_waited_comes_once(stop: signal.Signals) -> None:
    with pytest.raises(KeyboardInterrupt), stops.held():
        signal.raise_signal(stop)
    with stops.held():
        pass
