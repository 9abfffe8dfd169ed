"""What may be built and measured, at each limit: pins of the chips, a board, its two points."""

from galva.core.board import Board, Pins
from galva.core.calib import front_end
from galva.core.chips import NAMES, chip
from galva.core.fit import fit
from galva.core.limits import ConfigError
from galva.core.quick import keep


def refusal(call, *args):
    """The ConfigError's text, or "" when it was taken."""
    try:
        call(*args)
    except ConfigError as error:
        return str(error)
    return ""


# ---- pins: the data sheets and pins.md

BRIDGE, DAC = ("pa", "pb", "run"), ("cs", "sck", "mosi")
BUTTONS = ("start", "mode", "plus", "minus")
KEYS = ("lift", "tighten", "infuse")
RGB = ("red", "green", "blue")
SCREEN, UART = ("sda", "scl"), ("uart_tx", "uart_rx")
PICO = {"pa": 2, "pb": 3, "run": 4, "hv_en": 5, "alive": 6, "vbus": 7, "sda": 8, "scl": 9}
PICO.update({"start": 10, "mode": 11, "plus": 12, "minus": 13, "buzzer": 14})
PICO.update({"cs": 17, "sck": 18, "mosi": 19, "red": 20, "green": 21, "blue": 22})
PICO.update({"adc_i": 26, "adc_vb": 27, "adc_vt": 28, "adc_battery": 29, "battery_on": 25})
PICO.update({"uart_tx": 0, "uart_rx": 1})
ESP32 = {"pa": 25, "pb": 26, "run": 27, "hv_en": 32, "alive": 33, "cs": 4, "sck": 18}
ESP32.update({"mosi": 23, "adc_cs": 13, "adc_sck": 21, "adc_miso": 19, "adc_mosi": 22})
ESP32.update({"vbus": 14, "start": 34, "mode": 35, "plus": 36, "minus": 39, "buzzer": 16})
S3 = {"pa": 4, "pb": 5, "run": 6, "hv_en": 7, "alive": 15, "cs": 10, "sck": 12, "mosi": 11}
S3.update({"adc_cs": 13, "adc_sck": 14, "adc_miso": 16, "adc_mosi": 17, "vbus": 18})
S3.update({"start": 1, "mode": 2, "plus": 8, "minus": 9, "buzzer": 21})
LED = {"ws2812": 17}
LIGHT = {"red": 39, "green": 40, "blue": 41}


class Wired:
    """Of a Pins what a chip asks for; a pin may be used twice here."""

    def __init__(self, gpio):
        self.gpio = gpio


def said(name, gpio, front="A"):
    """What the chip has against these pins."""
    return refusal(chip(name).check, "b", Wired(gpio), front_end(front))


def free(name, gpio, role):
    """The pins that this chip lets this role have, of 60."""
    found = []
    for pin in range(-1, 60):
        told = said(name, dict(gpio, **{role: pin}))
        if not told.startswith("b: GPIO%d is no pin for %s: " % (pin, role)):
            assert not told or told.endswith("must follow each other"), told
            found.append(pin)
    return found


def numbers(*spans):
    """(2, 4), (7,): 2, 3, 4, 7."""
    return [pin for span in spans for pin in range(span[0], span[-1] + 1)]


def test_the_pins_that_a_pico_lets_each_role_have():
    """23 and 24 serve its supply and radio, 25 its LED, 26..28 are the ADC's, 29 VSYS / 3."""
    for role in PICO:
        if role in ("adc_i", "adc_vb", "adc_vt"):
            due = numbers((0, 22), (26, 28))
        elif role == "battery_on":
            due = numbers((0, 22), (25,))
        elif role == "adc_battery":
            due = numbers((0, 22), (29,))
        else:
            due = numbers((0, 22))
        assert free("rp2040", PICO, role) == due, role


