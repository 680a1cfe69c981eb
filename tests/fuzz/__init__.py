"""Damaged and hostile files: how they are made, and a harness that feeds them to the program."""
