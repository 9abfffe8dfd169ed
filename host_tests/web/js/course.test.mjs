import assert from "node:assert/strict";
import { test } from "node:test";
import { Course, place, stepsOf } from "../../../tools/web/page/course.js";

const steps = [
  { zone: "neck", side: "left", seconds: 20, stroke_s: 5, hold_s: 5 },
  { zone: "brow", side: "left", seconds: 10, stroke_s: 4, hold_s: 0 },
];

/** A status line. */
const line = (ms, state, left_s, more = {}) => ({
  ms,
  state,
  left_s,
  mode: "LIFT",
  contact: "GOOD",
  ohm: 5000,
  ...more,
});

test("strokes, a hold at the end, the next zone", () => {
  const seen = (ms) => {
    const { at, stroke, holding, left_s } = place(steps, ms);
    return [at, stroke, holding, left_s];
  };
  assert.deepEqual(seen(0), [0, 0, false, 20]);
  assert.deepEqual(seen(7500), [0, 0.5, false, 13]);
  assert.deepEqual(seen(14_999)[2], false);
  assert.deepEqual(seen(15_000), [0, 1, true, 5]);
  assert.deepEqual(seen(20_000), [1, 0, false, 10]);
  assert.deepEqual(seen(29_000), [1, 0.25, false, 1]);
  assert.deepEqual(seen(99_000)[0], 1);
});

test("a routine that the page does not know has no steps", () => {
  assert.equal(stepsOf("my own"), null);
  assert.equal(stepsOf("none"), null);
  assert.ok(stepsOf("face 5").length > 1);
});

test("treated time goes on in treatment alone, to the tenth", () => {
  const course = new Course();
  const told = [];
  const lines = [
    line(0, "IDLE", 300),
    line(100, "SELF_TEST", 300),
    line(2000, "RAMP_UP", 300),
    line(2100, "RAMP_UP", 299),
    line(2600, "RUN", 299),
    line(3100, "RUN", 298),
    line(3200, "HOLD", 298),
    line(9200, "HOLD", 298),
  ];
  for (const each of lines) {
    course.take(each, null);
    told.push(course.treated_ms);
  }
  assert.deepEqual(told, [0, 0, 0, 0, 500, 1000, 1000, 1000]);
  assert.deepEqual([course.on, course.total_s, course.hold_left_s], [true, 300, 54]);
  course.take(line(9300, "IDLE", 298), null);
  assert.deepEqual([course.on, course.total_s, course.hold_left_s], [false, 0, null]);
});

test("the trend of the impedance is of a contact, in a session that runs", () => {
  const course = new Course();
  const ohms = [
    ["IDLE", "GOOD", 100],
    ["RAMP_UP", "GOOD", 200],
    ["RUN", "GOOD", 6000],
    ["RUN", "OPEN", 999],
    ["RUN", "POOR", 2800],
    ["RUN", "GOOD", 9100],
  ];
  ohms.forEach(([state, contact, ohm], at) =>
    course.take(line(100 * at, state, 300, { contact, ohm }), null),
  );
  assert.deepEqual([course.least_ohm, course.trend_ohm], [5900, 6000]); // 1/32 of the way
});

test("a session that was on before the page is as long as its routine, or its mode", () => {
  const course = new Course();
  course.take(line(50_000, "RUN", 290), null);
  assert.deepEqual([course.total_s, course.treated_ms], [300, 9000]); // LIFT
  course.take(line(50_100, "RUN", 289), { routine: "face 10" });
  assert.deepEqual([course.total_s, course.treated_ms], [600, 310_000]);
});
