"""The current that stays, for each fault: a dot, sorted (docs/fmea.png)."""

import io

from matplotlib.figure import Figure

from tools.fmea.circuits import CIRCUITS
from tools.fmea.outcome import Results, by_fault
from tools.fmea.session import SET_UA

_CAUGHT, _HARMLESS, _MISSED = "#1565c0", "#b8bec6", "#e5635c"


def png(results: Results) -> bytes:
    """Some 40 kB."""
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    axes = figure.subplots(1, 2, sharey=True)
    for axis, (name, circuit) in zip(axes, CIRCUITS.items()):
        outcomes = sorted(by_fault(results.runs[name]), key=lambda one: one.worst_ua)
        for words, colour, of in (
            ("does not matter", _HARMLESS, [not one.matters for one in outcomes]),
            ("matters, is caught", _CAUGHT, [one.matters and not one.missed for one in outcomes]),
            ("matters, is not caught", _MISSED, [bool(one.missed) for one in outcomes]),
        ):
            at = [k for k, chosen in enumerate(of) if chosen]
            axis.plot(at, [outcomes[k].worst_ua for k in at], ".", color=colour, label=words)
        axis.axhline(SET_UA, color="black", lw=0.6, ls=":")
        axis.axhline(circuit.goal_ua, color=_MISSED, lw=0.8)
        axis.set_title(f"front end {name}: {len(outcomes)} single faults", fontsize=10)
        axis.set_xlabel("faults, sorted")
        axis.grid(axis="y", alpha=0.3)
    axes[0].set_ylabel("worst current that stays, µA")
    axes[0].legend(loc="upper left", fontsize=8)
    figure.suptitle("Simulated: 300 µA set (dotted), bound by the circuit (red)", fontsize=9)
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=90)
    return drawn.getvalue()
