/**
 * The wizard's arithmetic (tools/calibrate, core/fit.py): what may be typed, what becomes of it.
 * Pure. Every refusal is an Error of one line: what is wrong, and what to do.
 */

import { FACTS } from "./facts.js";
import { t } from "./texts/t.js";

const RULES = FACTS.calibration;
const NUMBER = /^([+-]?\d*[.,]?\d+|[+-]?\d+[.,])\s*(m?v)?$/i;
export const OHM = Object.freeze({ least: 9500, most: 10500, usual: 10000 });

/** What the device told while a current flowed; counts: sums of n samples of I, VB, VT. @typedef {{set_ua: number, code: number, n: number, counts: number[], na: number, left_ms: number}} Reading */
/** A reading, and the volts that the meter showed. @typedef {Reading & {meter_v: number}} Point */
/** kind: a current to be measured, or what is done between them. @typedef {{name: string, kind: "point" | "store" | "restart" | "reference", ua: number, minus: boolean, exact: boolean}} Step */
/** @typedef {Record<string, any>} Done what each step gave, by its name */

/** @param {string} name @param {Record<string, string | number>} [values] */
const no = (name, values) => new Error(t(`calibration.${name}`, values));

/** The steps of one calibration, in their order. @param {number} peak_ua of the front end @returns {Step[]} */
export function steps(peak_ua) {
  const currents = [0, ...points(peak_ua)];
  const rough = ["zero", "low", "high"].map((name, at) => ({ name, ua: currents[at] }));
  return [
    ...rough.map((each) => step("point", { ...each, minus: false, exact: false })),
    step("store", { name: "record" }),
    step("restart", { name: "used" }),
    ...RULES.verify.map((each) => step("point", { ...each, exact: true })),
    step("reference", { name: "reference" }),
  ];
}

/** @param {Step["kind"]} kind @param {Partial<Step>} rest @returns {Step} */
function step(kind, rest) {
  return { name: "", ua: 0, minus: false, exact: false, ...rest, kind };
}

/** The two currents that make the record. @param {number} peak_ua */
export const points = (peak_ua) => [RULES.low_ua, Math.floor((peak_ua * 9) / 10)];

// ---- what is typed

/** Of "4.5", "4,5", "4.5 V" or "4500 mV", without its sign. @param {string} text @returns {number} */
export function volts(text) {
  const found = NUMBER.exec(text.trim());
  if (!found) throw no("noReading", { text: text.slice(0, 20) });
  const number = Math.abs(Number(found[1].replace(",", ".")));
  return (found[2] ?? "").toLowerCase() === "mv" ? number / 1000 : number;
}

/**
 * The volts, if they go with what the device measured; a usual slip is named.
 * @param {string} text @param {Reading} reading @param {number} ohm
 * @param {boolean} exact the record is in use @param {number[]} others_ua whose reading it may be
 * @returns {number}
 */
export function fitting(text, reading, ohm, exact, others_ua) {
  const typed = volts(text);
  const v = general(typed);
  if (!reading.set_ua) {
    if (typed > RULES.zero_most_v) throw no("notZero", { v });
    return typed;
  }
  const slack = exact ? RULES.calibrated : RULES.uncalibrated;
  const due_v = (reading.na * ohm) / 1e9;
  const most_v = due_v * slack.part + (slack.ua * ohm) / 1e6;
  if (Math.abs(typed - due_v) <= most_v) return typed;
  const ua = Math.abs(reading.set_ua);
  const other = others_ua.find((o) => o !== ua && Math.abs(typed - (o * ohm) / 1e6) <= most_v);
  if (other !== undefined) throw no("other", { v, other, ua });
  const slip = RULES.slips.find(({ factor }) => Math.abs(typed * factor - due_v) <= most_v);
  if (slip) throw no("slip", { v, slip: slip.text, due: due_v.toFixed(3) });
  const typed_ua = ((typed / ohm) * 1e6).toFixed(1);
  throw no("wayOff", { v, ua: typed_ua, told: (reading.na / 1000).toFixed(1) });
}

/** As Python's %g. @param {number} number */
const general = (number) => String(Number(number.toPrecision(6)));

/** Two readings as one. @param {Reading} a @param {Reading} b @returns {Reading} */
export function joined(a, b) {
  const n = a.n + b.n;
  const counts = a.counts.map((count, at) => count + b.counts[at]);
  return { ...b, n, counts, na: Math.floor((b.na * b.n + a.na * a.n) / n) };
}

// ---- what a step must give

/** Why the reading without current cannot be; null = it can. @param {Reading} zero */
export function zeroTrouble(zero) {
  const [i, vb, vt] = zero.counts.map((count) => count / zero.n);
  if (i >= RULES.zero_most_counts) return no("leak", { counts: i.toFixed(0) });
  if (Math.abs(vt - vb) > RULES.crowbar_most_counts)
    return no("crowbar", { counts: (vt - vb).toFixed(0) });
  return null;
}

/** Why the meter does not agree with the record; null = it does. @param {string} name @param {Point} point @param {number} ohm */
export function disagreement(name, point, ohm) {
  const meter_ua = ampere(point, ohm);
  const off_ua = meter_ua - Math.abs(point.set_ua);
  const { part, ua } = RULES.agrees;
  if (Math.abs(off_ua) <= part * Math.abs(point.set_ua) + ua) return null;
  return no("disagrees", { name, ua: meter_ua.toFixed(1), off: signed(off_ua) });
}

/** With its sign. @param {number} number @param {number} [digits] */
export function signed(number, digits = 1) {
  const text = Math.abs(number).toFixed(digits);
  return (number < 0 ? "-" : "+") + text;
}

/** What the meter saw, in uA. @param {Point} point @param {number} ohm */
const ampere = (point, ohm) => (point.meter_v / ohm) * 1e6;

/** Of each verified current: set, off before, off after, in uA. @param {Done} done @param {number} ohm */
export function errors(done, ohm) {
  const { low, high, record } = done;
  const slope = (high.code - low.code) / (high.set_ua - low.set_ua);
  return RULES.verify.map(({ name, ua }) => {
    const code = low.code + slope * (ua - low.set_ua);
    const was_ua = ((record.dac_pa * code) / 1000 + record.zero_na) / 1000;
    return {
      set_ua: done[name].set_ua,
      before: was_ua - ua,
      after: ampere(done[name], ohm) - ua,
    };
  });
}
