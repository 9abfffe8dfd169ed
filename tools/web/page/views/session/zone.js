/** Where a routine is: the zone, the stroke, the hold, what comes then. */

import { TREATING, place, stepsOf } from "../../course.js";
import { h, say } from "../../dom.js";
import { FACTS } from "../../facts.js";
import { clock } from "../../figures.js";
import { makeFace } from "../../parts/face.js";
import { t } from "../../texts/t.js";
import { routine } from "./routine.js";

/** @typedef {import("../../course.js").Place} Place */
/** @typedef {import("../../course.js").Step} Step */

/** @param {import("../../device.js").Device} device @returns {import("../session.js").Part} */
export function zone(device) {
  const [now, head] = [h("p", { class: "stroke-words" }), h("h2")];
  const [where, note] = [h("p", { class: "soft" }), h("p", { class: "soft" })];
  const bar = h("ol", { class: "steps" });
  const choice = routine(device);
  const place_of = h("div", { class: "place" });
  const face = makeFace(place_of);
  const parts = [head, place_of, h("p", { class: "soft mirror" }, t("session.mirror")), now, where];
  return {
    node: h("section", { class: "panel zones" }, ...parts, bar, note, choice.node),
    render(state, course) {
      const { settings, status, link } = state;
      const name = String(settings?.routine ?? "none");
      const steps = stepsOf(name);
      const here = steps && course.on && link === "live" ? place(steps, course.treated_ms) : null;
      say(head, here ? called(here.step) : t("session.zones"));
      say(now, here ? strokeWords(here, status?.state) : "");
      say(where, here ? whereOf(here.step.zone) : t("session.ways"));
      face.show(here && { ...here.step, ...here }, here ? head.textContent : t("session.face"));
      walk(bar, steps ?? [], here?.at ?? -1);
      say(note, noteOf(name, steps, here));
      choice.render(state, course);
    },
  };
}

/** @param {Step} step @returns {string} */
function called({ zone: area, side }) {
  return t("session.zone", { zone: t(`session.zone_${area}`), side: t(`session.side_${side}`) });
}

/** @param {Place} here @param {string} state @returns {string} */
function strokeWords({ holding, left_s }, state) {
  const goes = TREATING.includes(state) ? (holding ? "holding" : "stroke") : "waits";
  return t(`session.${goes}`, { left: clock(left_s) });
}

/** @param {string} area @returns {string} */
function whereOf(area) {
  const found = FACTS.zones.find((each) => each.name === area);
  return found ? t("session.where", found) : "";
}

/** @param {string} name @param {Step[] | null} steps @param {Place | null} here @returns {string} */
function noteOf(name, steps, here) {
  if (!steps) return t(name === "none" ? "session.noRoutine" : "session.ownRoutine", { name });
  if (!here) return t("session.chosen", { name });
  const then = steps[here.at + 1];
  return then ? t("session.then", { zone: called(then) }) : t("session.last");
}

/** The steps as a row, each as wide as it is long. @param {HTMLElement} bar @param {Step[]} steps @param {number} at */
function walk(bar, steps, at) {
  if (bar.childElementCount !== steps.length || bar.dataset.of !== JSON.stringify(steps)) {
    bar.dataset.of = JSON.stringify(steps);
    bar.replaceChildren(...steps.map((step) => h("li", { title: called(step) })));
    steps.forEach((step, each) => {
      const item = /** @type {HTMLElement} */ (bar.children[each]);
      item.style.flexGrow = String(step.seconds);
    });
  }
  [...bar.children].forEach((each, of) => {
    each.className = of < at ? "over" : of === at ? "here" : "";
  });
}
