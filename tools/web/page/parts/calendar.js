/** The calendar of the plan: a week a row, a day a cell. */

import { dated } from "../clock.js";
import { h } from "../dom.js";
import { FACTS } from "../facts.js";
import { DAY_S } from "../journal.js";
import { DAYS, STAGES } from "../plan.js";
import { t } from "../texts/t.js";

/** @typedef {import("../plan.js").Week} Week */
/** @typedef {import("../plan.js").Day} Day */

/** @param {number} day @param {Intl.DateTimeFormatOptions} parts @returns {string} */
export function dayText(day, parts = { weekday: "short", day: "numeric", month: "short" }) {
  return dated(day * DAY_S, t("plan.locale"), parts);
}

/** Minutes to a tenth: 7.5, 12. @param {number} s @returns {string} */
export function minutes(s) {
  return String(Math.round(s / 6) / 10);
}

/** @param {Week[]} weeks @returns {HTMLElement} */
export function calendar(weeks) {
  const heads = weeks[0].days.map(({ day }) =>
    h("th", { scope: "col" }, dayText(day, { weekday: "short" })),
  );
  return h(
    "table",
    { class: "calendar" },
    h("caption", {}, t("plan.calendar")),
    h("thead", {}, h("tr", {}, ...heads)),
    ...weeks.map(row),
  );
}

/** @param {Week} week @returns {HTMLElement} */
function row(week) {
  const head = h("th", { colspan: DAYS, scope: "rowgroup" }, ...label(week));
  const heads = week.stage ? [h("tr", {}, head)] : []; // none before the first session
  const cells = week.days.map((day, at) => cell(day, at === 0));
  return h("tbody", {}, ...heads, h("tr", {}, ...cells));
}

/** @param {Week} week @returns {(Node | string)[]} */
function label({ week, stage, sessions, treated_s, over, under }) {
  if (week === null || !stage) return [];
  const kind = t(stage === STAGES[0] ? "plan.building" : "plan.keeping");
  const { least, most } = stage;
  const parts = [
    h("b", {}, t("plan.week", { n: week + 1 })),
    h("span", { class: "soft" }, kind),
    h("span", {}, t("plan.sessionsOf", { n: sessions, least, most })),
    h("span", { class: "soft" }, t("plan.min", { min: minutes(treated_s) })),
  ];
  if (over) parts.push(h("span", { class: "mark warn" }, t("plan.over")));
  if (under) parts.push(h("span", { class: "mark soft" }, t("plan.under")));
  return parts.flatMap((part) => [part, " "]);
}

/** @param {Day} day @param {boolean} first of its row @returns {HTMLElement} */
function cell({ day, sessions, treated_s, full, rest, when }, first) {
  const number = dayText(day, { day: "numeric" });
  const date = first || number === "1" ? dayText(day, { day: "numeric", month: "short" }) : number;
  const parts = [h("span", { class: "date" }, date)];
  if (when === "today") parts.push(h("span", { class: "now" }, t("plan.isToday")));
  const unit = h("span", { class: "unit" }, ` ${t("plan.minutes")}`);
  if (sessions) parts.push(h("b", {}, minutes(treated_s), unit));
  if (sessions > 1) parts.push(h("span", { class: "soft" }, t("plan.sessions", { n: sessions })));
  if (full) parts.push(h("span", { class: "mark warn" }, t("plan.full")));
  if (rest) parts.push(h("span", { class: "mark soft" }, t("plan.rest")));
  parts.push(bar(treated_s));
  const spaced = parts.flatMap((part) => [part, " "]);
  return h("td", { class: `day ${when}${sessions ? " used" : ""}` }, ...spaced);
}

/** How much of the day's most. @param {number} treated_s @returns {HTMLElement} */
export function bar(treated_s) {
  const used = h("span", { class: "used" });
  used.style.width = `${Math.min(100, (100 * treated_s) / FACTS.usage.day_s)}%`;
  return h("span", { class: "bar", "aria-hidden": "true" }, used);
}
