"""The virtual device's view, on an emulator that the test writes by hand (stub.py)."""

import base64
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from host_tests.web.stub import HELLO, NOW, Stub

EVIL = '<img src=x onerror="document.title=1"><script>document.title=1</script>'
SOUND = """
window.heard = { hz: 0, gain: 0, type: "" };
window.AudioContext = class {
  destination = {};
  async resume() {}
  createOscillator() {
    const frequency = { get value() { return heard.hz; }, set value(hz) { heard.hz = hz; } };
    return { frequency, set type(type) { heard.type = type; }, connect: (to) => to, start() {} };
  }
  createGain() {
    const gain = { get value() { return heard.gain; }, set value(value) { heard.gain = value; } };
    return { gain, connect: (to) => to };
  }
};
"""


@pytest.fixture
def stub(page: Page, galva_html: Any) -> Stub:
    """A device that is on, lifted; its view is shown."""
    page.add_init_script(SOUND)
    made = Stub(page, galva_html.as_uri())
    made.now()
    page.get_by_role("tab", name="Virtual device").click()
    page.clock.run_for(50)
    made.asked()
    return made


def _view(stub: Stub) -> Locator:
    return stub.page.locator("#view-virtual")


def _cap(stub: Stub, name: str) -> Locator:
    return _view(stub).get_by_role("button", name=name, exact=True)


def _moves(stub: Stub) -> list[tuple[str, str]]:
    return [(one["do"], one["button"]) for one in stub.asked() if "button" in one]


def _text(stub: Stub, place: str) -> str:
    return _view(stub).locator(place).inner_text()


def _slider(stub: Stub, label: str) -> Locator:
    return _view(stub).get_by_role("slider", name=label, exact=True)


def _slide(stub: Stub, label: str, value: float) -> None:
    _slider(stub, label).fill(str(value))


# ---- hands


def test_a_button_is_down_as_long_as_the_mouse_holds_it_wherever_it_goes(stub: Stub) -> None:
    mouse = stub.page.mouse
    _cap(stub, "START").hover()
    mouse.down()
    mouse.move(5, 5)
    stub.now()
    assert _moves(stub) == [("hold", "START")]
    assert _cap(stub, "START").get_attribute("aria-pressed") == "true"
    mouse.up()
    assert _moves(stub) == [("release", "START")]


def test_two_fingers_hold_two_buttons(stub: Stub) -> None:
    """As PLUS and MINUS that acknowledge; another finger's end lets go of nothing."""
    for finger, name in enumerate(("PLUS", "MINUS"), 1):
        _cap(stub, name).evaluate(
            """(cap, id) => {
              cap.setPointerCapture = () => {};
              cap.dispatchEvent(new PointerEvent("pointerdown", { pointerId: id }));
              cap.dispatchEvent(new PointerEvent("pointerup", { pointerId: 9 }));
            }""",
            finger,
        )
    assert _moves(stub) == [("hold", "PLUS"), ("hold", "MINUS")]
    _cap(stub, "PLUS").dispatch_event("pointercancel", {"pointerId": 1})
    assert _moves(stub) == [("release", "PLUS")]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_keys_hold_the_button_with_the_focus_once(stub: Stub, key: str) -> None:
    _cap(stub, "MODE").focus()
    stub.page.keyboard.down(key)
    stub.page.keyboard.down(key)  # the keyboard repeats
    assert _moves(stub) == [("hold", "MODE")]
    stub.page.keyboard.press("Tab")
    stub.page.keyboard.up(key)
    assert _moves(stub) == [("release", "MODE")]


def test_the_letter_on_each_cap_holds_it(stub: Stub) -> None:
    for name in HELLO["buttons"]:
        letter = _cap(stub, name).locator("kbd").inner_text()
        assert letter.lower() not in "so"
        stub.page.keyboard.down(letter.lower())
        assert _moves(stub) == [("hold", name)]
        stub.page.keyboard.up(letter.lower())
        assert _moves(stub) == [("release", name)]


