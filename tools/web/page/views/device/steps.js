/** What is to be done now in a calibration: a current with its live readings, or one button. */

import { FACTS } from "../../facts.js";
import { h, say } from "../../dom.js";
import { t } from "../../texts/t.js";
import { asker, entering, field } from "./ask.js";

/** @typedef {import("../../calibrating.js").Calibrating} Calibrating */
/** @typedef {{element: HTMLElement, render: (state: import("../../store.js").State) => void}} Part */

const HOLD_S = FACTS.calibration.hold_ms / 1000;
const LIVE = ["set", "measured", "counts", "left"];

/** The part of this step's kind; the others are hidden. @param {Calibrating} wizard @returns {Part} */
export function doing(wizard) {
  const kinds = /** @type {Record<string, Part>} */ ({
    point: point(wizard),
    store: one("store", () => wizard.store()),
    restart: restart(wizard),
    reference: one("reference", () => wizard.reference()),
  });
  const element = h("div", { class: "doing" }, ...Object.values(kinds).map((each) => each.element));
  let shown = "";
  return {
    element,
    render(state) {
      const now = wizard.step?.kind ?? "";
      const inside = element.contains(document.activeElement);
      for (const [kind, part] of Object.entries(kinds)) part.element.hidden = kind !== now;
      kinds[now]?.render(state);
      if (now !== shown && inside) kinds[now]?.element.querySelector("button")?.focus();
      shown = now;
    },
  };
}

/** A step that is one button. @param {string} name @param {() => Promise<void>} call @returns {Part} */
function one(name, call) {
  const words = h("p", {}, t(`calibration.${name}Help`));
  const ask = asker(t(`calibration.${name}`), call, { class: "first" });
  return { element: h("div", {}, words, ask.element), render: () => {} };
}

/** @param {Calibrating} wizard @returns {Part} */
function restart(wizard) {
  const words = h("p");
  const ask = asker(t("calibration.used"), () => wizard.used(), { class: "first" });
  return {
    element: h("div", {}, words, ask.element),
    render: () => say(words, t(`calibration.${wizard.kept?.jacks ? "usedJacks" : "usedHelp"}`)),
  };
}

/** Let it flow, read the meter, type the volts. @param {Calibrating} wizard @returns {Part} */
function point(wizard) {
  const flow = asker("", () => wizard.flow(), { class: "first" });
  const volts = h("input", { id: "volts", inputmode: "decimal", autocomplete: "off", size: 10 });
  const take = asker(t("calibration.take"), async () => {
    await wizard.take(volts.value);
    volts.value = "";
    flow.tell("");
    flow.button.focus();
  });
  entering(volts, take);
  const live = readings(wizard);
  const help = h("p", { class: "soft" }, t("calibration.letHelp"));
  const typed = field(t("calibration.volts"), volts, take.element);
  let name = "";
  return {
    element: h("div", {}, help, flow.element, live.element, typed),
    render(state) {
      const { step } = wizard;
      if (!step) return;
      const ua = step.minus ? -step.ua : step.ua;
      say(flow.button, t(ua ? "calibration.let" : "calibration.letZero", { ua }));
      if (name !== step.name) take.tell("");
      name = step.name;
      live.render(state);
    },
  };
}

/** What the device reads while the current flows. @param {Calibrating} wizard @returns {Part} */
function readings(wizard) {
  const phase = h("p", { class: "phase", role: "status" });
  const bar = h("progress", { max: HOLD_S, value: 0, "aria-label": t("calibration.left") });
  const list = h("dl", { class: "live" });
  const cells = LIVE.map((name) => {
    const cell = h("dd");
    list.append(h("div", {}, h("dt", {}, t(`calibration.${name}`)), cell));
    return cell;
  });
  return {
    element: h("div", { class: "readings" }, phase, bar, list),
    render() {
      const { current } = wizard;
      const words = { "": "rest", waits: "hold", flows: "flows" }[current.phase] ?? "rest";
      say(phase, t(`calibration.${words}`));
      const left_s = current.phase === "flows" ? (current.reading?.left_ms ?? 0) / 1000 : 0;
      bar.value = left_s;
      told(current.reading, left_s).forEach((text, at) => say(cells[at], text));
    },
  };
}

/** @param {import("../../calibration.js").Reading | undefined} reading @param {number} left_s */
function told(reading, left_s) {
  if (!reading) return LIVE.map(() => "–");
  const { set_ua, na, counts, n } = reading;
  const each = counts.map((count) => (count / n).toFixed(0)).join(", ");
  return [`${set_ua} µA`, `${(na / 1000).toFixed(1)} µA`, each, `${left_s.toFixed(0)} s`];
}
