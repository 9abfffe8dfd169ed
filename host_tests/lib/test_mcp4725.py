"""MCP4725 driver against the chip: its register, its EEPROM, and what power-up brings back."""

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcp4725 import MCP4725

from host_tests.lib.i2c_chips import BUSY_MS, FACTORY, OFF, ONE_K, I2cBus, Mcp4725

Sleeper = Callable[[Mcp4725], Mcp4725]


@pytest.fixture
def timed(monkeypatch: pytest.MonkeyPatch) -> Sleeper:
    """Makes the time of this chip pass when the driver sleeps."""

    def apply(chip: Mcp4725) -> Mcp4725:
        monkeypatch.setattr(time, "sleep_ms", chip.wait, raising=False)
        return chip

    return apply


def test_the_factory_chip_drives_half_its_supply() -> None:
    assert Mcp4725().output == 0x800


@pytest.mark.hazard("H11")
def test_it_is_off_now_and_at_the_next_power_up(timed: Sleeper) -> None:
    chip = timed(Mcp4725())
    MCP4725(I2cBus(chip))
    assert chip.output == 0
    chip.power_up()
    assert (chip.output, chip.register) == (0, OFF)


@pytest.mark.parametrize("eeprom", [FACTORY, (ONE_K, 1), (ONE_K, 0x100), (0, 0), (0b10, 0)])
def test_the_eeprom_is_written_once_in_its_life(timed: Sleeper, eeprom: tuple[int, int]) -> None:
    chip = timed(Mcp4725(eeprom=eeprom))
    for _ in range(20):
        dac = MCP4725(I2cBus(chip))
        dac.write(1234)
        dac.off()
        chip.power_up()
    assert chip.eeprom_writes == 1


def test_an_eeprom_that_is_right_is_left_alone_and_the_register_cleared(timed: Sleeper) -> None:
    chip = timed(Mcp4725(eeprom=OFF))
    MCP4725(I2cBus(chip)).write(4095)  # then the controller resets, the chip does not
    MCP4725(I2cBus(chip))
    assert (chip.output, chip.eeprom_writes, chip.now_ms) == (0, 0, 0)


def test_a_reset_while_the_eeprom_is_written_is_waited_for(timed: Sleeper) -> None:
    chip = timed(Mcp4725())
    I2cBus(chip).writeto(chip.address, b"\x60\x80\x00")  # keep mid-scale: busy, and on
    MCP4725(I2cBus(chip))
    assert (chip.output, chip.eeprom, chip.now_ms) == (0, OFF, 2 * BUSY_MS)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(codes=st.lists(st.integers(0, 4095), min_size=1), address=st.integers(0x60, 0x67))
def test_each_code_reaches_the_pin(timed: Sleeper, codes: list[int], address: int) -> None:
    chip = timed(Mcp4725(address, OFF))
    bus = I2cBus(chip)
    dac = MCP4725(bus, address)
    for code in codes:
        before = bus.bytes
        dac.write(code)
        assert (chip.output, bus.bytes - before) == (code, 3)
    assert dac.off() and chip.output == 0
    assert chip.eeprom_writes == 0


@pytest.mark.parametrize("code", [-1, 4096, 70_000])
def test_what_would_wrap_is_refused(timed: Sleeper, code: int) -> None:
    chip = timed(Mcp4725())
    dac = MCP4725(I2cBus(chip))
    with pytest.raises(ValueError, match=r"MCP4725: code outside 0\.\.4095: clamp"):
        dac.write(code)
    assert chip.output == 0


@pytest.mark.parametrize("address", [0x5F, 0x68, 0])
def test_an_address_of_no_such_chip_is_refused(address: int) -> None:
    with pytest.raises(ValueError, match=rf"{address:#x} outside 0x60\.\.0x67: see pin A0"):
        MCP4725(I2cBus(Mcp4725()), address)


def test_no_chip_is_told_with_the_cure() -> None:
    with pytest.raises(OSError, match=r"MCP4725 at 0x60: no answer .*ENODEV.*: check wiring"):
        MCP4725(I2cBus(None))
    with pytest.raises(OSError, match="at 0x61: no answer"):
        MCP4725(I2cBus(Mcp4725(0x60)), 0x61)


