/** The settings with their ranges; what can raise the current is asked twice. */

import { h, say } from "../../dom.js";
import { FACTS } from "../../facts.js";
import { t } from "../../texts/t.js";
import { asker, entering, field } from "./ask.js";

/** @typedef {import("../../store.js").State} State */
/** @typedef {import("../../facts_shape.js").Setting} Setting */
const OWN = ["brightness", "mute"]; // settings whose words need their name

/** @typedef {{element: HTMLElement, render: (state: State) => void}} Part */

/**
 * @param {import("../../device.js").Device} device
 * @returns {Part}
 */
export function settings(device) {
  const rows = FACTS.settings.map((setting) => row(device, setting));
  const group = (/** @type {string} */ title, /** @type {boolean} */ sure) => [
    h("h3", {}, t(`settings.${title}`)),
    ...rows.filter((_row, at) => FACTS.settings[at].sure === sure).map((each) => each.element),
  ];
  const about = h("p", { class: "soft" }, t("settings.about"));
  const element = h("section", { class: "panel settings" }, h("h2", {}, t("settings.title")));
  element.append(about, ...group("free", false), ...group("sureTitle", true));
  let asked = false;
  return {
    element,
    render(state) {
      if (state.hello && !state.routines && !asked) {
        asked = true; // once a link
        device.ask("routines").catch(() => {});
      }
      if (!state.hello) asked = false;
      for (const each of rows) each.render(state);
    },
  };
}

/** One setting; `set` asks the device. @param {import("../../device.js").Device} device @param {Setting} setting @returns {Part} */
function row(device, setting) {
  const { name } = setting;
  const what = OWN.includes(name) ? t(`settings.${name}`) : setting.what;
  const control = controlOf(setting);
  const set = asker(t("settings.set"), async () => {
    const value = valueOf(control, setting);
    if (setting.sure && !(await sure.ask(value))) return "";
    await device.ask("set", { name, value });
    return t("settings.done");
  });
  const sure = confirming(what);
  const more = h("small", { class: "soft", id: `${control.id}-span` }, span(setting));
  control.setAttribute("aria-describedby", more.id);
  entering(control, set);
  const element = field(what, control, set.element, more, sure.element);
  let shown = /** @type {any} */ (undefined);
  return {
    element,
    render(state) {
      const value = state.settings?.[name];
      set.button.disabled = value === undefined;
      if (setting.name === "routine") names(control, state);
      if (value === undefined || value === shown) return;
      shown = value; // what is being typed stays until the device has another value
      fill(control, value);
    },
  };
}

/** @param {Setting} setting @returns {any} */
function controlOf({ name, least, most, usual }) {
  const id = `setting-${name}`;
  if (typeof usual === "string") return h("select", { id });
  if (most === 1) return h("input", { id, type: "checkbox" });
  return h("input", { id, type: "number", min: least, max: most, step: 1, inputmode: "numeric" });
}

/** @param {any} control @param {number | string} value */
function fill(control, value) {
  if (control.type === "checkbox") control.checked = value === 1;
  else control.value = String(value);
}

/** @param {any} control @param {Setting} setting @returns {number | string} */
function valueOf(control, { least, most, usual }) {
  if (typeof usual === "string") return control.value;
  if (control.type === "checkbox") return Number(control.checked);
  const value = Number(control.value);
  const right = control.value !== "" && Number.isInteger(value) && least <= value && value <= most;
  if (!right) throw new Error(t("settings.not", { least, most }));
  return value;
}

/** Its name as the command line has it, its range, its usual value. @param {Setting} setting */
function span({ name, least, most, unit, usual }) {
  const pretty = unit.replace("uA", "µA").replace("mm2", "mm²");
  const range =
    typeof usual === "string"
      ? t("settings.routine")
      : most === 1
        ? t("settings.ticked")
        : t("settings.range", { least, most, unit: pretty }).trim();
  const told = most === 1 ? t(usual ? "settings.on" : "settings.off") : usual;
  return t("settings.span", { name, range, usual: told });
}

/** The routines of the device; the chosen one, though it may be gone. @param {HTMLSelectElement} control @param {State} state */
function names(control, state) {
  const chosen = String(state.settings?.routine ?? "none");
  const all = new Set(["none", ...(state.routines?.names ?? []), chosen]);
  const text = [...all].join("\n");
  if (control.dataset.names === text) return;
  control.dataset.names = text;
  const now = control.value || chosen;
  control.replaceChildren(...[...all].map((each) => h("option", { value: each }, each)));
  control.value = now;
}

/** The second question: yes or no. @param {string} what @returns {{element: HTMLElement, ask: (value: number | string) => Promise<boolean>}} */
function confirming(what) {
  const text = h("span");
  let answer = (/** @type {boolean} */ _yes) => {};
  const button = (/** @type {string} */ name, /** @type {boolean} */ yes) =>
    h("button", { type: "button", onclick: () => answer(yes) }, t(`settings.${name}`));
  const no = button("no", false);
  const element = h("div", { class: "sure", role: "alert" }, text, button("yes", true), no);
  element.hidden = true;
  const ask = (/** @type {number | string} */ value) =>
    /** @type {Promise<boolean>} */ (
      new Promise((resolve) => {
        say(text, t("settings.sure", { what, value }));
        element.hidden = false;
        no.focus(); // a second Enter changes nothing
        answer = (yes) => {
          element.hidden = true;
          resolve(yes);
        };
      })
    );
  return { element, ask };
}
