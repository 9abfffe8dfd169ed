/** What a bench tells, as far as it makes sense: a recording may be damaged. No DOM. */

/** @typedef {import("./lines.js").Message} Message */
/** @typedef {import("./skin.js").Cole} Cole */

const NUMBERS = ["ms", "factor", "tone_hz", "bridge", "code", "ua", "net_nc", "abs_nc"];
const BASE64 = /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/;

/** @param {unknown} value */
const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

/** @param {unknown} value @returns {value is string} */
const isText = (value) => typeof value === "string";

/** @param {unknown} list @param {(one: unknown) => boolean} right @returns {list is any[]} */
const listOf = (list, right) => Array.isArray(list) && list.every(right);

/** @param {unknown} row */
const isRow = (row) => listOf(row, isNumber) && row.length === 3;

/** @param {unknown} event */
const isEvent = (event) =>
  Array.isArray(event) && isNumber(event[0]) && isText(event[1]) && isText(event[2]);

/** Whether it can be shown. @param {Message} bench */
export function makesSense(bench) {
  const { light, held, broken, trace, events, screen, ohm, battery_mv } = bench;
  return (
    NUMBERS.every((name) => isNumber(bench[name])) &&
    isNumber(battery_mv) &&
    isRow(light) &&
    [held, broken].every((names) => listOf(names, isText)) &&
    listOf(trace, isRow) &&
    listOf(events, isEvent) &&
    (ohm === null || isNumber(ohm)) &&
    (screen === undefined || screen === null || (isText(screen) && BASE64.test(screen)))
  );
}

/** @param {Message | null} hello @returns {{skins: Record<string, Cole>, faults: string[]}} */
export function greeted(hello) {
  const skins = Object.entries(hello?.skins ?? {}).filter(([, cole]) => isRow(cole));
  const faults = Array.isArray(hello?.faults) ? hello.faults.filter(isText) : [];
  return { skins: Object.fromEntries(skins), faults };
}