def test_letters_that_are_typed_or_meant_for_the_browser_press_nothing(stub: Stub) -> None:
    _view(stub).get_by_label("Break a part").press_sequentially("tmpn")
    stub.page.get_by_role("tab", name="Plan").focus()
    stub.page.keyboard.press("Control+m")
    stub.page.get_by_role("tab", name="Plan").click()
    stub.page.clock.run_for(50)
    stub.page.keyboard.press("t")  # another view is shown
    assert _moves(stub) == []


def test_stop_has_its_key_with_the_hand_on_a_slider(stub: Stub) -> None:
    _slider(stub, "Contact").focus()
    stub.page.keyboard.press("s")
    stub.page.clock.run_for(50)
    assert stub.page.locator(".asked").inner_text() == "STOP: sent"


def test_a_window_that_is_left_lets_go(stub: Stub) -> None:
    stub.page.keyboard.down("t")
    stub.page.evaluate("dispatchEvent(new Event('blur'))")
    assert _moves(stub) == [("hold", "START"), ("release", "START")]


def test_one_hand_can_keep_two_buttons_down(stub: Stub) -> None:
    _view(stub).get_by_label("A press keeps").check()
    _cap(stub, "PLUS").click()
    _cap(stub, "MINUS").click()
    stub.page.evaluate("dispatchEvent(new Event('blur'))")
    assert _moves(stub) == [("hold", "PLUS"), ("hold", "MINUS")]
    _view(stub).get_by_label("A press keeps").uncheck()
    _cap(stub, "PLUS").click()
    _cap(stub, "MINUS").click()
    assert _moves(stub) == [("release", "PLUS"), ("release", "MINUS")]


def test_how_long_it_is_held_is_told_in_the_devices_time(stub: Stub) -> None:
    """It may be a tenth of the person's."""
    for _ in range(7):
        stub.now(held=["START"], factor=0.1)
    assert "START held for 0.3 s of the device's time." in _text(stub, ".told")
    assert _cap(stub, "START").get_attribute("aria-pressed") == "true"
    stub.now()
    assert "held" not in _text(stub, ".told")


# ---- what the device shows


def test_the_light_is_a_colour_and_a_word(stub: Stub) -> None:
    led = _view(stub).locator(".led")
    stub.now(light=[0.784, 0.353, 0])
    assert "Light: amber." in _text(stub, ".told")
    assert led.evaluate("(led) => getComputedStyle(led).backgroundColor") == "rgb(228, 159, 0)"
    stub.now(light=[0, 0.094, 0])
    assert "Light: dim green." in _text(stub, ".told")
    stub.now()
    assert "Light: dark." in _text(stub, ".told")
    assert led.evaluate("(led) => getComputedStyle(led).backgroundColor") == "rgb(0, 0, 0)"


def test_the_screen_shows_the_frame_and_keeps_it(stub: Stub) -> None:
    frame = bytearray(1024)
    frame[2 * 128 + 5] = 0b1000  # x 5, y 19
    stub.now(screen=base64.b64encode(frame).decode())
    stub.now()  # without news of it
    screen = _view(stub).get_by_role("img", name="screen", exact=True)
    bright = """(canvas) => {
      const paper = new OffscreenCanvas(128, 64).getContext("2d");
      paper.drawImage(canvas, 0, 0);
      const { data } = paper.getImageData(0, 0, 128, 64);
      return [...Array(128 * 64).keys()].filter((at) => data[4 * at] > 100);
    }"""
    assert screen.evaluate(bright) == [19 * 128 + 5]
    box = screen.bounding_box()
    assert box and (box["width"], box["height"]) == (256, 128)
    stub.now(screen=None)
    assert _view(stub).get_by_role("img", name="screen, dark").evaluate(bright) == []


