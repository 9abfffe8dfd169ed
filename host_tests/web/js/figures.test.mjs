import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, dose, peak, touch, trend } from "../../../tools/web/page/figures.js";

const sample = (t_s, ua, ohm = 5000) => ({ t_s, set_ua: -ua - 1, ua, ohm });

test("a time is minutes and seconds, rounded, and never minus nothing", () => {
  const told = {
    0: "0:00",
    59.6: "1:00",
    65: "1:05",
    600: "10:00",
    "-30": "−0:30",
    "-0.2": "0:00",
  };
  for (const [s, text] of Object.entries(told)) assert.equal(clock(Number(s)), text);
});

test("what is given is the most of the last second, in both polarities", () => {
  const samples = [
    sample(1, 400),
    sample(1.9, 200),
    sample(2.1, 90),
    sample(2.9, 120),
    sample(3, 10),
  ];
  assert.deepEqual(peak(samples), { ua: 120, set_ua: 201 });
  assert.deepEqual(peak([]), { ua: 0, set_ua: 0 });
});

test("the trend has a row for each whole second, and a minute at least", () => {
  const samples = [
    ...[9.1, 9.5, 9.9].map((t_s, at) => sample(t_s, 100 + at, [4000, 9000, 5000][at])),
    sample(10.1, 50, null),
    sample(11.0, 77), // of a second that is not over
  ];
  assert.deepEqual(trend(samples), [
    [-60, -2, -1],
    [null, 102, 50],
    [null, 103, 51],
    [null, 5, null],
  ]);
});

test("the trend ends five minutes ago", () => {
  const samples = Array.from({ length: 500 }, (_, s) => sample(s, 1));
  assert.deepEqual([trend(samples)[0][0], trend(samples)[0].length], [-300, 300]);
});

test("the dose is that of the journal's example in docs/usage.md", () => {
  assert.equal(dose(34210, 100).toFixed(3), "0.570");
  assert.equal(dose(34210, 200).toFixed(3), "0.285");
});

test("a better contact is a longer bar", () => {
  const bars = [500, 2000, 7000, 20_000, 40_000, 200_000].map(touch);
  assert.deepEqual(
    bars,
    [...bars].sort((a, b) => b - a),
  );
  assert.deepEqual([bars[0], bars.at(-1)], [1, 0]);
});
