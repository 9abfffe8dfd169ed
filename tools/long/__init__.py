"""Whole routines: each prompt's error against the treated time that the skin saw."""
