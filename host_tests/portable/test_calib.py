"""Calibration: one fit both ways, in 31-bit integers, and what it refuses."""

from galva.core.afe_a import FIELDS, TABLE
from galva.core.calib import Calibration, nominal_record
from galva.core.fit import fit
from galva.core.limits import ConfigError
from galva.core.selftest import PASSED, RUNNING, SelfTest

from support import Reading, no_alloc

MOST_SUM = 40 * 4095
SMALL = 1 << 30


def refused(call, *args):
    """The ConfigError's text; raises when nothing was refused."""
    try:
        call(*args)
    except ConfigError as error:
        return str(error)
    raise ValueError("not refused")


def extremes():
    """Nominal, and a calibration with every field at its least and at its most."""
    yield Calibration()
    for column in (2, 3):
        record = nominal_record()
        for row in FIELDS:
            record[row[0]] = row[column]
        yield Calibration(record)


def changed(**values):
    record = nominal_record()
    record.update(values)
    return record


# ---- codes


def test_every_code_comes_back_from_its_current():
    for cal in extremes():
        for span in range(4096):
            assert cal.span_of_na(cal.set_na(span)) == span


def test_every_microampere_comes_back_within_half_a_code():
    for cal in extremes():
        for ua in range(1001):
            assert abs(cal.set_na(cal.span(ua)) - ua * 1000) <= 100


def test_what_is_driven_is_the_fitted_line_turned_round():
    for zero_na in (-2500, -400, 0, 93, 1500, 5500):
        cal = Calibration(changed(zero_na=zero_na, dac_pa=180_000))
        for ua in range(32, 600):
            delivered_na = 180_000 * cal.code(ua) // 1000 + zero_na
            assert abs(delivered_na - ua * 1000) <= 185  # one code: two roundings


def test_nominal_codes():
    cal = Calibration()
    assert cal.offset == -8 and cal.span(500) == 2727 and cal.code(500) == 2719
    assert cal.code(0) == 0 and cal.code(1) == 0 and cal.code(1000) == cal.code_limit == 3264


def test_no_code_is_outside_the_limit_whatever_the_record():
    for cal in extremes():
        codes = [cal.code(ua) for ua in range(1001)]
        assert sorted(codes) == codes and codes[0] == 0
        assert codes[600] == codes[1000] == cal.code_limit <= 4095


def test_without_a_record_there_is_a_cap():
    assert not Calibration().commissioned and Calibration().cap_ua == 100
    cal = Calibration(nominal_record())
    assert cal.commissioned and cal.cap_ua == 500


# ---- readings


def test_a_sum_reads_as_its_mean_with_every_zero_counted():
    cal = Calibration(changed(i_zero_na=-1450))
    assert cal.na(40 * 2000, 40 * 1500, 40) // 40 == cal.na(2000, 1500)
    assert cal.na(8, 0) == 8 * 363 // 2 - 1450 + 0


def test_thresholds_are_readings_turned_round():
    for cal in extremes():
        for na in (10_000, 100_000, 500_000, 620_000):
            assert abs(cal.na(cal.i_counts(na), 3805) - na) < 500
        for mv in range(100, 18_000, 100):
            assert abs(cal.mv(cal.counts(mv)) - mv) <= 6


def test_all_integers_stay_small():
    """On the 31-bit VM a larger intermediate would need the heap; the results are looked at."""
    for cal in extremes():
        for i, vb in ((0, 0), (MOST_SUM, MOST_SUM), (-MOST_SUM, -MOST_SUM)):
            no_alloc(lambda cal=cal, i=i, vb=vb: cal.na(i, vb, 40))
            no_alloc(lambda cal=cal, vb=vb: cal.mv(vb))
            assert abs(cal.na(i, vb, 40)) < SMALL
        for ua in (0, 1, 600, 1000):
            no_alloc(lambda cal=cal, ua=ua: cal.span(ua))
            no_alloc(lambda cal=cal, ua=ua: cal.code(ua))
            no_alloc(lambda cal=cal, ua=ua: cal.i_counts(ua * 1000))
        no_alloc(lambda cal=cal: cal.set_na(4095))
        no_alloc(lambda cal=cal: cal.counts(20_000))


# ---- records


def test_a_record_that_is_not_whole_is_refused_by_name():
    for name in nominal_record():
        record = nominal_record()
        del record[name]
        assert name + " is missing" in refused(Calibration, record)
    assert "unknown field dac_na" in refused(Calibration, changed(dac_na=183))


def test_a_value_outside_its_bounds_is_refused_with_the_bounds():
    for name, unit, least, most in FIELDS:
        for value in (least - 1, most + 1, "183350", True, None):
            said = refused(Calibration, changed(**{name: value}))
            assert name in said and str(least) in said and unit in said and "calibrate" in said
        Calibration(changed(**{name: least}))
        Calibration(changed(**{name: most}))


def test_another_version_or_unit_is_refused():
    assert "version is 2, not 1" in refused(Calibration, changed(version=2))
    assert "unit is uA, not pA nA counts" in refused(Calibration, changed(unit="uA"))


