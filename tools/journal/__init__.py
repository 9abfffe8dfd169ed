"""Lines of a device's journal, checked and turned into CSV and JSON."""
