import assert from "node:assert/strict";
import { test } from "node:test";
import { sound } from "../../../tools/web/page/shapes.js";

const NOW = {
  ms: 50,
  factor: 0.3,
  light: [0, 0.1, 0],
  tone_hz: 0,
  relay: 0,
  bridge: 0,
  code: 0,
  ua: 0,
  ohm: null,
  net_nc: 0,
  abs_nc: 0,
  trace: [[49.5, -1, 1]],
  usb: false,
  battery_mv: 3900,
  broken: ["xa1 off"],
  held: ["START"],
  events: [[49.5, "usb", "absent"]],
};

test("what a bench tells makes sense, with and without a screen", () => {
  for (const more of [{}, { ohm: 5000 }, { screen: null }, { screen: "AAECAw==" }])
    assert.ok(sound({ ...NOW, ...more }));
});

test("each field that is missing or of another kind is noticed", () => {
  for (const name of Object.keys(NOW).filter((name) => name !== "trace"))
    for (const wrong of [undefined, "x", {}, [[1]], [{}], [null], NaN])
      assert.ok(!sound({ ...NOW, [name]: wrong }), `${name} ${wrong}`);
  for (const screen of ["@@@@", "AAA", 5, []]) assert.ok(!sound({ ...NOW, screen }));
});

test("a greeting with a skin or a fault of another kind is none", () => {
  const hello = {
    virtual: 1,
    board: "pico",
    buttons: [],
    skins: { good: [1, 2, 3] },
    faults: ["a"],
  };
  assert.ok(sound(hello));
  for (const skins of [{ bad: 5 }, { worse: [1, "2", 3] }, 7])
    assert.ok(!sound({ ...hello, skins }));
  for (const faults of [["a", 5], "all", null]) assert.ok(!sound({ ...hello, faults }));
});
