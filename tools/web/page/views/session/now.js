/** The current, the time, the plan, and what the device says. */

import { HANDS_ON, expected_s, intoDummy, quiet } from "../../course.js";
import { h, say } from "../../dom.js";
import { FACTS } from "../../facts.js";
import { clock, peak } from "../../figures.js";
import { makeRing } from "../../parts/ring.js";
import { t } from "../../texts/t.js";
import { controls } from "./controls.js";

/** @typedef {import("../../store.js").State} State */
/** @typedef {import("../../course.js").Course} Course */

const UNKNOWN = "\u2013";

/** @param {import("../../device.js").Device} device @returns {import("../session.js").Part} */
export function now(device) {
  const [signal, current, left, plan] = [says(), delivered(), time(), controls(device)];
  const node = h("section", { class: "panel now", "aria-label": t("session.now") });
  node.append(signal.node, current.node, left.node, plan.node);
  return {
    node,
    render(state, course) {
      for (const part of [signal, current, left, plan]) part.render(state, course);
    },
  };
}

/** What the light and the screen of the device say, in words. @returns {import("../session.js").Part} */
function says() {
  const words = h("h2", {});
  const todo = h("p", { class: "todo" });
  const node = h("div", { class: "says", role: "status" }, words, todo);
  return {
    node,
    render({ status, link }) {
      const told = FACTS.signals.find((each) => each.name === status?.signal);
      const live = link === "live";
      say(words, live ? told?.screen || String(status?.signal) : t("session.notKnown"));
      say(todo, live && told && !status?.fault ? told.todo : ""); // a fault is told above
      node.dataset.state = live ? status?.state : "";
    },
  };
}

/** @returns {import("../session.js").Part} */
function delivered() {
  const ua = h("b", {}, UNKNOWN);
  const fill = h("div", { class: "fill" });
  const mark = h("div", { class: "mark" });
  const where = h("span", {});
  const set = h("span", {});
  const big = h("p", { class: "delivered" }, ua, h("span", {}, "µA"));
  const gauge = h("div", { class: "gauge", "aria-hidden": "true" }, fill, mark);
  return {
    node: h("div", { class: "current" }, big, where, gauge, set),
    render(state) {
      const given = givenOf(state);
      say(ua, given ? String(given.ua) : UNKNOWN);
      say(where, given ? t(`session.${given.where}`) : "");
      const target_ua = state.status?.target_ua ?? 0;
      say(set, given ? t("session.set", { set: given.set_ua, target: target_ua }) : "");
      const part = (/** @type {number} */ ua_of) =>
        `${Math.min(100, (100 * ua_of) / (target_ua || 1))}%`;
      fill.style.width = part(given?.ua ?? 0);
      mark.style.left = part(given?.set_ua ?? 0);
    },
  };
}

/** What is measured now, and where it goes; null: not known. @param {State} state */
function givenOf({ status, link, samples }) {
  if (link !== "live" || !status) return null;
  const runs = HANDS_ON.includes(status.state);
  const { ua, set_ua } = runs ? peak(samples) : { ua: status.ua, set_ua: Math.abs(status.set_ua) };
  const where = quiet(status) ? "isOff" : intoDummy(status) ? "dummy" : "measured";
  return { ua, set_ua, where };
}

/** @returns {import("../session.js").Part} */
function time() {
  const node = h("div", { class: "time" });
  const ring = makeRing(node);
  const note = h("p", { class: "soft" });
  node.append(note);
  return {
    node,
    render({ status, settings, usage, link }, course) {
      if (!status || link !== "live") {
        ring.show(0, UNKNOWN);
        return say(note, "");
      }
      const planned_s = Math.min(expected_s(status, settings), usage?.left_s ?? Infinity);
      const left_s = course.on ? status.left_s : planned_s;
      ring.show(course.on && course.total_s ? left_s / course.total_s : 1, clock(left_s));
      say(note, noteOf(course));
    },
  };
}

/** @param {Course} course @returns {string} */
function noteOf(course) {
  if (course.hold_left_s !== null)
    return t("session.holdLeft", { left: clock(Math.ceil(course.hold_left_s)) });
  return course.on ? t("session.left", { total: clock(course.total_s) }) : t("session.planned");
}