def test_the_buzzer_is_heard_by_who_wants_to(stub: Stub) -> None:
    def heard() -> dict[str, Any]:
        found: dict[str, Any] = stub.page.evaluate("heard")
        return found

    stub.now(tone_hz=1500)
    assert "Buzzer: 1500 Hz." in _text(stub, ".told")
    assert heard() == {"hz": 0, "gain": 0, "type": ""}
    _view(stub).get_by_label("Hear the buzzer").check()
    stub.now(tone_hz=1500)
    assert (heard()["hz"], heard()["type"]) == (1500, "square")
    assert heard()["gain"] > 0
    stub.now(tone_hz=0)
    assert heard()["gain"] == 0
    stub.now(tone_hz=700)
    stub.page.clock.run_for(1100)  # nothing comes: no tone for ever
    assert heard()["gain"] == 0
    stub.now(tone_hz=700)
    assert heard()["gain"] > 0
    _view(stub).get_by_label("Hear the buzzer").uncheck()
    assert heard()["gain"] == 0
    stub.now(tone_hz=800)
    assert heard()["gain"] == 0


# ---- the skin


def test_a_named_skin_is_sent_as_it_is_and_lifted_off(stub: Stub) -> None:
    for name, figures in (("Fresh gel", [1000, 2000, 200]), ("Short", [1, 0, 0])):
        _view(stub).get_by_role("button", name=name).click()
        assert stub.asked() == [{"do": "skin", "ohm": figures}]
    _view(stub).get_by_role("button", name="Typical").click()
    stub.now(ohm=11_000)
    assert stub.asked() == [{"do": "skin", "ohm": [1000, 5000, 100]}]
    assert "1.00 kΩ + 2 \u00d7 (5.00 kΩ ∥ 100 nF) = 11.0 kΩ" in _text(stub, ".sent").replace(
        "\u00a0", " "
    )
    assert "11.0\u00a0kΩ" in _text(stub, ".panel > .truth")
    _view(stub).get_by_role("button", name="Lift off").click()
    assert stub.asked() == [{"do": "skin", "name": "open"}]


def test_sliders_change_what_is_touched(stub: Stub) -> None:
    _view(stub).get_by_role("button", name="Fresh gel").click()
    stub.asked()
    _slide(stub, "Contact", 25)
    _slide(stub, "Electrode area", 4)
    _slide(stub, "Gel", 0)
    _slide(stub, "Contact", 0)
    asked = [one.get("ohm") for one in stub.asked()]
    assert asked == [[1000, 8000, 50], [1000, 2000, 200], [1000, 150_000, 20], None]
    stub.page.clock.run_for(50)
    assert _slider(stub, "Contact").get_attribute("aria-valuetext") == "lifted"


def test_the_heads_are_dragged_onto_the_skin_and_off(stub: Stub) -> None:
    box = _view(stub).locator(".grip").bounding_box()
    assert box
    mouse, x, y = stub.page.mouse, box["x"] + 160, box["y"] + 90
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y - 20)
    assert stub.asked() == []  # not there yet
    mouse.move(x, y - 200)
    assert stub.asked() == [{"do": "skin", "ohm": [1000, 2000, 200]}]
    mouse.move(x, y + 60)
    assert stub.asked() == [{"do": "skin", "name": "open"}]
    mouse.up()
    mouse.move(x, y - 80)  # over the heads
    assert stub.asked() == []


def test_gel_dries_by_the_devices_clock(stub: Stub) -> None:
    _view(stub).get_by_role("button", name="Fresh gel").click()
    _slide(stub, "Gel dries", 100)
    stub.asked()
    stub.page.clock.run_for(5000)  # of the wall: nothing
    assert stub.asked() == []
    stub.now(ohm=5000)
    stub.ms += 29_900
    stub.now(ohm=5000)
    assert stub.asked()[-1] == {"do": "skin", "ohm": [1000, 17321, 63.2]}
    assert _slider(stub, "Gel").input_value() == "50"