def test_the_pins_that_an_esp32_lets_each_role_have():
    """Not 0, 2, 5, 12, 15: strapping; 6..11: flash; 1, 3: console; 14 moves; 34..39 only read."""
    drives = numbers((4,), (13,), (16, 19), (21, 23), (25, 27), (32, 33))
    for light in (LED, LIGHT):
        gpio = dict(ESP32, sda=21, scl=22)
        gpio.update(LED if light is LED else {"red": 2, "green": 15, "blue": 17})
        for role in gpio:
            due = drives
            if role in ("vbus", "adc_miso") + BUTTONS:
                due = sorted(drives + numbers((14,), (34, 36), (39,)))
            if role in RGB:
                due = sorted(drives + [2, 15])  # to ground, as the chip wants them at reset
            assert free("esp32", gpio, role) == due, role


def test_the_pins_that_an_esp32_s3_lets_each_role_have():
    """Not 0, 3, 45, 46: strapping; 19, 20: USB; 26..32: flash; 33..37: PSRAM; 43, 44: console;

    38, 48: its own light; 18 moves.
    """
    drives = numbers((1, 2), (4, 17), (21,), (39, 42), (47,))
    gpio = dict(S3, sda=42, scl=47)
    gpio.update(LIGHT)
    for role in gpio:
        inputs = role in ("vbus", "adc_miso") + BUTTONS
        assert free("esp32s3", gpio, role) == (sorted(drives + [18]) if inputs else drives), role


def test_the_reason_is_told_with_the_pin():
    for role, pin, words in (
        ("buzzer", 24, "b: GPIO24 is no pin for buzzer: this chip has none"),
        ("alive", 25, "b: GPIO25 is no pin for alive: the board's own LED or radio is there"),
        ("alive", 27, "b: GPIO27 is no pin for alive: an input of the ADC"),
    ):
        assert said("rp2350", dict(PICO, **{role: pin})) == words


def test_the_reason_of_an_esp32_is_told_with_the_pin():
    """Of both ends of each span of pins."""
    gpios = dict(ESP32, **LED), dict(S3, **LIGHT)
    for name, gpio, reasons in (
        ("esp32", gpios[0], (
            ((24, 28, 31, 37, 38, 40), "this chip has none"),
            ((6, 11), "the flash is there"),
            ((1, 3), "the console is there"),
            ((0, 5, 12), "a level at reset selects how the chip starts"),
            ((2, 15), "read at reset, where only a light to ground does no harm"),
            ((14,), "moves while the chip starts"),
            ((34, 39), "input only"),
        )),
        ("esp32s3", gpios[1], (
            ((22, 25, 49), "this chip has none"),
            ((26, 32), "the flash is there"),
            ((33, 37), "octal PSRAM is there on some modules"),
            ((43, 44), "the console is there"),
            ((19, 20), "USB is there"),
            ((0, 3, 45, 46), "a level at reset selects how the chip starts"),
            ((18,), "goes high for 60 us while the chip starts"),
            ((38, 48), "the board's own RGB LED is there"),
        )),
    ):  # fmt: skip
        for pins, why in reasons:
            for pin in pins:
                told = "b: GPIO%d is no pin for alive: " % pin + why
                assert said(name, dict(gpio, alive=pin)) == told


def test_every_role_is_wanted_and_no_other_is_known():
    for role in PICO:
        without = {each: PICO[each] for each in PICO if each != role}
        due = "" if role in SCREEN + UART else "b: no pin for " + role
        assert said("rp2040", without) == due, role
    assert said("rp2040", dict(PICO, lamp=15)) == "b: unknown role lamp"
    assert said("rp2040", dict(PICO, adc_miso=15)) == "b: unknown role adc_miso"


def test_every_role_of_an_esp32_is_wanted_and_no_other_is_known():
    for name, gpio, light in (("esp32", ESP32, LED), ("esp32s3", S3, LIGHT)):
        whole = dict(gpio, **light)
        assert said(name, whole) == ""
        for role in gpio:
            without = {each: whole[each] for each in whole if each != role}
            assert said(name, without) == "b: no pin for " + role, role
        assert said(name, dict(whole, sda=16, scl=17)) == ""
        for role in ("uart_tx", "adc_i", "battery_on"):
            assert said(name, dict(whole, **{role: 16})) == "b: unknown role " + role


