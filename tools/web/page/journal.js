/** Sessions as a device's journal has them, checked: whatever is given, what comes out is sound. */

import { FACTS } from "./facts.js";

/** @typedef {Record<string, any>} Fields of FACTS.journal, each of its kind */
/** @typedef {{device: string, record: Fields}} Session device: its board, "" = not known */

export const DAY_S = 86_400;
const EPOCH_MS = Date.UTC(2000, 0, 1);
export const LAST_S = 252_455_615_999; // the end of the year 9999
export const DEVICE_MOST = 40; // characters of its name
const TEXT_MOST = 512; // characters, as a whole line of the journal
const COLUMNS = FACTS.journal;
const LEAST = /** @type {Record<string, number>} */ ({ seq: 1, t: -1, net_uc: -Infinity });

/** @type {Record<string, (value: unknown, name: string) => boolean>} */
const KINDS = {
  str: (value) => typeof value === "string" && value.length <= TEXT_MOST,
  bool: (value) => typeof value === "boolean",
  int: (value, name) => Number.isSafeInteger(value) && Number(value) >= (LEAST[name] ?? 0),
};

/**
 * The fields of a session alone; null: one is missing or cannot be.
 * @param {unknown} value
 * @returns {Fields | null}
 */
export function checked(value) {
  if (value === null || typeof value !== "object") return null;
  /** @type {Fields} */
  const record = {};
  for (const { name, kind } of COLUMNS) {
    const field = Object.hasOwn(value, name) ? /** @type {Fields} */ (value)[name] : undefined;
    if (!KINDS[kind](field, name)) return null;
    record[name] = field;
  }
  return record;
}

/** Two records with the same one are the same session. @param {Fields} record @returns {string} */
export function keyOf(record) {
  return JSON.stringify(COLUMNS.map(({ name }) => record[name]));
}

/** As each device numbered them: that is their order in time, with a clock or without. @param {Session} one @param {Session} other */
export function order(one, other) {
  const device = Number(one.device > other.device) - Number(one.device < other.device);
  return device || one.record.seq - other.record.seq || one.record.t - other.record.t;
}

/** When it began, by the device's clock: "2026-03-15 21:00:00"; "" without one. @param {Fields} record */
export function begin({ t }) {
  return t < 0 || t > LAST_S ? "" : dateOf(t).toISOString().slice(0, 19).replace("T", " ");
}

/** Days since 2000-01-01; null without a clock. @param {Fields} record @returns {number | null} */
export function dayOf(record) {
  return begin(record) ? Math.floor(record.t / DAY_S) : null;
}

/** The device counts it: current through the skin, not into the dummy. @param {Fields} record */
export function treated(record) {
  return !record.bench && record.treated_s > 0;
}

/** Local time as UTC, so that no time zone moves it. @param {number} seconds since 2000-01-01 @returns {Date} */
export function dateOf(seconds) {
  return new Date(EPOCH_MS + seconds * 1000);
}

/** This computer's local time, as the device counts it. @param {Date} now @returns {number} s since 2000-01-01 */
export function secondsOf(now) {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  const local_ms = Date.UTC(year, month, day, now.getHours(), now.getMinutes(), now.getSeconds());
  return Math.floor((local_ms - EPOCH_MS) / 1000);
}

/**
 * Sums, in the words of `galva report`. Minutes and charge are of the skin alone.
 * @param {Session[]} sessions
 */
export function totals(sessions) {
  const records = sessions.map(({ record }) => record);
  const skin = records.filter(treated);
  const bench = records.filter((record) => record.bench).length;
  /** @param {string} name */
  const sum = (name) => skin.reduce((all, record) => all + record[name], 0);
  return {
    sessions: records.length,
    on_skin: skin.length,
    bench,
    refused: records.length - skin.length - bench,
    treated_s: sum("treated_s"),
    abs_uc: sum("abs_uc"),
    net_uc: sum("net_uc"),
    losses: sum("losses"),
    missing: missing(sessions),
    undated: records.filter((record) => dayOf(record) === null).map(({ seq }) => seq),
    faults: records.filter((record) => record.fault).map(({ seq }) => seq),
  };
}

/** Numbers up to the last one without a session, of each device. @param {Session[]} sessions @returns {number} */
export function missing(sessions) {
  /** @type {Map<string, Set<number>>} */
  const seen = new Map();
  for (const { device, record } of sessions)
    seen.set(device, (seen.get(device) ?? new Set()).add(record.seq));
  let gone = 0;
  for (const seqs of seen.values()) {
    let last = 0;
    for (const seq of seqs) last = Math.max(last, seq);
    gone += last - seqs.size;
  }
  return gone;
}
