import assert from "node:assert/strict";
import { test } from "node:test";
import { FACTS } from "../../../tools/web/page/facts.js";
import { last, run } from "../../../tools/web/page/selftest.js";

const B = FACTS.front_ends.B;

/** A device whose self-test has come this far at each look. */
function device(looks, gate = true) {
  const asked = [];
  const ask = async (doing, values) => {
    asked.push(doing);
    const [reached, verdict] = looks.length > 1 && values?.at === 0 ? looks.shift() : looks[0];
    const vt_mv = 9000 - 10 * (values?.at ?? 0);
    return { reached, verdict, gate, ua: values?.at, drop_mv: 0, vt_mv };
  };
  return { ask, asked };
}

test("VT of a rail without a regulator counts from the first step", async () => {
  const { steps, verdict } = await last(device([[B.self_test.length, "passed"]]), B);
  assert.equal(verdict, "passed");
  assert.deepEqual(
    steps.map(({ row, vt_mv }) => [row.name, vt_mv]),
    B.self_test.map(({ name }, at) => [name, at ? -10 * at : 9000]),
  );
});

test("with USB power the steps of the relay are left out", async () => {
  const { steps, gate } = await last(device([[B.self_test.length, "passed"]], false), B);
  assert.equal(gate, false);
  assert.deepEqual(
    steps.map(({ row, ua }) => [row.name, ua]),
    B.self_test.map(({ name }, at) => [name, at]).filter(([name]) => !name.startsWith("G")),
  );
});

test("a failed step is the last one, and the only one that is wrong", async () => {
  const { steps } = await last(device([[3, "failed"]]), B);
  assert.deepEqual(
    steps.map(({ well }) => well),
    [true, true, true, false],
  );
});

test("it is followed to its end; somebody's stop is an error", async () => {
  const seen = [];
  const looks = [0, 0, 2, 2, 2, 5].map((reached) => [reached, "running"]);
  looks.push([5, "failed"]);
  const test = await run(device(looks), B, ({ steps }) => seen.push(steps.length));
  assert.equal(test.verdict, "failed");
  assert.equal(test.steps.length, 6);
  assert.deepEqual(
    seen,
    [...seen].sort((a, b) => a - b),
  );
  await assert.rejects(
    run(device([[2, "stopped"]]), B, () => {}),
    /stopped before its end/,
  );
});
