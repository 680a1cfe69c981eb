"""Tests of zi-cli; a package so that its builders can be shared by tests, samples and benches."""
