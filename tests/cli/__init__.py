"""Tests of the command line: what a user types, and what comes out of stdout, stderr and files."""