def test_a_chip_that_stays_busy_is_not_waited_for_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slept: list[int] = []
    monkeypatch.setattr(time, "sleep_ms", slept.append, raising=False)
    with pytest.raises(OSError, match="busy for 100 ms"):
        MCP4725(I2cBus(Mcp4725()))
    assert sum(slept) == 2 * BUSY_MS


def test_an_eeprom_that_does_not_keep_is_told_and_the_output_off(timed: Sleeper) -> None:
    chip = timed(Mcp4725())
    chip.worn = True
    with pytest.raises(OSError, match=r"MCP4725 at 0x60: does not stay off.*change the chip"):
        MCP4725(I2cBus(chip))
    assert (chip.output, chip.eeprom_writes) == (0, 1)


@pytest.mark.parametrize("register", [(0, 0), (0, 0x800), (ONE_K, 1), (ONE_K, 0x100)])
def test_a_register_that_does_not_clear_is_told(register: tuple[int, int]) -> None:
    chip = Mcp4725(eeprom=OFF)
    chip.register, chip.deaf = register, True
    with pytest.raises(OSError, match="does not stay off"):
        MCP4725(I2cBus(chip))


# ---- no I2C error leaves current on


def broken(chip: Mcp4725, after: int, *, nack: bool = False) -> tuple[MCP4725, I2cBus]:
    """A driver that has written 100, on a bus that fails (or a chip that refuses) next."""
    bus = I2cBus(chip)
    dac = MCP4725(bus)
    dac.write(100)
    if nack:
        bus.nack_at = after
    else:
        bus.fail_at = bus.bytes + after
    return dac, bus


@pytest.mark.parametrize("after", range(4))
def test_a_write_that_fails_leaves_the_old_code_or_the_new(timed: Sleeper, after: int) -> None:
    chip = timed(Mcp4725())
    dac, _bus = broken(chip, after)
    with pytest.raises(OSError, match="injected"):
        dac.write(200)
    assert chip.output == (100 if after < 3 else 200)
    assert dac.off() and chip.output == 0


@pytest.mark.parametrize("after", range(2))
def test_a_byte_that_is_not_acknowledged_is_an_error(timed: Sleeper, after: int) -> None:
    chip = timed(Mcp4725())
    dac, _bus = broken(chip, after, nack=True)
    with pytest.raises(OSError, match="MCP4725: byte not acknowledged: check"):
        dac.write(200)
    assert chip.output == 100
    assert dac.off() and chip.output == 0


@pytest.mark.hazard("H22")
@pytest.mark.parametrize("nack", [False, True])
@pytest.mark.parametrize("after", range(4))
def test_off_never_raises_and_tells_whether_it_worked(
    timed: Sleeper, after: int, nack: bool
) -> None:
    chip = timed(Mcp4725())
    dac, _bus = broken(chip, after, nack=nack)
    told = dac.off()
    assert told == (nack and after >= 2)
    assert chip.output == (100 if not told and after < 3 else 0)
    assert dac.off() and chip.output == 0


def test_off_survives_whatever_the_bus_raises(
    timed: Sleeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus = I2cBus(timed(Mcp4725()))

    def breaks(address: int, buffer: bytes) -> int:
        if broke:
            raise RuntimeError("driver of the port")
        return I2cBus.writeto(bus, address, buffer)

    broke = False
    monkeypatch.setattr(bus, "writeto", breaks)
    dac = MCP4725(bus)
    broke = True
    assert dac.off() is False


def construction_bytes(chip: Mcp4725) -> int:
    bus = I2cBus(chip)
    MCP4725(bus)
    return bus.bytes


def test_a_construction_that_fails_anywhere_works_when_repeated(timed: Sleeper) -> None:
    total = construction_bytes(timed(Mcp4725()))
    failed = 0
    for after in range(total + 1):
        chip = timed(Mcp4725())
        bus = I2cBus(chip)
        bus.fail_at = after
        try:
            MCP4725(bus)
        except OSError as error:
            assert ": check wiring" in str(error)
            failed += 1
            MCP4725(bus)
        assert (chip.output, chip.eeprom, chip.eeprom_writes) == (0, OFF, 1), after
    assert failed == total + 1 - 4  # the first command is a best effort, its 4 places are silent
