"""The session view, with the real firmware behind it: what a person sees is what the skin gets."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from crcline import seal
from playwright.sync_api import Locator, Page

from galva.core.routine import HOLD, ROUTINES, STROKE, Routine
from host_tests.web.devices import Desk
from tools.web import facts
from tools.web.build import NODE, SOURCE

UNKNOWN = "\N{EN DASH}"


def view(desk: Desk, selector: str) -> Locator:
    """Of the session view."""
    return desk.page.locator(f"#view-session {selector}")


def told(desk: Desk, selector: str) -> str:
    return view(desk, selector).inner_text()


def delivered_ua(desk: Desk) -> int:
    """The big figure."""
    return int(told(desk, ".delivered b"))


def period(desk: Desk) -> tuple[int, float]:
    """The most that is shown in a period of LIFT's envelope, and the most that the skin got."""
    begin_us = 1000 * desk.rig.now_ms
    shown = []
    for _ in range(6):
        desk.run(500)
        shown.append(delivered_ua(desk))
    return max(shown), float(desk.rig.front.trace.peak_ua(begin_us, 1000 * desk.rig.now_ms))


def click(desk: Desk, name: str) -> None:
    desk.page.get_by_role("button", name=name, exact=True).click()
    desk.run(300)


def seconds(text: str) -> int:
    minutes, rest = text.split(":")
    return 60 * int(minutes) + int(rest)


def test_without_a_device_it_says_how_to_begin(page: Page, galva_html: Path) -> None:
    page.goto(galva_html.as_uri())
    empty = page.locator("#view-session .empty")
    assert "No device yet" in empty.inner_text() and "isolated adapter" in empty.inner_text()
    assert empty.is_visible()
    assert not page.locator("#view-session .delivered").is_visible()


def test_the_current_is_the_skins_and_the_buttons_change_it(desk: Desk) -> None:
    assert delivered_ua(desk) == 0
    assert told(desk, ".says") == "Ready"
    desk.session()
    desk.run(1000)
    shown_ua, skin_ua = period(desk)
    assert shown_ua == pytest.approx(skin_ua, rel=0.05)
    for _ in range(3):
        click(desk, "Level up")
    desk.run(1000)
    assert "Level 4" in told(desk, ".controls")
    raised_ua, skin_ua = period(desk)
    assert raised_ua == pytest.approx(skin_ua, rel=0.05)
    assert raised_ua > 2 * shown_ua
    click(desk, "Next mode")
    assert "not while" in told(desk, ".controls .answer")
    assert "LIFT" in told(desk, ".controls")
    kohm = float(told(desk, ".impedance b").removesuffix(" kΩ"))
    row = desk.rig.front.trace[-1]
    assert kohm == pytest.approx(row.impedance_ohm / 1000, rel=0.2)
    assert "good" in told(desk, ".skin .contact") and "well" in told(desk, ".gel")


def test_a_routine_leads_as_the_screen_of_the_device_does(desk: Desk) -> None:
    view(desk, ".routine select").select_option("face 5")
    desk.run(400)
    assert desk.rig.status["left_s"] == 300
    assert "face 5" in told(desk, ".zones")
    desk.session()
    for _ in range(3):
        desk.run(1300)
        zone, left = desk.do(lambda: desk.rig.screen.text[-2]).rsplit(maxsplit=1)
        assert told(desk, ".zones h2") == ", ".join(zone.split()).capitalize()
        assert view(desk, "g.on").get_attribute("data-zone") == zone
        seen = re.search(r"\d:\d\d", told(desk, ".stroke-words"))
        assert seen and seconds(seen[0]) == pytest.approx(seconds(left), abs=1)
    assert "Jawline, left" in told(desk, ".zones")


def test_a_lost_contact_and_a_fault_say_what_to_do(desk: Desk) -> None:
    desk.session()
    desk.do(desk.rig.lift)
    desk.run(1500)
    assert "put the electrode back" in told(desk, ".says")
    assert delivered_ua(desk) == 0
    assert "none" in told(desk, ".skin .contact") and told(desk, ".impedance b") == UNKNOWN
    assert re.search("ends in 0:5[89]", told(desk, ".time p"))
    desk.do(lambda: desk.rig.touch("good"))
    desk.until(lambda: desk.rig.status["state"] == "RUN")
    desk.do(lambda: desk.rig.usb(True))
    desk.run(500)
    fault = told(desk, ".alarms")
    assert "USB_POWER" in fault and "unplug it" in fault and "START" in fault
    assert delivered_ua(desk) == 0
    events = told(desk, ".log")
    assert "put it back" in events and "USB_POWER" in events
    desk.do(lambda: desk.rig.usb(False))
    desk.do(desk.rig.lift)
    desk.run(700)  # a hand cannot have meant it in the first second
    desk.hold("START", 2300)
    desk.until(lambda: desk.rig.status["state"] == "IDLE")
    desk.run(300)
    assert not view(desk, ".alarms").is_visible()


