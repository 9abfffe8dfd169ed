/** Sessions as files, and back: the columns of `galva logs --csv`, the objects of `galva logs --json`. */

import { FACTS } from "./facts.js";
import { DEVICE_MOST, begin, checked, missing } from "./journal.js";
import { t } from "./texts/t.js";

/** @typedef {import("./journal.js").Session} Session */

const NAMES = FACTS.journal.map(({ name }) => name);
const FORMULA = /^[=+\-@\t]/; // a spreadsheet would run it
const QUOTED = /[",\r\n]/;

/** A head line and one line a session. @param {Session[]} sessions @returns {string} */
export function toCsv(sessions) {
  const rows = sessions.map(({ record }) => [begin(record), ...NAMES.map((name) => record[name])]);
  return [["begin", ...NAMES], ...rows].map((row) => `${row.map(cell).join(",")}\n`).join("");
}

/** @param {unknown} value @returns {string} */
function cell(value) {
  if (typeof value === "boolean") return value ? "1" : "0";
  const text = String(value);
  const safe = typeof value === "string" && FORMULA.test(text) ? `'${text}` : text;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One object: sessions with their units and devices, and how many are missing. @param {Session[]} sessions */
export function toJson(sessions) {
  const units = Object.fromEntries(
    FACTS.journal.filter(({ unit }) => unit).map(({ name, unit }) => [name, unit]),
  );
  const rows = sessions.map(({ device, record }) => ({ begin: begin(record), ...record, device }));
  const made = { units, missing: missing(sessions), troubles: [], sessions: rows };
  return `${JSON.stringify(made, null, 1)}\n`;
}

/**
 * The sessions of an export, ours or of `galva logs --json`.
 * @param {string} text
 * @returns {{sessions: Session[], aside: number}} aside: entries that are no session; an Error of one line
 */
export function parsed(text) {
  let made;
  try {
    made = JSON.parse(text);
  } catch {
    throw new Error(t("keep.noJson"));
  }
  if (!Array.isArray(made?.sessions)) throw new Error(t("keep.noSessions"));
  const sessions = [];
  for (const each of made.sessions) {
    const record = checked(each);
    const device = typeof each?.device === "string" ? each.device.slice(0, DEVICE_MOST) : "";
    if (record) sessions.push({ device, record });
  }
  return { sessions, aside: made.sessions.length - sessions.length };
}

/** Let the browser save a text as a file. @param {string} name @param {string} text @param {string} type */
export function download(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser reads it after the click
}
