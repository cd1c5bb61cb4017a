"""Tests; the oracle and the random registers are imported by name."""
