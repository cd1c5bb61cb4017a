"""A synthetic register: simulated careers of people, written in the register's own tables."""

from tyollisyys_cli.sample.tables import DEFAULT_PERSONS, DEFAULT_SEED, write_sample

__all__ = ["DEFAULT_PERSONS", "DEFAULT_SEED", "write_sample"]
