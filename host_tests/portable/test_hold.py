"""The held current of calibration on an ideal front end: on any VM, and without allocating."""

from galva.core import course, faults, session
from galva.core.bridge import SHUNT
from galva.core.engine import TICK_MS
from galva.core.hold import HELD, Hold
from galva.core.selftest import PLAIN
from galva.core.session import FAULT, IDLE, SELF_TEST

from bench import OPEN_OHM, Bench
from support import no_alloc

RESISTOR = 10_000


def holding(ua=450, minus=False, jacks=False, ohm=OPEN_OHM):
    bench = Bench(ohm)
    bench.line(PLAIN)  # its first call makes an attribute
    bench.off()
    bench.hold = Hold(bench.cal, TICK_MS, ua, minus, jacks)
    bench.course.hold = bench.hold
    bench.ask(course.HELD)
    assert bench.course.state == SELF_TEST and bench.course.hold is None
    return bench


def until_held(bench):
    for _ in range(800):
        bench.run(1)
        if bench.hold.step == HELD and bench.na > 200_000:
            return
    raise ValueError(bench.hold.step + bench.hold.why)


def test_it_allocates_nothing_from_beginning_to_end():
    for jacks in (False, True):
        bench = holding(jacks=jacks, ohm=RESISTOR if jacks else OPEN_OHM)
        while bench.course.state == SELF_TEST:
            bench.engine.beat()
            no_alloc(bench.engine.tick)
            if bench.hold.seq == 2:  # the rest of its time is as this
                bench.hold._left = min(bench.hold._left, 5)
        assert bench.course.state == IDLE and bench.course.ended == session.STOPPED
        assert bench.engine.faults == 0 and bench.hold.why == "" and bench.hold.seq == 2
        assert (bench.bridge, bench.na, bench.hv, bench.edges) == (SHUNT, 0, False, 0)


def test_no_skin_carries_it():
    for ohm in (0, 9000, 11_000, 20_000, OPEN_OHM):
        bench = holding(jacks=True, ohm=ohm)
        most = [0]

        def watch(bench=bench, most=most):
            most[0] = max(most[0], abs(bench.skin_ua()))

        bench.run(2000 // TICK_MS, watch)
        assert bench.course.state == IDLE and bench.hold.why, ohm
        assert most[0] <= (100 if abs(ohm - RESISTOR) <= 1500 else 10), (ohm, most)
        assert bench.engine.faults == 0


def test_the_resistor_lifted_or_changed_ends_it():
    for ohm in (OPEN_OHM, 1000, 30_000):
        bench = holding(jacks=True, ohm=RESISTOR)
        until_held(bench)
        bench.run(40)
        bench.ohm = ohm
        bench.run(4)
        assert bench.course.state == IDLE and (bench.bridge, bench.hv) == (SHUNT, False)


def test_rules_trip_it():
    bench = holding()
    until_held(bench)
    bench.run(40)
    bench.shunt_error_ua = 100
    bench.run(4)
    assert bench.course.state == FAULT and bench.engine.faults == faults.SELF_TEST
    assert (bench.bridge, bench.na, bench.hv) == (SHUNT, 0, False)


def test_each_serves_once_and_only_from_idle():
    bench = holding()
    bench.ask(course.STOP)
    bench.ask(course.HELD)
    assert bench.course.state == IDLE
    bench.ask(course.TEST)
    bench.course.hold = Hold(bench.cal, TICK_MS, 450, False, False)
    bench.ask(course.HELD)
    assert bench.course.test is bench.course.self_test and bench.course.hold is None
