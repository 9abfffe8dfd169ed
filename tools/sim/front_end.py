"""What the pins of the microcontroller reach: DAC, gate, circuit A and the skin, traced."""

import math
from collections.abc import Iterable

from tools.sim.afe import ADC_COUNTS, Afe
from tools.sim.gate import Gate
from tools.sim.mcp4821 import Mcp4821
from tools.sim.monitors import CHANNELS, HUM_US, Monitors
from tools.sim.parts import NOMINAL, Parts
from tools.sim.skin import Skin, as_skin
from tools.sim.trace import MINUS, PLUS, Row, Trace

HEARTBEAT_US = 10_000.0  # a row at least this often while current flows
_DIVIDER = 1.01  # RDO 1k into RDPD 100k; A: 0.1833 uA per code (hardware.md section 2)
_INPUTS = ("pa", "pb", "run", "hv_en")
PINS = (*_INPUTS, "alive", "cs", "sck", "mosi")
_BATTERY_COUNTS_PER_MV = 4096 / 3300 / 3  # VSYS / 3


class FrontEnd:
    """The whole analog side. Times t_us are us and never go back (ValueError).

    skin: see skin.as_skin; afe_faults: names of parts.FAULTS_OF; front_end: A or B, of nominal
    parts. The same seed gives the same noise.
    What must be believed about the output is read here, not asked of the firmware.
    """

    def __init__(
        self,
        skin: Skin | str = "open",
        afe_faults: Iterable[str] = (),
        *,
        noise: bool = True,
        seed: int = 0,
        front_end: str = "A",
    ) -> None:
        self.trace = Trace()
        parts = NOMINAL[front_end]
        self._set_kohm = (parts.rs1_kohm + parts.rs2_kohm) * _DIVIDER
        self.afe = Afe(afe_faults, noise=noise, seed=seed, parts=parts)
        self.dac = Mcp4821()
        self.gate = Gate()
        self._monitors = Monitors(seed)
        self._stuck: dict[str, int] = {}
        self.vbus = False
        self.battery_mv = 3900.0
        self.hum_mv = 0.0  # amplitude of 50 Hz in series with the skin, picked up by the leads
        self._coil = self._contact = False
        self._beat_us = HEARTBEAT_US
        self.touch(0.0, skin)

    # ---- what the microcontroller does

    def pin(self, t_us: float, role: str, level: int | None) -> None:
        """A pin (pa, pb, run, hv_en, alive, cs) has this level from t_us; None: not driven.

        Not driven reads low, cs high. ValueError for another role.
        """
        level = self._stuck.get(role, level)
        if role == "cs":
            self._select(t_us, 1 if level is None else level)
        elif role == "alive":
            self.advance(t_us)
            self.gate.alive(t_us, level or 0)
            self._follow_gate(t_us)
        elif role in _INPUTS:
            self._input(t_us, role, level or 0)
        else:
            raise ValueError(f"front end: no pin {role!r}; one of cs, alive, {', '.join(_INPUTS)}")

    def spi(self, t_us: float, byte: int) -> None:
        """One byte to the DAC; it counts while /CS is low."""
        self.spi_word(t_us, byte, 8)

    def spi_word(self, t_us: float, word: int, bits: int) -> None:
        """The lowest `bits` bits of word to the DAC, the highest first; /CS makes them count."""
        if "mosi" in self._stuck:
            word = -self._stuck["mosi"]  # all ones or all zeros
        if "sck" not in self._stuck:
            self.dac.shift(word, bits)

    def adc(self, t_us: float, role: str) -> int:
        """12-bit conversion of adc_i, adc_vb, adc_vt, adc_battery. ValueError: another role."""
        if role == "adc_battery":
            return min(round(self.battery_mv * _BATTERY_COUNTS_PER_MV), 4095)
        if role not in CHANNELS:
            raise ValueError(
                f"front end: no channel {role!r}; one of {', '.join(CHANNELS)}, adc_battery"
            )
        if t_us != self.afe.now_us:
            self.advance(t_us)
        counts = self.afe.counts(CHANNELS[role])
        if role == "adc_vb" and self.hum_mv and self.setpoint_ua and self.delivered_ua:
            counts = self._hummed(t_us, counts)
        return self._monitors.reading(t_us, role, counts)

    # ---- what the world does

    def touch(self, t_us: float, skin: Skin | str) -> None:
        """The electrodes touch this skin from t_us; "open" lifts them."""
        new = as_skin(skin)
        self.advance(t_us)
        self.afe.touch(t_us, new)
        what = f"{new.dc_ohm / 1000:.3g} kOhm" if new.contact else "open"
        self._changed(t_us, "touch", what)

    def usb(self, t_us: float, present: bool) -> None:
        """USB power comes or goes; while present the relay cannot be held."""
        self.advance(t_us)
        self.vbus = present
        self.gate.usb(t_us, present)
        self.trace.event(t_us, "usb", "present" if present else "absent")
        self._follow_gate(t_us)

    def inject(self, t_us: float, *faults: str) -> None:
        """Break parts of the circuit at t_us: names of parts.FAULTS_OF (ValueError otherwise)."""
        self.advance(t_us)
        self.afe.inject(t_us, *faults)
        self._changed(t_us, "fault", ", ".join(faults))

    def build(self, parts: Parts, bow_codes: float = 0.0) -> None:
        """The same circuit out of these parts; bow_codes: the DAC's INL. Before power-on."""
        self.afe.rebuild(parts)
        self.dac.bow_codes = bow_codes

    def spoil(self, t_us: float, role: str, name: str) -> None:
        """Break a channel of the ADC at t_us: see monitors.SPOILT (ValueError otherwise)."""
        self._monitors.spoil(role, name)
        self._changed(t_us, "fault", f"{role} {name}")

    def stick(self, t_us: float, role: str, level: int) -> None:
        """From t_us on the circuit sees this level at one of PINS (ValueError), whatever comes."""
        if role not in PINS:
            raise ValueError(f"front end: no pin {role!r}; one of {', '.join(PINS)}")
        self._stuck[role] = level
        if role not in ("sck", "mosi"):
            self.pin(t_us, role, level)
        self._changed(t_us, "fault", f"{role} stuck {'high' if level else 'low'}")

    def advance(self, t_us: float) -> None:
        """Let time pass; relay edges and heartbeat rows come at their own instants."""
        if t_us == self.afe.now_us:
            return
        while self._beat_us <= t_us or self.gate.next_us <= t_us:
            due_us = min(self.gate.next_us, self._beat_us)
            self.gate.advance(due_us)
            self._follow_gate(due_us)
            if due_us == self._beat_us:
                self._beat(due_us)
        self.afe.advance(t_us)

    # ---- what is so now

    @property
    def code(self) -> int:
        """What the DAC holds, 0..4095."""
        return self.dac.code

    @property
    def bridge(self) -> int:
        """RUN << 2 | PB << 1 | PA."""
        inputs = self.afe.inputs
        return inputs.run << 2 | inputs.pb << 1 | inputs.pa

    @property
    def setpoint_ua(self) -> float:
        """Commanded current, signed: DAC and bridge at nominal values; 0 unless driving."""
        sign = {PLUS: 1, MINUS: -1}.get(self.bridge, 0) if self.hv_on else 0
        return sign * self.dac.output_mv / self._set_kohm

    @property
    def load_ua(self) -> float:
        """Current through the skin or, with the relay released, through the dummy."""
        return self.afe.load_ua

    @property
    def delivered_ua(self) -> float:
        """Current through the skin, signed; 0 with the relay released."""
        return self.afe.skin_ua

    @property
    def gate_closed(self) -> bool:
        """The coil is held; the contacts follow within 3 ms."""
        return self.gate.coil

    @property
    def relay_closed(self) -> bool:
        """The contacts connect the skin."""
        return bool(self.afe.relay)

    @property
    def hv_on(self) -> bool:
        """HV_EN is high."""
        return bool(self.afe.inputs.hv_en)

    @property
    def skin(self) -> Skin:
        """What the electrodes touch."""
        return self.afe.skin

    @property
    def net_charge_nc(self) -> float:
        """Charge through the skin so far, signed."""
        return self.afe.charge_pc * 1e-3

    @property
    def abs_charge_nc(self) -> float:
        """Charge through the skin so far, both directions added."""
        return self.afe.abs_charge_pc * 1e-3

    # ---- inside

    def _hummed(self, t_us: float, counts: int) -> int:
        """The sink holds the current and the limiter VT, so all of it is seen at VB."""
        parts = self.afe.parts
        mv = self.hum_mv * parts.vb_gain * math.sin(2 * math.pi * t_us / HUM_US)
        return min(max(counts + round(mv / parts.adc_ref_mv * ADC_COUNTS), 0), ADC_COUNTS - 1)

    def _select(self, t_us: float, level: int) -> None:
        if not level:  # a frame begins
            self.dac.select(level)
            return
        before = self.dac.output_mv, self.dac.code
        trouble = self.dac.select(level)
        if trouble:
            self.trace.event(t_us, "dac", trouble)
        if (self.dac.output_mv, self.dac.code) != before:
            self.advance(t_us)
            self.afe.change(t_us, dac_mv=self.dac.output_mv)
            self._row(t_us)

    def _input(self, t_us: float, role: str, level: int) -> None:
        self.advance(t_us)
        if getattr(self.afe.inputs, role) != level:
            self.afe.change(t_us, **{role: level})
            self._row(t_us)
            if role == "hv_en":
                self.trace.event(t_us, "rail", "on" if level else "off")

    def _follow_gate(self, t_us: float) -> None:
        """Trace what the gate did at t_us and move the relay."""
        if self.gate.coil != self._coil:
            self._coil = self.gate.coil
            self._changed(t_us, "gate", "closed" if self._coil else "open")
        if self.gate.contact != self._contact:
            self._contact = self.gate.contact
            self.afe.change(t_us, relay=int(self._contact))
            self._changed(t_us, "relay", "closed" if self._contact else "released")

    def _changed(self, t_us: float, kind: str, text: str) -> None:
        self.trace.event(t_us, kind, text)
        self.afe.advance(t_us)
        self._row(t_us)

    def _beat(self, t_us: float) -> None:
        self.afe.advance(t_us)
        self._beat_us += HEARTBEAT_US
        if self.afe.peak_ua:
            self._row(t_us)

    def _row(self, t_us: float) -> None:
        afe = self.afe
        delivered_ua = afe.skin_ua
        row = Row(
            t_us,
            self.setpoint_ua,
            delivered_ua,
            afe.peak_ua,
            self.bridge,
            self.gate_closed,
            self.relay_closed,
            self.skin.contact,
            self.skin.dc_ohm,
            self.dac.code,
            self.net_charge_nc,
        )
        self.trace.append(row)
        afe.peak_ua = abs(delivered_ua)
