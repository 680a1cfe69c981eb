"""Hostile text by kind, a work folder that holds it wherever text comes from, and judges of every form of output."""