def test_a_page_that_comes_later_shows_the_skin_that_is_there(stub: Stub) -> None:
    stub.tell(HELLO)
    stub.asked()
    stub.now(ohm=11_000)
    stub.ms = 0
    stub.tell({**HELLO, "board": "pico_w"})
    stub.now(ohm=11_000)
    assert [one for one in stub.asked() if one["do"] == "skin"] == []
    assert (
        _view(stub).get_by_role("button", name="Typical").get_attribute("aria-pressed") == "true"
    )


# ---- the rest of its world


def test_plugs_battery_hum_faults_and_power_are_sent(stub: Stub) -> None:
    view = _view(stub)
    view.get_by_label("USB plugged in").check()
    view.get_by_label("Screen plugged in").uncheck()
    _slide(stub, "Battery", 3000)
    _slide(stub, "50 Hz hum", 500)
    view.get_by_label("Break a part").fill("xa1 off")
    view.get_by_role("button", name="Break", exact=True).click()
    view.get_by_role("button", name="Switch off and on").click()
    assert stub.asked() == [
        {"do": "usb", "present": True},
        {"do": "screen", "present": False},
        {"do": "battery", "mv": 3000},
        {"do": "hum", "mv": 500},
        {"do": "break", "fault": "xa1 off"},
        {"do": "power"},
    ]
    assert view.locator("datalist option").evaluate_all(
        "(all) => all.map((one) => one.value)"
    ) == list(HELLO["faults"])


def test_they_show_what_the_emulator_has(stub: Stub) -> None:
    stub.now(usb=True, battery_mv=3200, broken=["xa1 off", "rs1 short"])
    assert _view(stub).get_by_label("USB plugged in").is_checked()
    assert "3.20 V" in _text(stub, ".world")
    assert "Broken: xa1 off, rs1 short." in _text(stub, ".broken")
    stub.tell({"error": "bench: front end: no fault 'x'"})
    stub.now()
    assert _text(stub, ".refused") == "bench: front end: no fault 'x'"
    assert "0.05 s" not in _text(stub, ".factor")  # an error is no news of the device


# ---- truth beside report


RUNS = {"ohm": 5000, "relay": 1, "bridge": 0b110, "code": 1100, "factor": 0.31, "net_nc": -2000}


def _session(stub: Stub) -> None:
    """1.5 s of 200 uA, of which the firmware says 198."""
    stub.status(state="SELF_TEST")
    for k in range(30):
        sign = 1 if k % 2 else -1
        rows = [[stub.ms + at, 200 * sign, 202 * sign] for at in (10, 40)]
        events = [[stub.ms, "gate", "closed"]][: k == 0]
        stub.now(**RUNS, trace=rows, abs_nc=10_000 * (k + 1), events=events)
        stub.status(state="RUN", signal="run", ua=198, abs_uc=10 * k, contact="GOOD", ohm=4890)


def test_truth_stands_beside_what_the_firmware_says(stub: Stub) -> None:
    _session(stub)
    stub.page.clock.run_for(200)
    stub.now(**RUNS, abs_nc=300_000)
    rows = [row.split("\t") for row in _text(stub, ".beside tbody").splitlines()]
    told = [[cell.replace("\u00a0", " ") for cell in row] for row in rows]
    current, ohm, charge, net = told
    assert current[1:] == ["190.0 µA", "198.0 µA", "+8.0 µA (+4.2 %)"]  # of charge, over 1 s
    assert ohm[1:] == ["5.00 kΩ", "4.89 kΩ", "\u2212110 Ω (\u22122.2 %)"]
    assert charge[1:3] == ["300.0 µC", "290.0 µC"]
    assert charge[3].startswith("\u221210.0 µC (\u22123.3 %)")
    assert net[1:] == ["\u22122.0 µC", "0.0 µC", "+2.0 µC"]
    assert "Charge since this session began." in _text(stub, ".panel.truth")
    assert "0.31 \u00d7 real time" in _text(stub, ".factor")
    assert "measured in emulation" in _text(stub, ".factor + p")
    facts = _text(stub, ".facts").split("\n")[1::2]
    assert facts == ["closed: skin", "110 plus", "1100", "RUN: run"]
    _view(stub).get_by_text("What happened at the front end").click()
    stub.page.clock.run_for(200)
    stub.now()
    assert "gate: closed" in _text(stub, ".events")


