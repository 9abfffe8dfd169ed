"""The netlists of boards/ are read as they stand."""

import re
from pathlib import Path

import pytest

from tools.fmea.circuits import CIRCUITS
from tools.fmea.netlist import Element, NetlistError, number, read

HEAD = "title\n.include models.cir\n"


def made(folder: Path, text: str) -> Path:
    (folder / "models.cir").write_text(".model Q NPN\n")
    path = folder / "x.cir"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    "text,value",
    [("866", 866), ("4.7k", 4700), ("2.0meg", 2e6), ("100p", 1e-10), ("1n", 1e-9), ("5m", 5e-3)],
)
def test_values_have_spice_suffixes(text: str, value: float) -> None:
    assert number(text) == pytest.approx(value)


def test_elements_nodes_and_models(tmp_path: Path) -> None:
    net = read(
        made(tmp_path, HEAD + "* a comment\n\nR1 a b 1k\nXU1 p n o v OP\n* bench\nV1 a 0 1\n")
    )
    assert net.elements == (
        Element("R1", ("a", "b"), "1k"),
        Element("XU1", ("p", "n", "o", "v"), "OP"),
    )
    assert net.models == ".model Q NPN\n"
    assert net["U1"].line() == "XU1 p n o v OP"


@pytest.mark.parametrize(
    "text,words",
    [
        (HEAD + "R1 a b 1k\n", "no line '* bench'"),
        (HEAD + "R1 a 1k\n* bench\n", "cannot read 'R1 a 1k'"),
        (HEAD + "L1 a b 1m\n* bench\n", "cannot read 'L1 a b 1m'"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(NetlistError, match=re.escape(words)):
        read(made(tmp_path, text))


def test_a_netlist_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NetlistError, match="is not there: git checkout"):
        read(tmp_path / "x.cir")


@pytest.mark.parametrize("name", CIRCUITS)
def test_each_name_stands_once(name: str) -> None:
    names = [element.name for element in CIRCUITS[name].netlist.elements]
    assert len(names) == len(set(names)) > 60


@pytest.mark.parametrize("name", CIRCUITS)
def test_no_node_hangs_in_the_air(name: str) -> None:
    driven = {"hv", "v33", "dac", "pa", "pb", "pz", "rel", "act", "adci", "adcb", "adct", "0"}
    nodes = [node for element in CIRCUITS[name].netlist.elements for node in element.nodes]
    assert {node for node in nodes if nodes.count(node) == 1} <= driven


@pytest.mark.hazard("H8")
def test_the_values_are_those_of_hardware_md() -> None:
    a, b = CIRCUITS["A"].netlist, CIRCUITS["B"].netlist
    values = {"RLIM": 866, "RS1": 1500, "RS2": 1200, "RB": 220e3, "RP1": 4700, "RDUM": 10e3}
    assert {name: a[name].ohm for name in values} == values
    simple = {"RS1": 2200, "RS2": 1800, "RG2": 15e3, "RLIM": 866, "RDO": 1e3}
    assert {name: b[name].ohm for name in simple} == simple
