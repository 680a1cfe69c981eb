"""The program's entry point: ``zi`` and ``python -m zi_cli``."""

import gc


def main() -> None:
    """Load the command line and run it."""
    # Looking for cyclic garbage while modules load, where there is none, takes a sixth of a short command's time.
    gc.set_threshold(100_000)
    from zi_cli.cli import main as jalankan

    jalankan()


if __name__ == "__main__":
    main()
