"""Tests of loading: reading, the row gate, pseudonyms, the ledger, the swap."""
