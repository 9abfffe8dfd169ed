/** Small fields and figures that panels are made of. */

import { h, say } from "../dom.js";
import { t } from "../texts/t.js";

/** @param {number | null} ohm Infinity: nothing touches; null: not known @returns {string} */
export function ohms(ohm) {
  if (ohm === null) return t("virtual.unknown");
  if (ohm === Infinity) return t("virtual.open");
  if (ohm < 1000) return `${Math.round(ohm)}\u00a0Ω`;
  const kohm = ohm / 1000;
  return `${kohm.toFixed(kohm < 10 ? 2 : kohm < 100 ? 1 : 0)}\u00a0kΩ`;
}

/**
 * A slider with its name and its value in words. It follows the device but where a hand has it.
 * @param {HTMLElement} host @param {string} label @param {{min: number, max: number, step: number}} range
 * @param {(value: number) => void} moved by a hand
 */
export function slider(host, label, range, moved) {
  const field = h("input", { type: "range", ...range });
  const told = h("span", { class: "value", "aria-hidden": "true" }); // the field's own value text
  field.addEventListener("input", () => moved(Number(field.value)));
  host.append(h("label", { class: "slider" }, h("span", {}, label), told, field));
  return {
    /** @param {number} value @param {string} text */
    show(value, text) {
      if (Number(field.value) !== value) field.value = String(value);
      field.setAttribute("aria-valuetext", text);
      say(told, text);
    },
    /** @param {boolean} off */
    disable(off) {
      field.disabled = off;
    },
  };
}

/** @param {HTMLElement} host @param {string} label @param {boolean} on @param {(on: boolean) => void} turned */
export function toggle(host, label, on, turned) {
  const field = h("input", { type: "checkbox", checked: on, role: "switch" });
  field.addEventListener("change", () => turned(field.checked));
  host.append(h("label", { class: "toggle" }, field, label));
  return {
    /** @param {boolean} now */
    show(now) {
      if (field.checked !== now) field.checked = now;
    },
  };
}
