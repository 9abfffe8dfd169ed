/**
 * The format of recordings, NAME.galva: lines of JSON in UTF-8 (tools/web/recording.py is its twin).
 * The first is the header, each other one [t_ms, kind, record]: "link" what the device said, "said"
 * what it was asked, "bench" the truth of a virtual one. t_ms begins at 0 and never falls.
 */

import { t } from "./texts/t.js";

/** @typedef {import("./lines.js").Message} Message */
/** @typedef {[number, "link" | "said" | "bench", Message]} Line */
/** @typedef {{galva: "recording", version: number, firmware: string, board: string, begun: string, source: string}} Header */
/** @typedef {[number, number]} Range first byte, and the one after the last */

export const MOST_BYTES = 200e6;
export const LINE_MOST = 1 << 18; // bytes
const DEEPEST = 20; // objects and arrays in each other, in a record
const LATEST_MS = 1e9; // eleven days
const VERSION = 1;
export const LF = 10;
const KINDS = ["link", "said", "bench"];
const TEXTS = ["firmware", "board", "begun", "source"];
const TIME =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
export const ANSWERS = ["hello", "settings", "usage", "routines"];

/** @param {Omit<Header, "galva" | "version">} values @returns {Header} */
export function header(values) {
  return { galva: "recording", version: VERSION, ...values };
}

/**
 * What somebody who comes later has to be told: the name under which it replaces what was before.
 * @param {string} kind @param {Message} record @returns {string} "" = it need not be told
 */
export function lasting(kind, record) {
  if (kind === "bench") return "virtual" in record ? "virtual" : "screen" in record ? "screen" : "";
  return kind === "link" && record.ok && ANSWERS.includes(record.do) ? record.do : "";
}

/** The same without what happened at its time. @param {Message} record @returns {Message} */
export function lasted(record) {
  return "trace" in record ? { ...record, trace: [], events: [] } : record;
}

// ---- one line

/** @param {any} value @param {number} [left] @returns {boolean} no number is endless, nothing too deep */
function plain(value, left = DEEPEST) {
  if (typeof value === "number") return Number.isFinite(value);
  if (value === null || typeof value !== "object") return true;
  return left > 0 && Object.values(value).every((each) => plain(each, left - 1));
}

/** @param {any} value */
function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** @param {any} value @returns {string} why it is no header, "" = it is */
export function wrongHeader(value) {
  if (!isObject(value) || value.galva !== "recording") return t("record.foreign");
  if (value.version !== VERSION)
    return t("record.version", { version: String(JSON.stringify(value.version)).slice(0, 20) });
  if (!TEXTS.every((name) => typeof value[name] === "string")) return t("record.header");
  return TIME.test(value.begun) ? "" : t("record.header");
}

/** @param {any} value @param {number} before_ms @returns {string} why it is no line, "" = it is */
export function wrongLine(value, before_ms) {
  if (!Array.isArray(value) || value.length !== 3) return t("record.shape");
  const [t_ms, kind, record] = value;
  if (!KINDS.includes(kind) || !isObject(record)) return t("record.shape");
  if (typeof t_ms !== "number" || t_ms > LATEST_MS) return t("record.shape");
  if (t_ms < before_ms) return t("record.back");
  return plain(record) ? "" : t("record.wild");
}

/** @param {Uint8Array} bytes @returns {any} undefined: no JSON in UTF-8 */
export function parsed(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** @param {Uint8Array} bytes @returns {Generator<Range>} of each line, without its end */
export function* split(bytes) {
  for (let begin = 0; begin < bytes.length;) {
    const found = bytes.indexOf(LF, begin);
    const end = found < 0 ? bytes.length : found;
    yield [begin, end];
    begin = end + 1;
  }
}
