/** The plan view: today, the last weeks, the plan, rest days, the clock, who must not use it. */

import { DeviceClock } from "../clock.js";
import { h } from "../dom.js";
import { kept } from "../keep.js";
import { calendar } from "../parts/calendar.js";
import { clockPanel, needlePanel, safetyPanel } from "../parts/asking.js";
import { stagesPanel, todayPanel } from "../parts/today.js";
import { Plan } from "../plan.js";
import { t } from "../texts/t.js";

/** @typedef {import("../store.js").State} State */

/**
 * What the panels show. live: a device answers; clock_s: its clock, null = none; usage: as it
 * told last, null = none; blind: it has no clock.
 * @typedef {{state: State, plan: Plan, today: number, live: boolean, clock_s: number | null, blind: boolean, usage: import("../lines.js").Message | null}} Model
 */
/** @typedef {{element: HTMLElement, render: (model: Model) => void}} Panel */

const USAGE_MS = 10_000; // how old may be what the device counts

/**
 * @param {HTMLElement} host
 * @param {import("../device.js").Device} device
 * @param {import("../store.js").Store} store
 * @returns {import("./index.js").View}
 */
export function make(host, device, store) {
  const clock = new DeviceClock();
  store.subscribe(() => clock.look(store.state));
  const panels = [
    ...[todayPanel(), stagesPanel(), weeksPanel(), needlePanel(device, clock)],
    ...[clockPanel(device), safetyPanel(device)],
  ];
  host.append(h("div", { class: "plan" }, ...panels.map(({ element }) => element)));
  const planned = planner();
  let asked_ms = 0;
  return {
    render(state) {
      const model = modelOf(state, clock, planned());
      for (const panel of panels) panel.render(model);
      if (!model.live || performance.now() - asked_ms < USAGE_MS) return;
      asked_ms = performance.now();
      device.ask("usage").catch(() => {}); // asked again soon
    },
  };
}

/** The plan of what is kept, made anew when that changed. @returns {() => Plan} */
function planner() {
  const keep = kept();
  /** @type {unknown[]} */
  let of = [];
  let plan = new Plan([]);
  return () => {
    const now = [keep.sessions, keep.needles];
    if (now.some((each, at) => each !== of[at])) plan = new Plan(keep.sessions, keep.needles);
    of = now;
    return plan;
  };
}

/** @param {State} state @param {DeviceClock} clock @param {Plan} plan @returns {Model} */
function modelOf(state, clock, plan) {
  const live = state.link === "live";
  const clock_s = clock.seconds();
  const blind = live && state.hello !== null && clock_s === null;
  const usage = live ? state.usage : null;
  return { state, plan, today: clock.today(new Date()), live, clock_s, blind, usage };
}

/** @returns {Panel} */
function weeksPanel() {
  const place = h("div");
  const words = h("p", { class: "soft" }, t("plan.fromJournal"));
  const undated = h("p", { class: "soft" });
  /** @type {unknown} */
  let drawn = null;
  let drawnDay = 0;
  return {
    element: h("section", { class: "panel weeks" }, place, undated, words),
    render({ plan, today }) {
      if (plan === drawn && today === drawnDay) return;
      drawn = plan;
      drawnDay = today;
      place.replaceChildren(calendar(plan.calendar(today)));
      words.textContent = t(plan.first === null ? "plan.empty" : "plan.fromJournal");
      undated.textContent = t("plan.undated", { n: plan.undated });
      undated.hidden = plan.undated === 0;
    },
  };
}