def test_what_is_old_is_not_shown_as_of_now(desk: Desk) -> None:
    desk.session()
    desk.page.evaluate("desk.unplug()")
    desk.run(300)
    assert told(desk, ".delivered b") == UNKNOWN
    assert "not known" in told(desk, ".says").lower()
    assert "press START or MODE" in told(desk, ".alarms")
    assert view(desk, ".controls button:enabled").count() == 0
    assert desk.rig.front.relay_closed


def test_a_session_waits_for_the_button_and_on_usb_it_is_the_dummys(desk: Desk) -> None:
    click(desk, "Ask for a session")
    assert "hold START on the device" in told(desk, ".controls .answer")
    desk.run(1000)
    assert desk.rig.status["state"] == "IDLE" and desk.rig.status["signal"] == "confirm"
    assert "hold START" in told(desk, ".says")
    desk.do(lambda: desk.rig.usb(True))
    desk.run(500)
    assert "unplug USB" in told(desk, ".alarms")
    desk.hold("START", 700)
    desk.until(lambda: desk.rig.status["state"] == "RUN")
    desk.until(lambda: delivered_ua(desk) > 40)
    assert "dummy, not the skin" in told(desk, ".current")
    assert "dummy" in told(desk, ".skin h2")
    assert not desk.rig.front.relay_closed
    desk.page.set_viewport_size({"width": 390, "height": 800})
    desk.run(100)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert desk.page.evaluate(wide) == 0


def say(desk: Desk, **fields: object) -> None:
    """A status line with these fields, later than all others."""
    line = desk.do(lambda: desk.rig.status) | {"ms": 1 << 29} | fields
    line.pop("crc", None)
    desk.page.evaluate("(line) => desk.says(btoa(line))", seal(json.dumps(line)) + "\n")
    desk.page.clock.run_for(100)


def test_what_a_device_says_is_text_and_gel_has_its_advice(desk: Desk) -> None:
    touch = {"state": "RUN", "contact": "POOR", "ohm": 30_000, "gel": "drying"}
    say(desk, **touch, signal="gel drying", mode="INFUSE", abs_uc=90_000, net_uc=-7)
    assert told(desk, ".gel").split("\n") == ["Gel", "drying", "", "add gel"]
    assert "poor" in told(desk, ".skin .contact") and "30.0 kΩ" in told(desk, ".impedance")
    assert "add gel" in told(desk, ".says")
    assert "1.500 of 3 mA" in told(desk, ".charge") and "-7 µC" in told(desk, ".charge")
    evil = '<img src=x onerror="document.title=1">'
    texts = (
        "mode",
        "signal",
        "fault",
        "cure",
        "step",
        "part",
        "ended",
        "contact",
        "gel",
        "trouble",
    )
    say(desk, **dict.fromkeys(texts, evil), ms=(1 << 29) + 1)
    assert evil in told(desk, ".alarms") and evil in told(desk, ".log")
    assert desk.page.locator("img").count() == 0


@pytest.mark.parametrize("routine", ROUTINES, ids=lambda routine: routine.name)
def test_the_steps_are_those_of_the_firmware(routine: Routine) -> None:
    facts.write()
    code = f"""
      import {{ place, stepsOf }} from {json.dumps(str(SOURCE / "course.js"))};
      const steps = stepsOf({json.dumps(routine.name)});
      const all = Array.from({{ length: {routine.total_s} }}, (_, s) => place(steps, 1000 * s));
      console.log(JSON.stringify(all));
    """
    command = [str(NODE), "--input-type=module", "-e", code]
    seen = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    cues: dict[int, str] = {}
    s = 0
    while s < routine.total_s:
        s, cue = routine.cue_after(s)
        cues[s] = cue
    cue = STROKE
    for s, here in enumerate(seen):
        zone, end_s = routine.place(s)
        assert f"{here['step']['zone']} {here['step']['side']}" == zone
        assert here["left_s"] == end_s - s
        cue = cues.get(s, cue)
        assert here["holding"] == (cue == HOLD)
        if cue != HOLD:
            assert (here["stroke"] == 0) == (s in cues or s == 0)
    assert STROKE in cues.values()
