/** A ring that empties, with a text in it. */

import { h, say } from "../dom.js";

/** @param {HTMLElement} host @returns {{show: (part: number, text: string) => void}} part: 0..1 of the ring */
export function makeRing(host) {
  const circle = { cx: 50, cy: 50, r: 44, pathLength: 1 };
  const left = h("svg:circle", { ...circle, class: "left", transform: "rotate(-90 50 50)" });
  const text = h("svg:text", { x: 50, y: 50, "text-anchor": "middle", dy: "0.36em" });
  const track = h("svg:circle", { ...circle, class: "track" });
  host.append(h("svg:svg", { viewBox: "0 0 100 100", class: "ring" }, track, left, text));
  return {
    show(part, words) {
      left.style.strokeDashoffset = String(1 - Math.min(1, Math.max(0, part)));
      say(text, words);
    },
  };
}
