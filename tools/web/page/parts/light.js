/** The light as an eye sees it, and as a word for who sees no colours. */

const DARK = 0.002;
const DIM = 0.2;
const PART = 0.25; // of the strongest: a colour has a share in what is seen
// which of red (1), green (2), blue (4) have it
const WORDS = ["dark", "red", "green", "amber", "blue", "violet", "cyan", "white"];

/** @typedef {number[]} Light duty of red, green, blue, 0..1 */

/** @param {Light} light @returns {{word: string, dim: boolean}} */
export function word(light) {
  const most = Math.max(...light);
  if (!(most > DARK)) return { word: "dark", dim: false };
  const mixed = light.reduce((sum, part, at) => sum + (part >= PART * most ? 1 << at : 0), 0);
  return { word: WORDS[mixed], dim: most < DIM };
}

/** A duty is linear, a colour of a page is not. @param {Light} light @returns {string} */
export function colour(light) {
  const seen = light.map((part) => Math.round(255 * Math.min(1, Math.max(0, part)) ** (1 / 2.2)));
  return `rgb(${seen.join(", ")})`;
}

/** How far it glows, 0..1. @param {Light} light @returns {number} */
export function glow(light) {
  return Math.min(1, Math.max(0, ...light)) ** (1 / 2.2);
}