def without(gpio, *roles):
    return {role: gpio[role] for role in gpio if role not in roles}


def test_a_board_has_one_set_of_buttons_and_one_light():
    keys = dict(without(PICO, "mode", "plus", "minus"), lift=11, tighten=12, infuse=13)
    assert said("rp2040", keys) == ""
    told = "b: give mode, plus, minus or lift, tighten, infuse a pin, not both"
    assert said("rp2040", dict(keys, plus=15)) == said("rp2040", dict(PICO, lift=15)) == told
    for role in KEYS:
        assert said("rp2040", without(keys, role)) == "b: no pin for " + role
    for role in ("mode", "plus", "minus"):
        assert said("rp2040", without(PICO, role)) == "b: no pin for " + role
    assert said("rp2040", without(keys, *KEYS)) == "b: no pin for mode"
    lamp = dict(without(PICO, *RGB), ws2812=20)
    assert said("rp2040", lamp) == ""
    told = "b: give red, green, blue or ws2812 a pin, not both"
    assert said("rp2040", dict(lamp, red=15)) == told
    assert said("rp2040", without(lamp, "ws2812")) == "b: no pin for red"


def test_bridge_and_dac_lines_follow_each_other():
    for roles in (BRIDGE, DAC):
        told = "b: " + ", ".join(roles) + " must follow each other"
        for first, steps in ((15, (0, 1, 2)), (0, (0, 1, 2)), (20, (0, 1, 2))):
            moved = {role: first + step for role, step in zip(roles, steps)}
            assert said("rp2040", dict(PICO, **moved)) == ""
        for steps in ((0, 2, 1), (0, 1, 3), (1, 0, 2), (0, 2, 3), (2, 1, 0), (0, 0, 2), (0, 1, 1)):
            moved = {role: 10 + step for role, step in zip(roles, steps)}
            assert said("rp2040", dict(PICO, **moved)) == told, steps


def test_an_esp32_has_no_such_order():
    for name, gpio, light in (("esp32", ESP32, LED), ("esp32s3", S3, LIGHT)):
        whole = dict(gpio, **light)
        whole["pa"], whole["run"] = whole["run"], whole["pa"]
        assert said(name, whole) == ""


def test_only_a_rail_that_is_made_on_the_board_has_a_switch():
    assert said("rp2040", without(PICO, "hv_en"), "B") == ""
    assert said("rp2040", without(PICO, "hv_en"), "A") == "b: no pin for hv_en"
    assert said("rp2040", without(PICO, "alive"), "B") == "b: no pin for alive"


# ---- the board


def board(name="rp2040", front="A", **changes):
    return Board("b", name, front, Pins(**PICO), **changes)


def test_a_board_keeps_its_peak_and_its_area_within_limits():
    one = board()
    assert (one.name, one.chip, one.front_end) == ("b", "rp2040", "A")
    assert one.peak_ua == 500 and one.area_mm2 == 100  # product.md: 1.0 cm2
    assert one.pins.gpio == PICO and one.pins.alive == 6
    for peak_ua in (1, 300, 500):
        assert board(peak_ua=peak_ua).peak_ua == peak_ua
    for area_mm2 in (25, 10_000):
        assert board(area_mm2=area_mm2).area_mm2 == area_mm2
    for changes in ({"peak_ua": 0}, {"peak_ua": 501}):
        assert refusal(lambda: board(**changes)) == "b: peak_ua outside 1..500"  # noqa: B023
    for changes in ({"area_mm2": 24}, {"area_mm2": 10_001}):
        told = "b: area_mm2 outside 25..10000"
        assert refusal(lambda: board(**changes)) == told  # noqa: B023


def test_a_board_of_front_end_b_gives_300_microampere_at_most():
    assert board(front="B").peak_ua == board(front="B", peak_ua=301).peak_ua == 300
    assert board(front="B", peak_ua=299).peak_ua == 299


