/** Text by its name: `t("session.left", {s: 5})`. Another language is another table like en.js. */

import { EN } from "./en.js";

/** @type {Record<string, Record<string, string>>} */
const TABLE = EN;

/**
 * @param {string} name section.key
 * @param {Record<string, string | number>} [values] for {name} in the text
 * @returns {string} the name itself when no text has it, so that a gap is seen
 */
export function t(name, values = {}) {
  const [section, key] = name.split(".");
  const text = TABLE[section]?.[key] ?? name;
  return text.replace(/\{(\w+)\}/g, (/** @type {string} */ whole, /** @type {string} */ key) =>
    key in values ? String(values[key]) : whole,
  );
}
