/** The lines of the handheld device and of the piece of skin that it meets. */

import { h } from "../dom.js";

const HEADS_X = [104, 216];
const SHELL =
  "M48 100H272Q312 100 310 142L300 440Q296 496 240 498H80Q24 496 20 440L10 142Q8 100 48 100Z";

/** @returns {any} */
export function drawnSkin() {
  return h(
    "svg:svg",
    { class: "piece", viewBox: "0 0 320 96", "aria-hidden": "true" },
    h("svg:path", { class: "flesh", d: "M0 0H320V66Q240 80 160 74Q80 68 0 80Z" }),
    h("svg:path", { class: "surface", d: "M0 80Q80 68 160 74Q240 80 320 66" }),
    h("svg:path", { class: "flow", d: "M104 64C116 22 204 22 216 64" }),
  );
}

/** @returns {any} */
export function drawnBody() {
  const shine = h(
    "svg:radialGradient",
    { id: "metal", cx: 0.38, cy: 0.3, r: 0.75 },
    ...[0, 0.45, 1].map((offset, at) => h("svg:stop", { offset, class: `metal${at}` })),
  );
  const arms = HEADS_X.map((x) =>
    h("svg:path", { class: "arm", d: `M${x} 50C${x} 90 ${80 + x / 2} 92 ${80 + x / 2} 130` }),
  );
  const heads = HEADS_X.flatMap((x) => [
    h("svg:circle", { class: "sphere", cx: x, cy: 36, r: 34, fill: "url(#metal)" }),
    h("svg:path", { class: "gel-of", d: `M${x - 25} 12Q${x} -10 ${x + 25} 12` }),
  ]);
  return h(
    "svg:svg",
    { class: "body", viewBox: "0 0 320 560", "aria-hidden": "true" },
    h("svg:defs", {}, shine),
    cable(),
    ...arms,
    ...heads,
    h("svg:path", { class: "shell", d: SHELL }),
    h("svg:rect", { class: "window", x: 22, y: 128, width: 276, height: 148, rx: 14 }),
    ...[0, 1, 2, 3, 4].map((k) => h("svg:path", { class: "slot", d: `M${220 + 11 * k} 440v22` })),
  );
}

/** Of USB. @returns {any} */
function cable() {
  return h(
    "svg:g",
    { class: "cable" },
    h("svg:rect", { x: 142, y: 494, width: 36, height: 26, rx: 5 }),
    h("svg:path", { d: "M160 520V560" }),
  );
}
