/** The device's screen, dot by dot. */

import { h } from "../dom.js";
import { t } from "../texts/t.js";

const WIDTH = 128;
const HEIGHT = 64;

/** The dots of a frame, row by row. @param {string | null} frame pages of columns in base64; null: dark */
export function dots(frame) {
  const bytes = frame ? Uint8Array.from(atob(frame), (one) => one.charCodeAt(0)) : [];
  return Array.from({ length: WIDTH * HEIGHT }, (_, at) => {
    const [x, y] = [at % WIDTH, Math.floor(at / WIDTH)];
    return ((bytes[Math.floor(y / 8) * WIDTH + x] ?? 0) >> (y % 8)) & 1;
  });
}

/** @param {HTMLElement} host @returns {{draw: (frame: string | null) => void}} */
export function oled(host) {
  const canvas = h("canvas", { class: "oled", width: WIDTH, height: HEIGHT, role: "img" });
  host.append(canvas);
  const paper = canvas.getContext("2d");
  /** @type {string | null | undefined} */
  let shown;
  return {
    draw(frame) {
      if (frame === shown) return;
      shown = frame;
      canvas.setAttribute("aria-label", t(frame ? "virtual.screen" : "virtual.screenDark"));
      paper.fillStyle = getComputedStyle(canvas).backgroundColor;
      paper.fillRect(0, 0, WIDTH, HEIGHT);
      paper.fillStyle = getComputedStyle(canvas).color;
      dots(frame).forEach((lit, at) => {
        if (lit) paper.fillRect(at % WIDTH, Math.floor(at / WIDTH), 1, 1);
      });
    },
  };
}
