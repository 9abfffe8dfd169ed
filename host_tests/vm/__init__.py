"""The portable tests inside MicroPython: the unix port and the 32-bit WebAssembly port."""
