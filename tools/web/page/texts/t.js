/** Text by its name: `t("session.left", {s: 5})`. Another language is another table (en.js). */

import { EN } from "./en.js";

/** @type {Record<string, any>} */
let table = EN;

/** @param {Record<string, any>} other of the same shape as EN */
export function speak(other) {
  table = other;
}

/**
 * @param {string} name section.key
 * @param {Record<string, string | number>} [values] for {name} in the text
 * @returns {string} the name itself when no text has it, so that a gap is seen
 */
export function t(name, values = {}) {
  const [section, key] = name.split(".");
  const text = table[section]?.[key] ?? name;
  return text.replace(/\{(\w+)\}/g, (/** @type {string} */ whole, /** @type {string} */ key) =>
    key in values ? String(values[key]) : whole,
  );
}