def test_a_chip_and_a_front_end_are_named():
    told = "b: chip stm32 is none of esp32, esp32s3, rp2040, rp2350"
    assert refusal(lambda: board("stm32")) == told
    assert refusal(lambda: board(front="C")) == "b: front end C is none of A, B"
    assert NAMES == ("esp32", "esp32s3", "rp2040", "rp2350")
    assert board("rp2350").chip == "rp2350"
    twice = dict(PICO, alive=5)
    assert refusal(lambda: Pins(**twice)) == "Pins: a pin is used twice"


# ---- two points: hardware.md section 7

AGAIN = "measure at 50 and 450 uA"


def point(code, counts, na=None, vb=3000, n=1):
    """As measured of n readings; na: what the board of the middle gives, 183.35 nA a code."""
    return code, 183_350 * code // 1000 + 1500 if na is None else na, n * counts, n * vb, n


def told_of(low, high):
    return refusal(fit, (low, high))


def test_two_points_are_a_thousand_codes_and_counts_apart():
    close = "calibration: the points are too close or equal: " + AGAIN
    for n in (1, 32):
        low = point(273, 276, n=n)
        assert told_of(low, point(1273, 1276, n=n)) == ""
        assert told_of(low, point(1272, 1276, n=n)) == close
        low = point(273, 276, 47_900, n=n)
        assert told_of(low, point(1323, 1276, 237_900, n=n)) == ""  # 190 nA a count
        assert told_of(low, point(1323, 1275, 237_900, n=n)) == close
    assert told_of(low, low) == close


def test_two_points_are_given():
    low, high = point(273, 276), point(2455, 2476)
    for points in ((), (low,), (low, high, high)):
        told = "calibration: %d points: " % len(points) + AGAIN
        assert refusal(fit, points) == told
    assert told_of(low, high) == ""


def test_front_end_b_is_measured_at_270():
    told = "calibration: 0 points: measure at 50 and 270 uA"
    assert refusal(fit, (), front_end("B")) == told


def test_one_to_64_readings_are_summed():
    for n, due in ((0, False), (1, True), (64, True), (65, False)):
        told = told_of(point(273, 276, n=n), point(2455, 2476))
        where = "calibration, point at code 273: "
        assert told == ("" if due else where + "%d readings: sum 1..64" % n)


def test_codes_are_1_to_4095():
    high = point(2455, 2476)
    told = "calibration, point at code %d: codes are 1..4095"
    assert told_of(point(0, 0), high) == told % 0
    assert told_of(high, point(4096, 4095)) == told % 4096
    assert told_of(point(1, 1, vb=3800), high) == ""
    assert told_of(point(1273, 1276), point(4095, 4095)) == ""


def test_a_sum_is_of_readings_of_0_to_4095():
    told = "calibration, point at code %d: a sum is not of %d readings of 0..4095: measure again"
    high = point(2455, 2476)
    for n in (1, 32):
        assert told_of(point(1, 0, vb=4095, n=n), high) == ""
        assert told_of(point(273, 276), point(2455, 2476, vb=0, n=n)) == ""
        for counts, vb in ((-1, 3000), (4096, 3000), (276, -1), (276, 4096)):
            assert told_of(point(273, counts, vb=vb, n=n), high) == told % (273, n)
    assert told_of(point(1273, 1276), point(4095, 4095)) == ""


def test_the_multimeter_agrees_within_a_quarter():
    """Code 273 is 50.06 uA, and 1.5 past the shunt."""
    high = point(2455, 2476)
    where = "calibration, point at code 273: "
    for na in (38_665, 64_444, -51_554):
        due = where + "%d is not about 51555 nA: give nA, check the load" % na
        assert told_of(point(273, 276, na), high) == due
    for na in (38_666, 64_443):
        assert "is not about" not in told_of(point(273, 276, na), high)


# ---- what is found at once


def test_a_kept_method_is_found_in_the_object():
    class One:
        def told(self):
            return 1

    one, other = One(), One()
    keep(one, "told")
    One.told = lambda self: 2
    assert one.told() == 1 and other.told() == 2
