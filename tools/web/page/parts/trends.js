/** The plots of the history: dose of each week, impedance of each session. */

import { h } from "../dom.js";
import { DAY_S, dateOf, treated } from "../journal.js";
import { DAYS } from "../plan.js";
import { t } from "../texts/t.js";
import { makePlot } from "./plot.js";

/** @typedef {import("../journal.js").Session} Session */
/** @typedef {import("../plan.js").Week} Week */

const HEIGHT = 220;
const NOON_S = DAY_S / 2;

/** @returns {{element: HTMLElement, draw: (sessions: Session[], weeks: Week[]) => void}} */
export function trends() {
  const [first, second] = [h("div"), h("div")];
  const dose = makePlot(first, doseOptions());
  const ohm = makePlot(second, ohmOptions());
  const panels = [
    h("section", { class: "panel" }, h("h2", {}, t("history.dose")), first),
    h("section", { class: "panel" }, h("h2", {}, t("history.ohm")), second),
  ];
  return {
    element: h("div", { class: "trends" }, ...panels),
    draw(sessions, weeks) {
      dose.draw(doses(weeks));
      ohm.draw(ohms(sessions));
    },
  };
}

/** @returns {import("./plot.js").Options} */
function doseOptions() {
  const [label, unit] = [t("history.doseLabel"), t("history.doseUnit")];
  const series = [{ label, colour: "--charge", unit, bars: true }];
  return { series, height: HEIGHT, label: t("history.dose"), x: "date" };
}

/** @returns {import("./plot.js").Options} */
function ohmOptions() {
  const unit = t("history.ohmUnit");
  const edge = { unit, colour: "--setpoint", width: 1, dash: [4, 3], points: true };
  const series = [
    { ...edge, label: t("history.ohmLeast") },
    { label: t("history.ohmMedian"), colour: "--impedance", unit, width: 2, points: true },
    { ...edge, label: t("history.ohmMost") },
  ];
  return { series, height: HEIGHT, label: t("history.ohm"), x: "date" };
}

/** With an empty week at each end, so that the bars stand whole. @param {Week[]} weeks oldest first @returns {(number | null)[][]} */
function doses(weeks) {
  if (!weeks.length) return [[], []];
  const [first, last] = [weeks[0].begin - DAYS, weeks[weeks.length - 1].begin + DAYS];
  const begins = [first, ...weeks.map(({ begin }) => begin), last];
  const at_s = begins.map((day) => shown(day * DAY_S + NOON_S));
  return [at_s, [null, ...weeks.map(({ dose }) => dose / 1000), null]];
}

/** Of those that touched skin. @param {Session[]} sessions dated ones, oldest first @returns {(number | null)[][]} */
function ohms(sessions) {
  const records = sessions
    .map(({ record }) => record)
    .filter((one) => treated(one) && one.ohm_min > 0 && one.ohm_min <= one.ohm_max);
  const lines = ["ohm_min", "ohm_median", "ohm_max"].map((name) =>
    records.map((one) => one[name] / 1000),
  );
  return [records.map((one) => shown(one.t)), ...lines];
}

/** The moment at which this computer's clock shows what the device's showed. @param {number} seconds since 2000-01-01 */
function shown(seconds) {
  const at = dateOf(seconds);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const [hour, minute, second] = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()];
  return new Date(year, month, day, hour, minute, second).getTime() / 1000;
}
