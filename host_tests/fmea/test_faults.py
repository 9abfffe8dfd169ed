"""Every component has its faults, and every fault changes the deck."""

import pytest

from tools.fmea import campaign, deck
from tools.fmea.circuits import CIRCUITS
from tools.fmea.faults import NONE, Bridge, Cut, Drive, Fault, every, of_netlist
from tools.fmea.netlist import OWN
from tools.fmea.session import timeline
from tools.fmea.timeline import sources
from tools.sim.skin import TYPICAL

MODES = {
    "R": ["short", "open", "x0.5", "x1.5"],
    "C": ["short", "open"],
    "Q": ["sCE", "sCB", "sBE", "oC", "oB", "oE"],
    "XU": ["hi", "lo", "in+ to 3V3", "in+ to gnd"],
    "XK": ["weld", "open"],
}
ALL = [(name, fault) for name in CIRCUITS for fault in every(name, CIRCUITS[name].netlist)]


def text(name: str, fault: Fault) -> str:
    circuit = CIRCUITS[name]
    return deck.text(
        circuit.netlist, sources(circuit, timeline(circuit)), TYPICAL, 1.0, fault=fault
    )


@pytest.mark.parametrize("name,many", [("A", 248), ("B", 231)])
def test_number_of_faults(name: str, many: int) -> None:
    names = [fault.name for of, fault in ALL if of == name]
    assert len(names) == len(set(names)) == many


@pytest.mark.parametrize("name", CIRCUITS)
def test_each_component_has_the_faults_of_its_kind(name: str) -> None:
    netlist = CIRCUITS[name].netlist
    modes: dict[str, list[str]] = {}
    for fault in of_netlist(netlist):
        modes.setdefault(fault.part, []).append(fault.mode)
    for element in netlist.elements:
        if OWN in element.name:
            assert element.part not in modes
        elif element.value.startswith("SW"):
            assert modes[element.part][:2] == ["stuck on", "stuck off"]
            assert {"a-gnd", "b-gnd", "b-vdd"} <= set(modes[element.part])
        else:
            kind = element.name[:2] if element.name[0] == "X" else element.name[0]
            assert modes[element.part] == MODES[kind]


@pytest.mark.parametrize("name,fault", ALL, ids=lambda v: v if isinstance(v, str) else v.name)
def test_a_fault_changes_the_deck_at_a_place_that_there_is(name: str, fault: Fault) -> None:
    netlist = CIRCUITS[name].netlist
    nodes = {node for element in netlist.elements for node in element.nodes}
    assert fault.edits
    for edit in fault.edits:
        if isinstance(edit, Bridge):
            assert {edit.a, edit.b} <= nodes and edit.a != edit.b
        elif isinstance(edit, Cut):
            assert edit.terminal < len(netlist[edit.name].nodes)
        else:
            assert edit.source in sources(CIRCUITS[name], timeline(CIRCUITS[name]))
    healthy, broken = (text(name, of).splitlines()[1:] for of in (NONE, fault))
    assert set(broken) - set(healthy)


def test_what_a_bridge_a_cut_and_a_drive_become() -> None:
    fault = Fault("x", "y", (Bridge("vb", "0", 2.0), Cut("RB", 0, 1e6), Drive("dac", 1.0, 2.0)))
    lines = text("A", fault).splitlines()
    assert "Bflt0 vb 0 I=V(vb,0)*0.5*V(flt)" in lines
    assert "Bflt1 oa cut1 I=V(oa,cut1)*(100.0*(1-V(flt))+1e-06)" in lines
    assert "RB cut1 qb 220k" in lines and "RB oa qb 220k" not in lines
    assert "Bdac dac 0 V=V(dac_due)+V(flt)*(1+1*V(dac_due))" in lines


def test_a_welded_blade_does_not_reach_its_other_contact() -> None:
    welds = {
        fault.part: fault.edits for name, fault in ALL if name == "A" and fault.mode == "weld"
    }
    cuts = {part: edits[1].name for part, edits in welds.items() if isinstance(edits[1], Cut)}
    assert cuts == {"KNO1": "XKNC1", "KNO2": "XKNC2", "KNC1": "XKNO1", "KNC2": "XKNO2"}


def test_every_fault_meets_every_load_and_the_self_test() -> None:
    jobs = campaign.jobs("A")
    assert len(jobs) == 248 * 4 == len(set(jobs))
    quick = jobs[:: campaign.QUICK]
    assert {job.load for job in quick} == {*campaign.LOADS, campaign.DUMMY}
    assert len({job.fault.part for job in quick}) > 50
