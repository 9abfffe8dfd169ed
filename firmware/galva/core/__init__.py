"""Pure integers in, integers out: no machine, no time, no files, no floats."""
