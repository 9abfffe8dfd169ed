/** What a device, a bench or a file may say at all: nobody else has to doubt the type of a field. */

import { ANSWERS } from "./recording.js";

/** @typedef {import("./lines.js").Message} Message */
/** @typedef {(value: any) => boolean} Check */

const isText = (/** @type {any} */ value) => typeof value === "string";
const isNumber = (/** @type {any} */ value) => Number.isFinite(value);
const BASE64 = /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/;
const isBase64 = (/** @type {any} */ value) => isText(value) && BASE64.test(value);
const isFlag = (/** @type {any} */ value) => typeof value === "boolean";
const isFlat = (/** @type {any} */ value) => value === null || typeof value !== "object";

/** @param {Check} check @returns {Check} */
const listOf = (check) => (value) => Array.isArray(value) && value.every(check);
/** @param {...Check} checks @returns {Check} */
const rowOf =
  (...checks) =>
  (value) =>
    Array.isArray(value) && value.length === checks.length && checks.every((c, at) => c(value[at]));
/** @param {Check} check @returns {Check} */
const mapOf = (check) => (value) =>
  value !== null && typeof value === "object" && Object.values(value).every(check);
/** @param {Check} check @returns {Check} */
const orNull = (check) => (value) => value === null || check(value);
/** @param {Check} check @returns {Check} */
const ifGiven = (check) => (value) => value === undefined || check(value);

/** @param {Check} check @param {string} names */
const all = (check, names) => Object.fromEntries(names.split(" ").map((name) => [name, check]));
const threeNumbers = rowOf(isNumber, isNumber, isNumber);

/** @type {Record<string, Record<string, Check>>} */
const SHAPES = {
  status: {
    ...all(isNumber, "ms level target_ua set_ua ua ohm battery_mv left_s net_uc abs_uc late_us"),
    ...all(isText, "state mode contact gel link signal ended fault"),
    ...all(isFlag, "calibrated"),
    ...all(ifGiven(isText), "cure part trouble error"),
    ...all(ifGiven(isFlat), "step"),
  },
  hello: {
    ...all(isText, "version"), // a device of another version says it, whatever else it says
    ...all(ifGiven(isText), "device board chip link refused_output"),
    ...all(ifGiven(isFlat), "calibrated seconds"),
  },
  settings: { ...all(mapOf(isFlat), "settings") },
  usage: { ...all(isNumber, "today_s week left_s"), ...all(isText, "refusal warning") },
  routines: { ...all(listOf(isText), "names"), ...all(isText, "chosen") },
  virtual: {
    ...all(isText, "board"),
    ...all(mapOf(threeNumbers), "skins"),
    ...all(listOf(isText), "faults buttons"),
  },
  bench: {
    ...all(isNumber, "ms factor tone_hz relay bridge code ua net_nc abs_nc battery_mv"),
    ...all(orNull(isNumber), "ohm"),
    ...all(isFlag, "usb"),
    ...all(threeNumbers, "light"),
    ...all(listOf(threeNumbers), "trace"),
    ...all(listOf(isText), "broken held"),
    ...all(listOf(rowOf(isNumber, isText, isText)), "events"),
    ...all(ifGiven(orNull(isBase64)), "screen"),
  },
  record: { ...all(mapOf(isFlat), "record") },
  answer: { ...all(ifGiven(isText), "do error refused") },
};

/** @param {Message} record @returns {string} the name of its shape */
function shapeOf(record) {
  if ("virtual" in record) return "virtual";
  if ("trace" in record) return "bench";
  if ("state" in record) return "status";
  if ("record" in record && !("re" in record)) return "record"; // a line of the journal
  return record.ok === true && ANSWERS.includes(record.do) ? record.do : "answer";
}

/** Whether a message is one that may be believed. @param {Message} record */
export function sound(record) {
  return Object.entries(SHAPES[shapeOf(record)]).every(([name, check]) => check(record[name]));
}
