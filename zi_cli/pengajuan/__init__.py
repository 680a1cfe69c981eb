"""Submission requirements, the satker register, the portfolio rule and the calendar."""
