import assert from "node:assert/strict";
import { test } from "node:test";
import { colour, glow, word } from "../../../tools/web/page/parts/light.js";
import { dots } from "../../../tools/web/page/parts/oled.js";

// the colours of firmware/galva/app/signals.py
const LIGHTS = {
  green: [0, 160, 0],
  blue: [0, 0, 200],
  amber: [200, 90, 0],
  red: [255, 0, 0],
  white: [90, 90, 90],
  dark: [0, 0, 0],
};

test("a word for each light of the firmware, full and at 5 %", () => {
  for (const [name, light] of Object.entries(LIGHTS))
    for (const part of [1, 0.05]) {
      const found = word(light.map((value) => (part * value) / 255));
      assert.equal(found.word, name);
      assert.equal(found.dim, part < 1 && name !== "dark");
    }
  assert.deepEqual(word([0, 24 / 255, 0]), { word: "green", dim: true });
});

test("a dim light is seen: gamma", () => {
  assert.equal(colour([0, 0, 0]), "rgb(0, 0, 0)");
  assert.equal(colour([1, 0.5, 2]), "rgb(255, 186, 255)");
  assert.ok(glow([0, 0.094, 0]) > 0.3 && glow([0, 0, 0]) === 0 && glow([9, 0, 0]) === 1);
});

test("the frame's bytes are columns of eight dots, the lowest bit above", () => {
  const frame = new Uint8Array(1024);
  frame[3] = 1;
  frame[2 * 128 + 127] = 0x80;
  const lit = dots(btoa(String.fromCharCode(...frame)));
  const found = lit.flatMap((on, at) => (on ? [[at % 128, Math.floor(at / 128)]] : []));
  assert.deepEqual(found, [
    [3, 0],
    [127, 23],
  ]);
  assert.ok(dots(null).every((on) => on === 0));
  assert.ok(dots("AA==").every((on) => on === 0)); // a frame that is too short
});
