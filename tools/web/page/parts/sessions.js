/** Tables of sessions: totals, weeks, each of them; words and figures as `galva report` has them. */

import { h } from "../dom.js";
import { begin, totals } from "../journal.js";
import { t } from "../texts/t.js";
import { dayText } from "./calendar.js";

/** @typedef {import("../journal.js").Session} Session */
/** @typedef {import("../journal.js").Fields} Fields */

const TEXT_MOST = 24; // characters of a cell
const PAGE = 25; // rows at first, and with each press of "more"

/** (text of the head, what stands in the row) @type {[string, (record: Fields) => string][]} */
const COLUMNS = [
  ["no", ({ seq }) => String(seq)],
  ["begin", (record) => begin(record).slice(0, -3) || t("history.noClock", { s: record.up_s })],
  ["mode", ({ mode }) => short(mode)],
  ["level", ({ level }) => String(level)],
  ["routine", ({ routine }) => (routine === "none" ? "" : short(routine))],
  ["min", ({ treated_s }) => (treated_s / 60).toFixed(1)],
  ["abs", ({ abs_uc }) => (abs_uc / 1000).toFixed(2)],
  ["net", ({ net_uc }) => String(net_uc)],
  ["doseHead", ({ dose }) => (dose / 1000).toFixed(2)],
  ["ohmHead", ohms],
  ["losses", ({ losses }) => String(losses)],
  ["ended", notes],
];

/** @param {Fields} record @returns {string} median (least-most) */
function ohms({ ohm_min, ohm_median, ohm_max }) {
  const [least, median, most] = [ohm_min, ohm_median, ohm_max].map((ohm) =>
    (ohm / 1000).toFixed(1),
  );
  return ohm_median > 0 ? `${median} (${least}-${most})` : "";
}

/** @param {Fields} record @returns {string} */
function notes({ ended, fault, bench, calibrated }) {
  const [dummy, rough] = [bench && t("history.bench"), !calibrated && t("history.notCalibrated")];
  return [short(ended), short(fault), dummy, rough].filter(Boolean).join(", ");
}

/** What a file says may be long. @param {string} text @returns {string} */
function short(text) {
  return text.length > TEXT_MOST ? `${text.slice(0, TEXT_MOST)}...` : text;
}

/**
 * @param {Session[]} sessions in the order of their rows
 * @param {boolean} several devices: each is named
 * @returns {HTMLElement}
 */
export function sessionTable(sessions, several) {
  const heads = COLUMNS.map(([name]) => t(`history.${name}`));
  return paged("sessions", heads, sessions, ({ device, record }) => {
    const cells = COLUMNS.map(([, text]) => text(record));
    if (several) cells[0] = `${short(device) || t("history.unknown")} ${cells[0]}`;
    return cells;
  });
}

/** Newest first. @param {import("../plan.js").Week[]} weeks @returns {HTMLElement} */
export function weekTable(weeks) {
  const names = ["wFrom", "tSessions", "min", "abs", "doseHead", "wPlan"];
  const heads = names.map((name) => t(`history.${name}`));
  return paged("weeks", heads, [...weeks].reverse(), (week) => [
    dayText(week.begin, { day: "numeric", month: "short", year: "2-digit" }),
    String(week.sessions),
    (week.treated_s / 60).toFixed(1),
    (week.abs_uc / 1000).toFixed(2),
    (week.dose / 1000).toFixed(2),
    week.stage ? `${week.stage.least}-${week.stage.most}` : "",
  ]);
}

/** A figure and what it is, each. @param {Session[]} sessions @returns {HTMLElement} */
export function totalTiles(sessions) {
  const sums = totals(sessions);
  const { on_skin, bench, refused, missing } = sums;
  const tiles = [
    ["tTreated", (sums.treated_s / 60).toFixed(1), "min"],
    ["tSessions", String(sums.sessions), t("history.tOf", { skin: on_skin, bench, refused })],
    ["tAbs", (sums.abs_uc / 1000).toFixed(2), "mC"],
    ["tNet", String(sums.net_uc), "µC"],
    ["tLosses", String(sums.losses), t("history.times")],
    ["tFaults", String(sums.faults.length), numbers(sums.faults)],
    ["tUndated", String(sums.undated.length), numbers(sums.undated)],
    ["tMissing", String(missing), missing ? t("history.tMissingOf") : ""],
  ];
  return h(
    "dl",
    { class: "tiles" },
    ...tiles.map(([name, value, note]) => tile(name, value, note)),
  );
}

/** @param {string} name @param {string} value @param {string} note */
function tile(name, value, note) {
  const figure = h("dd", {}, h("b", {}, value), " ", h("span", { class: "soft" }, note));
  return h("div", {}, h("dt", { class: "soft" }, t(`history.${name}`)), figure);
}

/** no. 17, 18. @param {number[]} seqs @returns {string} */
function numbers(seqs) {
  const list = seqs.slice(0, PAGE).join(", ") + (seqs.length > PAGE ? " ..." : "");
  return seqs.length ? t("history.numbers", { list }) : "";
}

/**
 * A table that shows its first rows, and more when asked.
 * @template T
 * @param {string} kind its class
 * @param {string[]} heads
 * @param {T[]} things a row each
 * @param {(thing: T) => string[]} cells
 * @returns {HTMLElement}
 */
function paged(kind, heads, things, cells) {
  const body = h("tbody");
  const button = h("button", { onclick: () => more() });
  const head = h("tr", {}, ...heads.map((text) => h("th", { scope: "col" }, text)));
  const table = h("table", { class: "rows" }, h("thead", {}, head), body);
  let shown = 0;
  function more() {
    for (const thing of things.slice(shown, shown + PAGE))
      body.append(h("tr", {}, ...cells(thing).map((text, at) => cell(heads[at], text))));
    shown += PAGE;
    button.hidden = shown >= things.length;
    button.textContent = t("history.more", { n: Math.min(PAGE, things.length - shown) });
  }
  more();
  return h("div", { class: kind }, table, button);
}

/** On a narrow screen the head stands in each cell. @param {string} head @param {string} text */
function cell(head, text) {
  return h("td", { "data-head": head }, text);
}
