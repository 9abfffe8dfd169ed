"""The build guide: schematic, wiring, parts list and the tables of docs/build.md."""