def test_the_plot_has_the_current_the_setpoint_and_the_report(stub: Stub) -> None:
    _session(stub)
    stub.page.clock.run_for(200)
    stub.now()
    colours = """(canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const seen = (name) => {
        const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
        const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
        let count = 0;
        for (let at = 0; at < data.length; at += 4)
          count += data[at] === r && data[at + 1] === g && data[at + 2] === b;
        return count;
      };
      return ["--delivered", "--impedance"].map(seen);
    }"""
    assert all(count > 20 for count in _view(stub).locator(".truth canvas").evaluate(colours))


def test_on_usb_it_says_where_the_current_goes(stub: Stub) -> None:
    stub.page.clock.run_for(200)
    stub.now(usb=True)
    assert "the firmware counts what flows into its dummy" in _text(stub, ".panel.truth")


# ---- when it goes wrong


def test_a_silent_emulator_is_told_and_what_comes_next_is_shown(stub: Stub) -> None:
    assert not _view(stub).locator(".old").is_visible()
    stub.page.clock.run_for(1200)
    assert "what is drawn is old" in _text(stub, ".old")
    stub.now()
    assert not _view(stub).locator(".old").is_visible()


def test_a_device_that_goes_takes_its_view_with_it(stub: Stub) -> None:
    stub.page.keyboard.down("t")
    stub.page.evaluate("sockets.gone('the emulator ended')")
    stub.page.clock.run_for(50)
    assert not _view(stub).is_visible()
    assert "the emulator ended" in stub.page.locator(".link").inner_text()
    stub.asked()
    stub.page.keyboard.press("m")
    assert _moves(stub) == []


def test_a_message_without_sense_changes_nothing(stub: Stub) -> None:
    stub.now(ohm=5000)
    stub.page.clock.run_for(200)
    stub.now(ohm=5000)
    before = _text(stub, ".panel.truth")
    for wrong in ({"light": 5}, {"trace": [["x"]]}, {"bridge": None}, {"screen": "@"}):
        stub.page.clock.run_for(200)
        stub.tell(NOW | {"ms": stub.ms + 50} | wrong)
    stub.tell({})
    assert _text(stub, ".panel.truth") == before


def test_before_the_first_message_nothing_is_made_up(page: Page, galva_html: Any) -> None:
    stub = Stub(page, galva_html.as_uri())
    page.get_by_role("tab", name="Virtual device").click()
    page.clock.run_for(200)
    assert "Nothing heard" in _text(stub, ".factor")
    cells = _view(stub).locator(".beside td").all_inner_texts()
    assert set(cells) == {"\u2013"}


def test_what_it_says_of_itself_is_never_markup(page: Page, galva_html: Any) -> None:
    hello = HELLO | {"skins": {EVIL: [1000, 2000, 200]}, "faults": [EVIL], "board": EVIL}
    stub = Stub(page, galva_html.as_uri(), hello)
    page.get_by_role("tab", name="Virtual device").click()
    _view(stub).get_by_text("What happened").click()
    for _ in range(5):
        stub.now(broken=[EVIL], events=[[1, EVIL, EVIL]], held=[EVIL])
    stub.tell({"error": EVIL})
    stub.page.clock.run_for(200)
    assert EVIL in _text(stub, ".broken") and EVIL in _text(stub, ".refused")
    assert _view(stub).locator("img:not(.oled), script").count() == 0
    assert page.title() == "Galva"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_a_phone(page: Page, galva_html: Any, theme: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=theme)
    stub = Stub(page, galva_html.as_uri())
    page.get_by_role("tab", name="Virtual device").click()
    _session(stub)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    wide = "(all) => all.filter((one) => one.getBoundingClientRect().right > 391).length"
    assert _view(stub).locator("button, input, td, canvas, span").evaluate_all(wide) == 0
