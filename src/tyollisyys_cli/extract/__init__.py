"""Extract files in, raw tables out: layout, reading, the row gate, pseudonyms, the ledger."""
