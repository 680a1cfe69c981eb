"""Run the command line with ``python -m zi_cli``."""

from zi_cli.cli import main

if __name__ == "__main__":
    main()
