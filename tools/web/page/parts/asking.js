/** Panels of the plan that ask something of the device: rest day, clock, acknowledgement. */

import { dated } from "../clock.js";
import { h, say } from "../dom.js";
import { FACTS } from "../facts.js";
import { secondsOf } from "../journal.js";
import { kept } from "../keep.js";
import { t } from "../texts/t.js";
import { dayText, minutes } from "./calendar.js";
import { confirmed } from "./confirm.js";

/** @typedef {import("../views/plan.js").Model} Model */
/** @typedef {import("../views/plan.js").Panel} Panel */
/** @typedef {import("../device.js").Device} Device */

const OFF_S = 120; // the device's clock against ours
const LONG = /** @type {const} */ ({ dateStyle: "full", timeStyle: "short" });

/** A line for what came of it. */
const outcome = () => h("p", { class: "outcome", role: "status" });

/** Ask, then learn what changed; the line says how it went. @param {Device} device @param {HTMLElement} line @param {() => Promise<string>} what */
async function tried(device, line, what) {
  try {
    say(line, await what());
    await Promise.all([device.ask("hello"), device.ask("usage")]);
  } catch (error) {
    say(line, t("plan.problem", { why: error instanceof Error ? error.message : String(error) }));
  }
}

/** @param {Device} device @returns {Panel} */
export function clockPanel(device) {
  const now = h("p", { class: "time" });
  const line = outcome();
  const set = async () => {
    const { note } = await device.ask("time", { seconds: secondsOf(new Date()) });
    return typeof note === "string" && note ? note : t("plan.clockDone");
  };
  const button = h("button", { onclick: () => tried(device, line, set) }, t("plan.clockSet"));
  return {
    element: h("section", { class: "panel time" }, h("h2", {}, t("plan.clock")), now, button, line),
    render(model) {
      say(now, clockText(model));
      button.disabled = !model.live;
    },
  };
}

/** @param {Model} model @returns {string} */
function clockText({ clock_s, blind }) {
  if (blind) return t("plan.clockNone", { min: minutes(FACTS.usage.blind_s) });
  if (clock_s === null) return t("plan.clockUnknown");
  const off_s = Math.abs(clock_s - secondsOf(new Date()));
  const time = t("plan.clockIs", { time: dated(clock_s, t("plan.locale"), LONG) });
  return off_s < OFF_S ? time : `${time} ${t("plan.clockOff", { min: Math.round(off_s / 60) })}`;
}

/** @param {Device} device @param {import("../clock.js").DeviceClock} clock @returns {Panel} */
export function needlePanel(device, clock) {
  const rests = h("p", { class: "rests" });
  const line = outcome();
  const tell = async () => {
    await device.ask("microneedling");
    kept().needle(clock.today(new Date()));
    return t("plan.needleTold");
  };
  const texts = { label: t("plan.needleTell"), question: t("plan.needleSure") };
  const { element, button } = confirmed(
    { ...texts, yes: t("plan.needleYes"), no: t("plan.cancel") },
    () => tried(device, line, tell),
  );
  const words = h("p", {}, t("plan.needleWords"));
  const head = h("h2", {}, t("plan.needle"));
  return {
    element: h("section", { class: "panel needle" }, head, words, rests, element, line),
    render(model) {
      say(rests, resting(model));
      rests.hidden = rests.textContent === "";
      button.disabled = !model.live;
    },
  };
}

/** @param {Model} model @returns {string} "" = it is no rest day */
function resting({ usage, plan, today, blind }) {
  if (usage?.refusal !== "rest day" && !plan.rests(today)) return "";
  return blind ? t("plan.restsBlind") : t("plan.restsUntil", { day: dayText(today + 1) });
}

/** @param {Device} device @returns {Panel} */
export function safetyPanel(device) {
  const line = outcome();
  const needed = h("p", { class: "needed warn" }, t("plan.needsRead"));
  const tell = async () => {
    await device.ask("acknowledge");
    return t("plan.readTold");
  };
  const read = h("input", { type: "checkbox", id: "plan-read" });
  const button = h("button", { onclick: () => tried(device, line, tell) }, t("plan.readTell"));
  const label = h("label", { for: "plan-read" }, read, h("span", {}, t("plan.read")));
  const [who, where] = [FACTS.safety.who, FACTS.safety.where].map(points);
  const parts = [h("h2", {}, t("plan.safety")), who, h("h2", {}, t("plan.safetyWhere")), where];
  const told = [needed, label, button, line, h("p", { class: "soft" }, t("plan.readToo"))];
  return {
    element: h("section", { class: "panel safety" }, ...parts, ...told),
    render({ usage, live }) {
      needed.hidden = usage?.refusal !== "read first";
      button.disabled = !live || !read.checked;
    },
  };
}

/** @param {string[]} lines @returns {HTMLElement} */
function points(lines) {
  return h("ul", {}, ...lines.map((each) => h("li", {}, each)));
}
