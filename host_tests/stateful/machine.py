"""Whoever uses, disturbs or breaks the device, in any order: rules for hypothesis."""

from collections import Counter
from typing import Any

from bench import OPEN_OHM, Bench, board
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from galva.core import course, session
from galva.core.board import Board
from galva.core.engine import TICK_MS
from galva.core.modes import MODES
from galva.core.session import STATES
from host_tests.stateful.skin import Skin

GOOD_OHM = (900, 3000, 5000, 9000, 15_000)
WORSE_OHM = (0, 22_000, 35_000, 90_000, OPEN_OHM)
_SOON_MS = 300  # a fault that trips has done so, while current flows
_TEST_MS = 4000

steps = 0
visited: Counter[str] = Counter()  # state after each step


def _energised(machine: Any) -> bool:
    return bool(machine.bench.hv)


def _whole(machine: Any) -> bool:
    return not machine.bench.engine.faults


class Sessions(RuleBasedStateMachine):
    """One device from power-on to the end of an example."""

    @initialize(front_end=st.sampled_from("AB"), ohm=st.sampled_from((*GOOD_OHM, OPEN_OHM)))
    def power_on(self, front_end: str, ohm: int) -> None:
        """The whole self-test, as the application asks for it."""
        made = Board("test", "rp2040", front_end, board().pins)
        self.bench = Bench(ohm, made)
        self.skin = Skin(self.bench, made.peak_ua)
        self.bench.engine.request = course.TEST
        self._pass(_TEST_MS)
        assert not self.bench.engine.faults

    # ---- time, and what is true at any time

    def _pass(self, ms: int, beat: bool = True) -> None:
        for _ in range(ms // TICK_MS):
            if beat:
                self.bench.engine.beat()
            self.bench.engine.on_timer(None)
            self._follow_latch()

    def _follow_latch(self) -> None:
        """Latched from the first bit on, until acknowledged and tested: then no bit is left."""
        now = bool(self.bench.engine.faults)
        if self.skin.latched and not now and not self.skin.asked:
            self.skin.broken.append("latch: a fault went away unasked")
        if now and not self.skin.latched:
            self.skin.asked = False
        self.skin.latched = now

    def teardown(self) -> None:
        """Every example ends in off."""
        if hasattr(self, "bench"):
            self._ask(course.OFF)
            assert not self.bench.hv and not self.bench.skin_na(), "off: current after OFF"
            assert not self.skin.broken, self.skin.broken

    def _told(self) -> None:
        global steps
        steps += 1
        visited[STATES[self.bench.course.state]] += 1
        assert not self.skin.broken, self.skin.broken

    def _ask(self, request: int) -> None:
        self.bench.engine.ask(request)
        self._pass(TICK_MS)

    # ---- the user

    @rule(ms=st.sampled_from((5, 40, 300, 1000, 1500, 4000, 10_000)))
    def wait(self, ms: int) -> None:
        """Time passes."""
        self._pass(ms)
        self._told()

    @rule(patient=st.booleans())
    def start(self, patient: bool) -> None:
        """START held; patient: until the contact was looked for."""
        if self.bench.course.state == session.IDLE:
            self.skin.raised = False
        self._ask(course.START)
        self._pass(3000 if patient else 0)
        self._told()

    @rule(patient=st.booleans())
    def stop(self, patient: bool) -> None:
        """START or MODE pressed in a session: off after the ramp, patient: waits for it."""
        self._ask(course.STOP)
        if patient:
            mode = self.skin.mode
            self._pass(mode.ramp_down_ms + 2 * mode.period_ms + 600)
            assert not self.bench.skin_na(), "off: current after STOP and its ramp"
        self._told()

    @rule()
    def off(self) -> None:
        """START held for 3 s: at once."""
        self._ask(course.OFF)
        assert not self.bench.hv and not self.bench.skin_na(), "off: current after OFF"
        self._told()

    @rule(times=st.integers(1, 9))
    @precondition(_whole)
    def raise_level(self, times: int) -> None:
        """PLUS."""
        for _ in range(times):
            self.skin.ups += 1
            self.skin.raised = self.skin.raised or self.bench.hv
            self._ask(course.LEVEL_UP)
        self._told()

    @rule()
    @precondition(_whole)
    def lower_level(self) -> None:
        """MINUS."""
        self._ask(course.LEVEL_DOWN)
        self._told()

    @rule(mode=st.sampled_from(MODES))
    @precondition(_whole)
    def change_mode(self, mode: Any) -> None:
        """MODE: only while nothing runs."""
        if self.bench.course.select(mode):
            assert not self.bench.hv, "mode: changed while energised"
            self.skin.take(mode)
        self._told()

    @rule()
    @precondition(_whole)
    def test(self) -> None:
        """The self-test alone."""
        self._ask(course.TEST)
        self._told()

    # ---- the contact

    @rule(ohm=st.sampled_from(GOOD_OHM), ms=st.sampled_from((5, 100, 1000)))
    def touch(self, ohm: int, ms: int) -> None:
        """Better contact, or another good one."""
        self.bench.ohm = ohm
        self._pass(ms)
        self._told()

    @rule(ohm=st.sampled_from(WORSE_OHM), ms=st.sampled_from((5, 100, 1000)))
    def lose(self, ohm: int, ms: int) -> None:
        """Worse contact, a short-circuit, or none."""
        self.bench.ohm = ohm
        self._pass(ms)
        self._told()

    @rule()
    @precondition(lambda self: self.bench.course.state == session.HOLD)
    def wait_long(self) -> None:
        """A minute without contact."""
        self._pass(60_000)
        self._told()

    # ---- faults of the front end and of the chip

    def _must_be_off(self, why: str) -> None:
        assert not self.bench.hv and not self.bench.skin_na(), f"trip: {why}"
        self._told()

    def _in_treatment(self) -> bool:
        """What flows is more than the probe."""
        flows: bool = self.bench.course.state in (session.RAMP_UP, session.RUN)
        return flows and not self.bench.course.bench

    @rule(ua=st.sampled_from((-60, 40, 300)), ms=st.sampled_from((5, 10, 300)))
    @precondition(_energised)
    def spoil_current(self, ua: int, ms: int) -> None:
        """What is delivered is not what was set."""
        treated = self._in_treatment() and self.bench.na > 100_000 and ua > 0
        self.bench.shunt_error_ua = ua
        self._pass(ms)
        self.bench.shunt_error_ua = 0
        if treated and ms == _SOON_MS:
            self._must_be_off("more delivered than set")
        self._told()

    @rule(ua=st.sampled_from((0, 1, 4, 30)))
    @precondition(_energised)
    def leak(self, ua: int) -> None:
        """The negative phase delivers less: from now on."""
        self.bench.leak_ua = ua
        self._pass(1000)
        self._told()

    @rule(ohm=st.sampled_from((0, 9000, -9000)))
    @precondition(_energised)
    def break_leg(self, ohm: int) -> None:
        """The negative phase meets more or less: from now on."""
        self.bench.minus_ohm = ohm
        self._pass(1000)
        self._told()

    @rule(mv=st.sampled_from((3900, 3900, 3250, 3050)))
    @precondition(_energised)
    def drain(self, mv: int) -> None:
        """The battery."""
        self.bench.battery_mv = mv
        self._pass(100)
        self._told()

    @rule()
    @precondition(_energised)
    def come_late(self) -> None:
        """A tick that comes too late."""
        armed = self.bench.hv
        self.bench.lap_us = 12_001
        self._pass(TICK_MS)
        self.bench.lap_us = 1000 * TICK_MS
        if armed:
            self._must_be_off("late")

    @rule()
    @precondition(_energised)
    def hang(self) -> None:
        """The application stops."""
        armed = self.bench.hv
        self._pass(300, beat=False)
        if armed:
            assert not self.bench.hv, "trip: dead application"
        self._told()

    @rule()
    @precondition(_energised)
    def raise_in_tick(self) -> None:
        """An exception in the tick."""
        sample = self.bench.sample
        self.bench.sample = None
        self._pass(TICK_MS)
        self.bench.sample = sample
        self._must_be_off("exception")

    @rule(present=st.booleans())
    def plug(self, present: bool) -> None:
        """USB power: with a session running it trips, without one it makes the next a bench's."""
        armed = self.bench.hv and not self.bench.course.bench
        self.bench.usb = present
        self._pass(TICK_MS)
        if armed and present:
            self._must_be_off("USB power")
        self._told()

    @rule(mended=st.booleans())
    @precondition(lambda self: self.bench.engine.faults)
    def acknowledge(self, mended: bool) -> None:
        """START held in a fault; mended: the cause is gone, and the self-test is waited for."""
        if mended:
            self._pass(_TEST_MS)  # one that runs already is to fail or pass first
            self.bench.leak_ua = self.bench.minus_ohm = 0
            self.bench.usb = False
            self.bench.battery_mv = 3900
            self._pass(TICK_MS)
        self.skin.asked = True
        self._ask(course.ACKNOWLEDGE)
        if mended:
            self._pass(_TEST_MS)
            assert not self.bench.engine.faults, "latch: what is mended and tested stays"
        self._told()


def walk(examples: int, each: int, *, of: int = 0) -> None:
    """So many examples of so many steps at most; the same ones for the same `of`."""
    machine = seed(of)(type("Sessions", (Sessions,), {}))
    given = settings(
        max_examples=examples,
        stateful_step_count=each,
        deadline=None,
        database=None,
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=given)
