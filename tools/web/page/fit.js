/** The calibration record out of two measured points, as core/fit.py makes it: whole numbers. */

import { FACTS } from "./facts.js";
import { t } from "./texts/t.js";

const { vb_pa, code_most } = FACTS.calibration;
const APART = 1000; // codes, and counts of the shunt

/** @typedef {import("./facts_shape.js").Field} Field */
/** @typedef {import("./calibration.js").Point} Point */
/** na: of the multimeter; i, vb: sums of n. @typedef {{code: number, na: number, i: number, vb: number, n: number}} Fit */

/** Division that rounds down, as the device divides. @param {number} a @param {number} b > 0 */
const div = (a, b) => Math.floor(a / b);

/** a * scale / b rounded. @param {number} a @param {number} b @param {number} scale */
function ratio(a, b, scale) {
  const whole = div(a, b);
  return whole * scale + div((a - whole * b) * scale + div(b, 2), b);
}

/**
 * The four values by name; an Error of one line: the points cannot be, or are of no such board.
 * @param {Point[]} points the low and the high one @param {number} ohm @param {Field[]} fields
 * @returns {Record<string, number>}
 */
export function fit(points, ohm, fields) {
  const [low, high] = points.map((point) => told(point, ohm)).sort((a, b) => a.code - b.code);
  [low, high].forEach((point) => check(point, fields));
  const apart = div(high.i, high.n) - div(low.i, low.n);
  if (high.code - low.code < APART || apart < APART) throw new Error(t("calibration.close"));
  const dac_pa = ratio(high.na - low.na, high.code - low.code, 1000);
  const counts = div(high.i * low.n, high.n) - low.i; // in sums of n readings of the low point
  const i_pa = ratio((shunt_na(high) - shunt_na(low)) * low.n, counts, 1000);
  const i_na_q5 = div(i_pa * 4 + 62, 125);
  const record = {
    dac_pa,
    zero_na: low.na - ratio(dac_pa, 1000, low.code),
    i_pa,
    i_zero_na: shunt_na(low) - div(div(low.i * i_na_q5, 32), low.n),
  };
  return bounded(record, fields);
}

/** @param {Point} point @param {number} ohm @returns {Fit} */
function told(point, ohm) {
  const na = Math.round((point.meter_v / ohm) * 1e9);
  return { code: point.code, na, i: point.counts[0], vb: point.counts[1], n: point.n };
}

/** What flows through the shunt: the meter's current less that of VB's divider. @param {Fit} point */
const shunt_na = ({ na, vb, n }) => na - div(vb * vb_pa, 1000 * n);

/** Within a quarter of what a nominal board gives. @param {Fit} point @param {Field[]} fields */
function check({ code, na, i, vb, n }, fields) {
  const full = n * code_most;
  const right = [
    [n, 1, 64],
    [code, 1, code_most],
    [i, 0, full],
    [vb, 0, full],
  ].every(([value, least, most]) => Number.isInteger(value) && least <= value && value <= most);
  if (!right) throw new Error(t("calibration.impossible", { code }));
  const [dac_pa, zero_na] = fields.map(({ least, most }) => div(least + most, 2));
  const due = ratio(dac_pa, 1000, code) + zero_na;
  if (na < div(due * 3, 4) || na > div(due * 5, 4))
    throw new Error(t("calibration.load", { na, due }));
}

/** @param {Record<string, number>} record @param {Field[]} fields */
function bounded(record, fields) {
  for (const { name, unit, least, most } of fields) {
    const value = record[name];
    if (least <= value && value <= most) continue;
    throw new Error(t("calibration.bounds", { name, value, least, most, unit }));
  }
  return record;
}
