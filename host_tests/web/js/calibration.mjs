// Run by host_tests/web/test_calibration.py: what Python makes of the same entries is in a file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  disagreement,
  errors,
  fitting,
  joined,
  steps,
  volts,
  zeroTrouble,
} from "../../../tools/web/page/calibration.js";
import { fit } from "../../../tools/web/page/fit.js";

const told = JSON.parse(readFileSync(process.env.GALVA_FIGURES, "utf8"));

/** What it gives, or the line that says why not. */
function made(call) {
  try {
    return call();
  } catch (error) {
    return error.message;
  }
}

for (const [name, call] of Object.entries({
  volts: ({ text }) => volts(text),
  fitting: ({ text, reading, ohm, exact, others }) => fitting(text, reading, ohm, exact, others),
  joined: ({ a, b }) => joined(a, b),
  zero: ({ point }) => zeroTrouble(point)?.message ?? "",
  agrees: ({ name, point, ohm }) => disagreement(name, point, ohm)?.message ?? "",
  steps: ({ peak_ua }) => steps(peak_ua).map(({ name, ua, minus }) => [name, ua, minus]),
  errors: ({ done, ohm }) => errors(done, ohm).map((row) => Object.values(row)),
}))
  test(name, () => {
    assert.ok(told[name].length > 0);
    for (const { due, ...given } of told[name])
      assert.deepEqual(
        made(() => call(given)),
        due,
        JSON.stringify(given),
      );
  });

test("fit", () => {
  const refused = told.fit.filter(({ due }) => typeof due === "string");
  assert.equal(new Set(refused.map(({ due }) => due)).size, 3); // each reason
  assert.ok(refused.length < told.fit.length - 20);
  for (const { points, ohm, fields, due } of told.fit) {
    const found = made(() => fit(points, ohm, fields));
    if (typeof due === "string") assert.ok(found.includes?.(due), `${due}: ${found}`);
    else assert.deepEqual(found, due, JSON.stringify(points));
  }
});
