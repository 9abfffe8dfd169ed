/** The calibration wizard: where, then a step at a time, then the error before and after. */

import { Calibrating } from "../../calibrating.js";
import { OHM, signed } from "../../calibration.js";
import { h, say } from "../../dom.js";
import { t } from "../../texts/t.js";
import { asker, field, grid } from "./ask.js";
import { doing } from "./steps.js";

/** @typedef {import("../../store.js").State} State */

/**
 * @param {import("../../device.js").Device} device
 * @param {import("../../store.js").Store} store
 * @returns {{element: HTMLElement, render: (state: State) => void}}
 */
export function calibrate(device, store) {
  const wizard = new Calibrating(device, store);
  const begin = beginning(wizard, store);
  const progress = list(wizard);
  const action = doing(wizard);
  const result = results(wizard);
  const strange = h("p", { class: "warn" });
  const again = h("button", { type: "button", onclick: () => wizard.forget() });
  say(again, t("calibration.restart"));
  const parts = [result.element, begin.element, strange, progress.element, action.element, again];
  const element = h("section", { class: "panel calibrate" }, h("h2", {}, t("calibration.title")));
  element.append(h("p", { class: "soft" }, t("calibration.about")), ...parts);
  return {
    element,
    render(state) {
      const { kept } = wizard;
      const other = kept && state.hello && kept.board !== state.hello.board;
      say(strange, other ? t("calibration.otherBoard", { board: kept.board }) : "");
      strange.hidden = !other;
      begin.element.hidden = kept !== null;
      progress.element.hidden = again.hidden = kept === null;
      action.element.hidden = kept === null || Boolean(other);
      begin.render(state);
      progress.render();
      action.render(state);
      result.render();
    },
  };
}

/** Where the current flows, and into what. @param {Calibrating} wizard @param {import("../../store.js").Store} store */
function beginning(wizard, store) {
  const { choice, dummy, jacks, never } = places();
  const { least, most, usual } = OHM;
  const ohm = h("input", { id: "ohm", type: "number", min: least, max: most, value: usual });
  const start = async () => {
    const value = Number(ohm.value);
    if (!(least <= value && value <= most)) throw new Error(t("calibration.ohmRange", OHM));
    wizard.begin(String(store.state.hello?.board), jacks.checked, value);
  };
  const go = asker(t("calibration.begin"), start, { class: "first" });
  return {
    element: h("div", {}, choice, field(t("calibration.ohm"), ohm), go.element),
    /** @param {State} state */
    render({ hello, status }) {
      const may = hello !== null && hello.link !== "usb" && status?.link === "battery";
      jacks.disabled = !may;
      never.hidden = may;
      if (!may) dummy.checked = true;
      go.button.disabled = hello === null;
    },
  };
}

/** Two places, and why one of them may be forbidden. */
function places() {
  const place = (/** @type {string} */ name) =>
    h("input", { type: "radio", name: "place", id: `place-${name}`, value: name });
  const [dummy, jacks] = [place("dummy"), place("jacks")];
  dummy.checked = true;
  const line = (/** @type {string} */ name, /** @type {HTMLElement} */ input) =>
    h("label", { class: "choice" }, input, t(`calibration.${name}`));
  const never = h("small", { class: "soft" }, t("calibration.noJacks"));
  const head = h("legend", {}, t("calibration.where"));
  const choice = h("fieldset", {}, head, line("dummy", dummy), line("jacks", jacks), never);
  return { choice, dummy, jacks, never };
}

/** All steps, what they gave, and which is now. @param {Calibrating} wizard */
function list(wizard) {
  const element = h("ol", { class: "progress" });
  let shown = "";
  return {
    element,
    render() {
      const { kept, step } = wizard;
      const key = JSON.stringify([kept?.done, step?.name]);
      if (!kept || key === shown) return;
      shown = key;
      element.replaceChildren(
        ...wizard.steps.map((each) => item(each, kept.done[each.name], each.name === step?.name)),
      );
    },
  };
}

/** @param {import("../../calibration.js").Step} step @param {any} done @param {boolean} now */
function item(step, done, now) {
  const state = done ? "done" : now ? "now" : "later";
  const given = done?.meter_v === undefined ? t(`calibration.${state}`) : `${done.meter_v} V`;
  const name = step.exact ? "verify" : step.name;
  const text = t(`calibration.step_${name}`, { ua: step.minus ? -step.ua : step.ua });
  return h(
    "li",
    { class: state, "aria-current": now && "step" },
    h("span", {}, text),
    h("span", { class: "given" }, given),
  );
}

/** Set, off before, off after. @param {Calibrating} wizard */
function results(wizard) {
  const heads = ["setHead", "off", "offAfter"].map((name) => t(`calibration.${name}`));
  const { table, body } = grid("", heads);
  const record = h("p", { class: "soft" });
  const words = h("p", { class: "good", role: "status" }, t("calibration.finished"));
  const element = h("div", { class: "result" }, words, table, record);
  /** @type {unknown} */
  let shown;
  return {
    element,
    render() {
      const { result } = wizard;
      element.hidden = result === null;
      if (!result || result === shown) return;
      shown = result;
      body.replaceChildren(...result.errors.map(row));
      const { dac_pa, zero_na, i_pa, i_zero_na } = result.record;
      say(
        record,
        Object.entries({ dac_pa, zero_na, i_pa, i_zero_na }).join("; ").replaceAll(",", " "),
      );
    },
  };
}

/** @param {{set_ua: number, before: number, after: number}} error */
function row({ set_ua, before, after }) {
  const cells = [signed(set_ua, 0), signed(before), signed(after)];
  return h("tr", {}, ...cells.map((text) => h("td", {}, `${text} µA`)));
}
