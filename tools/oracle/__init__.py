"""make oracle: the same firmware on other emulators, their DAC frames and bridge word for word."""
