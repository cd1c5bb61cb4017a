"""Measures time and memory; `make bench` prints them. Nothing here is a test."""
