"""What a maker may type."""

import pytest

from tools.calibrate import entry

POINTS = (50, 450)


@pytest.mark.parametrize(
    ("text", "volts"),
    [("4.5", 4.5), ("4,5", 4.5), (" 4.5 V", 4.5), ("4500mV", 4.5), (".5", 0.5), ("-4.498", 4.498)],
)
def test_volts(text: str, volts: float) -> None:
    assert entry.volts(text) == pytest.approx(volts)


@pytest.mark.parametrize("text", ["", "four", "4.5.0", "4.5 A", "nan", "inf", "1e3", "-", "4 5"])
def test_no_volts(text: str) -> None:
    with pytest.raises(entry.Implausible, match="is no reading: type volts"):
        entry.volts(text)


@pytest.mark.parametrize(
    ("text", "ua", "said"),
    [
        ("45", 450, "one place too many"),
        ("0.45", 450, "is that of 50 µA"),
        ("4500", 450, "millivolts"),
        ("499", 50, "millivolts"),
        ("0.5", 450, "is that of 50 µA: this is 450 µA"),
        ("4.5", 50, "is that of 450 µA: this is 50 µA"),
        ("3.9", 450, "the device measures 450.0"),
        ("0", 450, "the device measures 450.0"),
        ("0.3", 0, "no current"),
    ],
)
def test_a_slip_has_its_name(text: str, ua: int, said: str) -> None:
    with pytest.raises(entry.Implausible, match=said) as caught:
        entry.fitting(text, ua, ua * 1000, 10_000, entry.UNCALIBRATED, POINTS)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "ua", "slack", "well"),
    [
        ("4.2", 450, entry.UNCALIBRATED, True),
        ("4.1", 450, entry.UNCALIBRATED, False),
        ("0.6", 50, entry.UNCALIBRATED, True),
        ("0.62", 50, entry.UNCALIBRATED, False),
        ("2.93", 300, entry.CALIBRATED, True),
        ("2.91", 300, entry.CALIBRATED, False),
        ("0.04", 0, entry.CALIBRATED, True),
    ],
)
def test_the_windows(text: str, ua: int, slack: entry.Slack, well: bool) -> None:
    def typed() -> float:
        return entry.fitting(text, ua, ua * 1000, 10_000, slack, POINTS)

    if well:
        assert typed() == float(text)
    else:
        with pytest.raises(entry.Implausible):
            typed()
