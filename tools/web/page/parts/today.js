/** Panels of the plan that tell: today, and the stages of the plan. */

import { h, say } from "../dom.js";
import { FACTS } from "../facts.js";
import { STAGES } from "../plan.js";
import { t } from "../texts/t.js";
import { bar, dayText, minutes } from "./calendar.js";

/** @typedef {import("../views/plan.js").Model} Model */
/** @typedef {import("../views/plan.js").Panel} Panel */

const { day_s, session_s, blind_s, least_s } = FACTS.usage;
const NEXT_DAY = ["rest day", "enough today"]; // refusals that midnight ends

/** @returns {Panel} */
export function todayPanel() {
  const left = h("span", { class: "figure" });
  const unit = h("span", { class: "unit" });
  const place = h("div", { class: "gauge" });
  const lines = ["treated", "seven", "next", "source soft"].map((name) => h("p", { class: name }));
  const warnings = h("ul", { class: "warnings", role: "status" });
  const head = h("h2", {}, t("plan.today"));
  return {
    element: h(
      "section",
      { class: "panel today" },
      ...[head, h("p", { class: "left" }, left, unit), place, warnings, ...lines],
    ),
    render(model) {
      const { left_s, treated_s } = counted(model);
      say(left, String(Math.floor(left_s / 60)));
      say(unit, t(model.blind ? "plan.leftPower" : "plan.left"));
      place.replaceChildren(bar(treated_s));
      told(model, treated_s).forEach((text, at) => say(lines[at], text));
      list(warnings, warned(model));
    },
  };
}

/** The device's own figures before ours. @param {Model} model */
function counted({ usage, plan, today }) {
  const left_s = usage?.refusal === "rest day" ? 0 : usage?.left_s;
  if (usage) return { left_s, treated_s: usage.today_s };
  return { left_s: plan.left_s(today), treated_s: plan.treated_s(today) };
}

/** @param {Model} model @param {number} treated_s @returns {string[]} */
function told(model, treated_s) {
  const { usage, plan, today, blind } = model;
  const { least, most } = plan.stage(today);
  return [
    t("plan.treated", { min: minutes(treated_s), most: minutes(blind ? blind_s : day_s) }),
    t("plan.seven", { n: usage?.week ?? plan.inSeven(today), least, most }),
    nextText(model),
    t(usage ? "plan.byDevice" : "plan.byBrowser"),
  ];
}

/** "" when no day can be told: the device has no clock, waits, or counts what is not kept here. @param {Model} model @returns {string} */
function nextText({ usage, plan, today, blind }) {
  if (blind || (usage?.warning && usage.week > plan.inSeven(today))) return "";
  const shut = usage && (usage.refusal || usage.left_s < least_s);
  if (usage?.refusal && !NEXT_DAY.includes(usage.refusal)) return "";
  const next = Math.max(plan.next(today), shut ? today + 1 : today);
  return next === today ? t("plan.nextToday") : t("plan.nextDay", { day: dayText(next) });
}

/** @param {Model} model @returns {string[]} one line each, with what to do */
function warned({ state, usage, plan, today }) {
  if (usage) {
    const usb = state.status && state.status.link !== "battery" ? [t("plan.usb")] : [];
    return [...[usage.refusal, usage.warning].filter(Boolean).map(signal), ...usb];
  }
  const { most } = plan.stage(today);
  const [n, full] = [plan.inSeven(today), plan.left_s(today) === 0 && !plan.rests(today)];
  const lines = full ? [t("plan.dayFull", { most: minutes(day_s) })] : [];
  return n >= most ? [...lines, t("plan.weekFull", { n, most })] : lines;
}

/** @param {string} name @returns {string} */
function signal(name) {
  const row = FACTS.signals.find((each) => each.name === name);
  return row ? `${row.screen}: ${row.todo}` : String(name);
}

/** @param {HTMLElement} host @param {string[]} lines */
function list(host, lines) {
  const now = [...host.children].map(({ textContent }) => textContent);
  if (now.length === lines.length && now.every((text, at) => text === lines[at])) return;
  host.replaceChildren(...lines.map((line) => h("li", {}, line)));
}

/** @returns {Panel} */
export function stagesPanel() {
  const rows = STAGES.map(stageRow);
  const heads = [t("plan.when"), t("plan.inSeven")].map((text) => h("th", { scope: "col" }, text));
  const body = h("tbody", {}, ...rows.map(({ row }) => row));
  const table = h("table", {}, h("thead", {}, h("tr", {}, ...heads)), body);
  const rules = h("p", {}, t("plan.rules", { day: minutes(day_s), session: minutes(session_s) }));
  const head = h("h2", {}, t("plan.plan"));
  return {
    element: h("section", { class: "panel stages" }, head, table, rules),
    render({ plan, today }) {
      const stage = plan.stage(today);
      rows.forEach(({ now }, at) => (now.hidden = STAGES[at] !== stage));
    },
  };
}

/** @param {import("../plan.js").Stage} stage */
function stageRow({ from_week, until_week, least, most }) {
  const weeks = (until_week ?? 0) - from_week;
  const when = until_week ? t("plan.firstWeeks", { n: weeks }) : t("plan.afterThat");
  const now = h("b", { class: "now", hidden: true }, t("plan.now"));
  const row = h("tr", {}, h("td", {}, `${when} `, now), h("td", {}, `${least}-${most}`));
  return { now, row };
}
