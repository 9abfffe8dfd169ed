/** Mode, level, routine, and asking for a session: what a host may do of what buttons do. */

import { h, say } from "../../dom.js";
import { FACTS } from "../../facts.js";
import { t } from "../../texts/t.js";

/** @typedef {import("../../lines.js").Message} Message */

/** @param {import("../../device.js").Device} device @returns {import("../session.js").Part} */
export function controls(device) {
  const answer = h("p", { class: "answer", role: "status" });
  const does = (/** @type {string} */ what, /** @type {Message} */ values) => () => {
    device.ask(what, values).then(
      (done) => say(answer, done.now ?? ""),
      (error) => say(answer, error.message),
    );
  };
  const press = (/** @type {string} */ action) => does("press", { action });
  const next = button("session.mode", press("next mode"), "");
  const down = button("session.down", press("level down"), "\u2212");
  const up = button("session.up", press("level up"), "+");
  const start = h("button", { class: "first", onclick: does("start", {}) }, t("session.ask"));
  const ask = h("div", { class: "ask" }, start, h("p", { class: "soft" }, t("session.askWhy")));
  const chosen = plan(next, h("span", {}, down, up));
  return {
    node: h("div", { class: "controls" }, chosen.node, ask, answer),
    render(state, course) {
      for (const each of [next, down, up, start]) each.disabled = state.link !== "live";
      ask.hidden = state.status?.state !== "IDLE";
      chosen.render(state, course);
    },
  };
}

/** Mode and level, beside what changes them. @param {Node} next @param {Node} steps @returns {import("../session.js").Part} */
function plan(next, steps) {
  const [mode, level, peak] = [h("b"), h("b"), h("span", { class: "soft" })];
  const bar = h("div", { class: "levels", "aria-hidden": "true" });
  bar.append(...FACTS.modes[0].levels_ua.map(() => h("i")));
  const rows = [
    h("div", { class: "row" }, mode, next),
    h("div", { class: "row" }, h("span", {}, level, bar), steps),
    peak,
  ];
  return {
    node: h("div", { class: "plan" }, ...rows),
    render({ status }) {
      if (!status) return;
      say(mode, status.mode);
      say(level, t("session.level", { level: status.level }));
      say(peak, peakOf(status));
      [...bar.children].forEach((each, at) => each.classList.toggle("lit", at < status.level));
    },
  };
}

/** @param {string} name of its text @param {() => void} onclick @param {string} sign "" = its text */
function button(name, onclick, sign) {
  const label = sign ? { "aria-label": t(name), title: t(name) } : {};
  return h("button", { onclick, ...label }, sign || t(name));
}

/** @param {Message} status @returns {string} */
function peakOf({ mode, level, target_ua }) {
  const found = FACTS.modes.find((each) => each.name === mode);
  const level_ua = found?.levels_ua[level - 1] ?? target_ua;
  const capped = target_ua < level_ua;
  return t(capped ? "session.capped" : "session.peak", { target: target_ua, level: level_ua });
}
