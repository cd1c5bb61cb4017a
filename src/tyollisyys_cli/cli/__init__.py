"""The command line: each command parses, makes one call to the core, renders and returns."""
