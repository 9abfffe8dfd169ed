/** The device's whole self-test: run it or read the last one, each step beside its window. */

import { t } from "./texts/t.js";

/** @typedef {import("./facts_shape.js").TestStep} TestStep */
/** One that was reached; row: of the front end's table, with the windows. @typedef {{row: TestStep, ua: number, drop_mv: number, vt_mv: number, well: boolean}} Measured */
/** verdict: running, passed, failed, stopped. @typedef {{steps: Measured[], verdict: string, gate: boolean}} Test */

const POLL_MS = 100;
const MOST = 400; // polls: the whole of it takes 4 s, an emulated chip some times that

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Run it. An Error of one line: the device refuses, says nothing, or somebody stopped the test.
 * @param {import("./device.js").Device} device
 * @param {import("./facts_shape.js").FrontEnd} afe
 * @param {(test: Test) => void} told after each look
 * @returns {Promise<Test>}
 */
export async function run(device, afe, told) {
  await device.ask("test");
  const test = nothing("running");
  for (let polls = 0; polls < MOST; polls++) {
    await pause(POLL_MS);
    await look(device, afe, test);
    told(test);
    if (test.verdict === "stopped") throw new Error(t("selftest.stopped"));
    if (test.verdict !== "running") return test;
  }
  throw new Error(t("selftest.endless"));
}

/**
 * What the last one measured; none since power-on: no steps.
 * @param {import("./device.js").Device} device
 * @param {import("./facts_shape.js").FrontEnd} afe
 */
export const last = (device, afe) => look(device, afe, nothing("stopped"));

/** @param {string} verdict @returns {Test & {at: number}} */
const nothing = (verdict) => ({ steps: [], verdict, gate: true, at: 0 });

/**
 * Add the steps that were reached since; at: of the next one.
 * @param {import("./device.js").Device} device
 * @param {import("./facts_shape.js").FrontEnd} afe
 * @param {Test & {at: number}} test
 */
async function look(device, afe, test) {
  const rows = afe.self_test;
  const { reached, verdict, gate } = await device.ask("tested", { at: 0 });
  const failed = verdict === "failed";
  const over = Math.min(rows.length, reached + (failed ? 1 : 0));
  for (; test.at < over; test.at++) {
    if (rows[test.at].gate && !gate) continue; // USB power: the relay was not tried
    const step = await measured(device, rows, test.at);
    if (!afe.regulated && test.at) step.vt_mv -= test.steps[0].vt_mv; // counted from the rail
    test.steps.push(step);
  }
  const end = test.steps.at(-1);
  if (end && failed) end.well = false;
  return Object.assign(test, { verdict, gate });
}

/** @param {import("./device.js").Device} device @param {TestStep[]} rows @param {number} at */
async function measured(device, rows, at) {
  const { ua, drop_mv, vt_mv } = await device.ask("tested", { at });
  return { row: rows[at], ua, drop_mv, vt_mv, well: true };
}
