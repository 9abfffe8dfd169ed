"""What a front end may be, from its circuit (hardware.md sections 2, 3 and 6), and how it rounds.

Currents in pA and nA, voltages in mV, as the record has them.
"""

from galva.core import afe_a, afe_b
from galva.core.calib import Calibration, as_record, front_end, nominal_record
from galva.core.fit import fit
from galva.core.limits import ConfigError

# (front end, Ohm that the DAC drives, gain of I, Ohm of the shunt, rail in mV)
CIRCUITS = ((afe_a, 2700, 37, 1200, 17_100), (afe_b, 4000, 25, 1800, 9000))


def changed(afe=None, **values):
    record = nominal_record(afe)
    record.update(values)
    return record


def refused(record, afe=None):
    try:
        Calibration(record, afe)
    except ConfigError as error:
        return str(error)
    return ""


def near(value, due, per_mille):
    return abs(value - due) <= abs(due) * per_mille // 1000


# ---- front ends


def test_a_slope_is_8_percent_about_what_its_resistors_give():
    """2.048 V / 4096 / 1.01 over both resistors; 3.3 V / 4096 / gain over the shunt."""
    for afe, dac_ohm, gain_10, shunt_ohm, _mv in CIRCUITS:
        dac_pa = 500_000_000 // dac_ohm * 100 // 101
        i_pa = 805_664_062 // shunt_ohm * 10 // gain_10
        for (_name, unit, least, most), due, due_unit in (
            (afe.FIELDS[0], dac_pa, "pA per code"),
            (afe.FIELDS[2], i_pa, "pA per count"),
        ):
            assert unit == due_unit
            assert near(least, due * 92 // 100, 1) and near(most, due * 108 // 100, 1)


def test_a_zero_bears_the_offsets_of_its_parts():
    """DAC: 4.5 + 2 mV, and VB's divider of 11.4 MOhm. Shunt: 4.5 mV, and 8 counts of the ADC."""
    for (afe, dac_ohm, _gain, shunt_ohm, rail_mv), dac_na, shunt_na in zip(
        CIRCUITS, (4000, 2800), (6000, 5000)
    ):
        middle_na = rail_mv * 10 // 114
        assert dac_na > 6_500_000 // dac_ohm and shunt_na > 4_500_000 // shunt_ohm + 8 * 145
        _name, unit, least, most = afe.FIELDS[1]
        assert unit == "nA at code 0"
        assert abs(least - middle_na + dac_na) <= 1 and abs(most - middle_na - dac_na) <= 1
        assert afe.FIELDS[3] == ("i_zero_na", "nA at count 0", -shunt_na, shunt_na)


def test_the_limits_of_each_front_end():
    """A: hardware.md sections 2 and 6. B: 300 uA need 1.25 V of VB; 8.4 V of a block of 9 V."""
    for afe, regulated, limits in (
        (afe_a, True, (500, 600, 620, 1000, 16_400, 900_000)),
        (afe_b, False, (300, 360, 380, 1300, 8400, 400_000)),
    ):
        assert afe.REGULATED is regulated
        found = (afe.PEAK_UA, afe.CODE_LIMIT_UA, afe.TRIP_UA)
        found += (afe.LOST_VB_MV, afe.LOST_DROP_MV, afe.NOTHING_OHM)
        assert found == limits


def test_a_front_end_by_its_name():
    assert front_end("B") is afe_b and front_end("A") is front_end() is afe_a
    for cal in (Calibration(), Calibration(nominal_record())):
        assert cal.afe is afe_a
    for record in (None, nominal_record(afe_b)):
        assert Calibration(record, afe_b).afe is afe_b


def test_the_nominal_record_of_each():
    for afe, values in (
        (afe_a, (183_350, 1500, 181_500, 0)),
        (afe_b, (123_762, 790, 179_036, 0)),
    ):
        record = nominal_record(afe)
        names = ("dac_pa", "zero_na", "i_pa", "i_zero_na")
        assert tuple(record[name] for name in names) == values
        assert (record["version"], record["unit"]) == (1, "pA nA counts")
        assert record["reference"] == [] and len(record) == 7
        assert as_record(afe, list(values)) == record


def test_codes_of_front_end_b():
    cal = Calibration(nominal_record(afe_b), afe_b)
    assert cal.cap_ua == 300 and cal.span(300) == 2424 and cal.offset == -6
    assert cal.code_limit == cal.code(400) == 2909 - 6  # 360 uA
    assert Calibration(None, afe_b).cap_ua == 100


# ---- roundings


def test_a_code_is_rounded_to_the_nearest():
    """One code is 200 nA: 99 below and 100 above its half."""
    cal = Calibration(changed(dac_pa=198_000))
    for na, span in ((0, 0), (98, 0), (99, 1), (296, 1), (297, 2), (594_000, 3000)):
        assert cal.span_of_na(na) == span, na
    for span, na in ((0, 0), (1, 198), (4095, 810_810)):
        assert cal.set_na(span) == na
    for dac_pa, span, na in (
        (183_333, 3, 550),
        (183_333, 1000, 183_333),
        (180_400, 1, 180),
        (180_499, 1, 180),
        (180_500, 1, 181),
        (180_600, 1, 181),
    ):
        assert Calibration(changed(dac_pa=dac_pa)).set_na(span) == na, dac_pa


def test_the_offset_of_a_span_is_rounded_to_the_nearest():
    """A code is 180 nA."""
    for zero_na, offset in (
        (0, 0),
        (89, 0),
        (90, -1),
        (269, -1),
        (270, -2),
        (5500, -31),
        (-90, 0),
        (-91, 1),
        (-2500, 14),
    ):
        assert Calibration(changed(dac_pa=180_000, zero_na=zero_na)).offset == offset, zero_na


def test_no_code_is_below_zero_and_0_is_code_0():
    cal = Calibration(changed(dac_pa=180_000, zero_na=-2500))
    assert cal.offset == 14 and cal.code(0) == 0 and cal.code(1) == 20
    cal = Calibration(changed(dac_pa=180_000, zero_na=5500))
    assert [cal.code(ua) for ua in (0, 1, 5, 6)] == [0, 0, 0, 2]


def test_a_count_of_the_shunt_is_rounded_to_1_32_na():
    for i_pa, na in ((181_578, 5810), (181_579, 5811), (181_500, 5808)):
        assert Calibration(changed(i_pa=i_pa)).na(3200, 0) == na * 100


def test_what_flows_past_the_shunt_is_vb_over_11_4_mohm():
    """1.5 uA at 17.1 V; a sum has as many zeros of the shunt as it has readings."""
    cal = Calibration(changed(i_zero_na=-1000))
    assert cal.na(0, 3722) == 1499 - 1000
    assert cal.na(8, 3722 * 8, 8) == 1452 - 8000 + 11_999


def test_thresholds_of_the_shunt_are_less_what_flows_past_it():
    """Front end A 1.5 uA, B 0.79 uA, and the zero of the shunt, of the board alone."""
    for afe, na in ((afe_a, 1500), (afe_b, 790)):
        for zero_na in (0, 700, -700):
            for dac_zero_na in (-2000, 3000):
                record = changed(afe, i_pa=180_000, i_zero_na=zero_na, zero_na=dac_zero_na)
                cal = Calibration(record, afe)
                assert cal.i_counts(na + zero_na + 180_000) == 1000
                assert cal.i_counts(na + zero_na + 179_999) == 999
                assert cal.i_counts(na + zero_na) == 0


def test_a_count_of_voltage_is_4594_uv():
    cal = Calibration()
    for counts, mv in ((0, 0), (1, 4), (1000, 4594), (4095, 18_812), (-1, -5)):
        assert cal.mv(counts) == mv
    for mv, counts in ((0, 0), (4, 0), (5, 1), (4594, 1000), (4593, 999), (-4, -1)):
        assert cal.counts(mv) == counts


# ---- records


def test_a_point_has_a_code_of_12_bits_and_sums_of_12_bits():
    low = (273, 50_000, 267 * 32, 3590 * 32, 32)
    for point, said in (
        ((4096, 450_000, 2475, 1850, 1), "codes are 1..4095"),
        ((0, 450_000, 2475, 1850, 1), "codes are 1..4095"),
        ((2455, 450_000, 2 * 4095 + 1, 1850, 2), "of 2 readings of 0..4095"),
        ((2455, 450_000, 2475, 4096, 1), "of 1 readings of 0..4095"),
    ):
        try:
            fit((low, point))
            told = ""
        except ConfigError as error:
            told = str(error)
        assert said in told, told
    assert "readings" not in refused(fit((low, (2455, 450_000, 2435, 1850, 1))))


def test_a_count_of_a_reference_is_that_of_an_adc():
    """Those of steps that a reference does not hold (S10, the last of A) may be anything else."""
    good = [163, 3800, 3800] + [0] * 42
    for last, well in ((0, False), (4095, False), (4096, True), (-1, True), (True, True)):
        said = refused(changed(reference=good[:-1] + [last]))
        assert ("reference is not a list of 0..4095 counts" in said) == well, last
        assert said.endswith("calibrate again")
    assert "not three counts" in refused(changed(reference=[1]))
    assert "reference is not a list" in refused(changed(reference={}))
    assert Calibration(changed(reference=())).reference == ()


def test_a_record_names_what_is_wrong_with_it():
    for values, said in (
        ({"more": 1}, "calibration: unknown field more"),
        ({"version": 0}, "version is 0, not 1"),
        ({"unit": ""}, "unit is , not pA nA counts"),
        ({"i_pa": "1"}, "i_pa is 1, outside 166980..196020 pA per count"),
    ):
        told = refused(changed(**values))
        assert said in told and told.endswith(": calibrate again"), told
    record = nominal_record()
    del record["reference"]
    assert refused(record) == "calibration: reference is missing: calibrate again"


def test_the_record_of_another_front_end_is_refused():
    assert "dac_pa is 123762, outside" in refused(nominal_record(afe_b))
    assert "dac_pa is 183350, outside" in refused(nominal_record(), afe_b)