# ---- fit


def points(dac_pa=183_350, zero_na=700, i_pa=181_500, i_zero_na=0, n=32):
    """What a board with these figures gives into 10.0 kOhm."""
    measured = []
    for code, vb in ((273, 3590), (2455, 1850)):
        na = dac_pa * code // 1000 + zero_na
        shunt_na = na - vb * 403 // 1000
        measured.append((code, na, n * (shunt_na - i_zero_na) * 1000 // i_pa, n * vb, n))
    return measured


def test_a_fit_finds_the_figures():
    for n in (1, 32, 64):
        for due in ((170_000, -2000, 170_000, -3000), (197_000, 5000, 195_000, 3000)):
            record = fit(points(*due, n=n))
            for row, value in zip(FIELDS, due):
                slack = 130 if row[0].endswith("pa") else 200  # a count is 182 nA when n is 1
                assert abs(record[row[0]] - value) <= slack, (n, row[0], record[row[0]], value)


def test_the_order_of_the_points_does_not_matter():
    low, high = points()
    assert fit((low, high)) == fit((high, low))


def test_a_fit_is_a_record_without_a_reference():
    cal = Calibration(fit(points()))
    assert cal.commissioned and cal.reference == ()


def test_points_that_cannot_be_are_refused():
    low, high = points()
    assert "measure at 50 and 450" in refused(fit, (low, low))
    assert "1 points" in refused(fit, (low,))
    assert "dac_pa is" in refused(fit, points(dac_pa=199_000))
    assert "i_pa is" in refused(fit, points(i_pa=165_000))
    assert "zero_na is" in refused(fit, points(zero_na=6000))
    assert "i_zero_na is" in refused(fit, points(i_zero_na=-7000))


def test_a_reading_in_another_unit_is_refused_with_the_unit():
    low, high = points()
    in_ua = (high[0], 450) + high[2:]
    said = refused(fit, (low, in_ua))
    assert "code 2455" in said and "450 is not about" in said and "give nA" in said


def test_sums_that_no_adc_gives_are_refused():
    low, high = points()
    for index, value in ((0, 4096), (2, 32 * 4095 + 1), (3, -1), (4, 0), (4, 65)):
        broken = list(high)
        broken[index] = value
        refused(fit, (low, tuple(broken)))


# ---- the reference of the self-test


def middle(change=None):
    """Readings in the middle of every absolute window, some changed by change(step, reading)."""
    cal = Calibration()
    readings = []
    for row in TABLE:
        i = max(0, cal.i_counts((row[4] + row[5]) * 500))
        vt = cal.counts((row[8] + row[9]) // 2)
        reading = (i, vt - cal.counts((row[6] + row[7]) // 2), vt)
        readings.append(change(row[0], reading) if change else reading)
    return readings


def flat(readings):
    return [counts for reading in readings for counts in reading]


def walk(cal, readings):
    test = SelfTest(cal, 1)
    test.start(True, True)
    sense = Reading()
    for row, reading in zip(TABLE, readings):
        for _ in range(row[3]):
            test.add(sense.take(*reading))
        if test.verdict != RUNNING:
            break
    return test


def test_a_passed_self_test_is_its_own_reference():
    test = walk(Calibration(), middle())
    assert test.verdict == PASSED and list(test.readings) == flat(middle())
    cal = Calibration(changed(reference=list(test.readings)))
    assert walk(cal, middle()).verdict == PASSED


def moved(at, channel, counts):
    readings = middle()
    reading = list(readings[at])
    reading[channel] += counts
    readings[at] = tuple(reading)
    return readings


def test_with_a_reference_the_windows_are_narrow():
    """S3, 100 uA: +-3 % + 4 uA is 38 counts. S5: +-2.5 % + 0.2 V is 138 of VT, 45 of VB."""
    narrow, wide = Calibration(changed(reference=flat(middle()))), Calibration()
    for at, channel, counts in ((4, 0, 38), (6, 2, 138), (6, 1, 45)):
        for sign in (1, -1):
            outside = moved(at, channel, sign * (counts + 3))
            assert walk(narrow, outside).verdict != PASSED
            assert walk(wide, outside).verdict == PASSED
            inside = moved(at, channel, sign * (counts - 3))
            assert walk(narrow, inside).verdict == PASSED


def test_a_reference_that_never_passed_is_refused():
    low = middle(lambda step, r: (r[0], r[1] - 600, r[2]) if step == "S4" else r)
    assert "S4" in refused(Calibration, changed(reference=flat(low)))
    assert "three counts" in refused(Calibration, changed(reference=flat(middle())[:-1]))
    for reference in (["1"] * 45, [-1] * 45, [4096] * 45, 7, None):
        assert "reference is not" in refused(Calibration, changed(reference=reference))


def test_the_self_test_allocates_nothing():
    test = SelfTest(Calibration(changed(reference=flat(middle()))), 1)
    reading = middle()[0]
    sense = Reading().take(*reading)
    no_alloc(lambda: test.add(sense), TABLE[0][3])
    assert test.verdict == RUNNING and test.step == "S1"
