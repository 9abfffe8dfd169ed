/** Figures as they are shown, out of what the device has said. */

/** @typedef {import("./store.js").Sample} Sample */

const PEAK_S = 1; // a wave is low between its phases: the most of so long is what it gives
const LATE_S = 0.15; // what is measured is of a little before what is set
const SHORTEST_S = 60; // of the plots
const LONGEST_S = 300;

/** @param {number} s @returns {string} such as "1:05", "−0:30" */
export function clock(s) {
  const whole = Math.round(Math.abs(s));
  const minutes = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  return s < 0 && whole ? `\u2212${minutes}` : minutes;
}

/**
 * @param {Sample[]} samples in their order
 * @returns {{ua: number, set_ua: number}} the most of the last second, in µA
 */
export function peak(samples) {
  const end_s = samples.at(-1)?.t_s ?? 0;
  const since = (/** @type {number} */ s) => samples.filter((each) => each.t_s > end_s - s);
  return {
    ua: Math.max(0, ...since(PEAK_S).map((each) => each.ua)),
    set_ua: Math.max(0, ...since(PEAK_S + LATE_S).map((each) => Math.abs(each.set_ua))),
  };
}

/**
 * The last minutes, one row a whole second: the most that was delivered and set in it, and the
 * median of the impedances.
 * @param {Sample[]} samples in their order
 * @returns {(number | null)[][]} columns: seconds before now, µA delivered, µA set, kΩ
 */
export function trend(samples) {
  const now_s = Math.floor(samples.at(-1)?.t_s ?? 0);
  /** @type {Map<number, Sample[]>} */
  const seconds = new Map();
  for (const sample of samples) {
    const s = Math.floor(sample.t_s) - now_s;
    if (s < 0 && s >= -LONGEST_S) seconds.set(s, [...(seconds.get(s) ?? []), sample]);
  }
  const rows = [...seconds].map(([s, each]) => [
    s,
    Math.max(...each.map((one) => one.ua)),
    Math.max(...each.map((one) => Math.abs(one.set_ua))),
    kilohm(each),
  ]);
  if (!rows.length || Number(rows[0][0]) > -SHORTEST_S)
    rows.unshift([-SHORTEST_S, null, null, null]);
  return [0, 1, 2, 3].map((column) => rows.map((row) => row[column]));
}

/** @param {Sample[]} samples @returns {number | null} the median, in kΩ; null: no contact */
function kilohm(samples) {
  const found = samples.flatMap(({ ohm }) => (ohm === null ? [] : [ohm])).sort((a, b) => a - b);
  return found.length ? found[found.length >> 1] / 1000 : null;
}

/**
 * @param {number} abs_uc charge of both polarities, µC
 * @param {number} area_mm2 of one electrode
 * @returns {number} mA·min/cm²
 */
export function dose(abs_uc, area_mm2) {
  return (abs_uc * 100) / (60_000 * area_mm2);
}

const BEST_OHM = 1000;
const WORST_OHM = 100_000;

/** How well it touches, on a scale of decades as skin has it. @param {number} ohm @returns {number} 0..1 */
export function touch(ohm) {
  const decades = Math.log(WORST_OHM / Math.max(1, ohm)) / Math.log(WORST_OHM / BEST_OHM);
  return Math.min(1, Math.max(0, decades));
}
