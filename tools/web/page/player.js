/** The bar of a recording that is played: what it is, its place, its speed. */

import { h, say } from "./dom.js";
import { SPEEDS } from "./ports/replay.js";
import { t } from "./texts/t.js";

/** @typedef {import("./ports/replay.js").ReplayPort} ReplayPort */

const SOURCES = ["serial", "socket", "emulator"];

/** m:ss of ms. @param {number} ms */
export function minutes(ms) {
  const s = Math.floor(ms / 1000);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}

/**
 * @param {import("./device.js").Device} device @param {import("./store.js").Store} store
 * @returns {{place: HTMLElement, play: (port: ReplayPort) => Promise<void>, render: (shown: boolean) => void}}
 */
export function player(device, store) {
  /** @type {ReplayPort | null} */
  let port = null;
  const told = h("span", { class: "told" });
  const play = h("button", { onclick: () => port?.play(!port.playing) });
  const place = slider(() => port);
  const speeds = SPEEDS.map((speed) =>
    h("button", { onclick: () => port?.at(speed) }, t("record.times", { speed })),
  );
  const close = h("button", { onclick: () => device.disconnect() }, t("record.close"));
  const bar = h("div", { class: "replay", role: "group", "aria-label": t("record.replay") });
  const buttons = h("span", { class: "speeds", role: "group", "aria-label": t("record.speed") });
  buttons.append(...speeds);
  bar.append(h("strong", {}, t("record.replay")), told, close);
  bar.append(h("div", { class: "controls" }, play, place.range, place.text, buttons));
  return {
    place: bar,
    async play(new_port) {
      port = new_port;
      port.onjump = () => store.update({ status: null, bench: null, samples: [], events: [] });
      port.onchange = () => store.update({});
      say(told, what(port.recording.header));
      await device.connect(port);
    },
    render(shown) {
      bar.hidden = !shown;
      if (!shown || !port) return;
      say(play, t(port.playing ? "record.pause" : "record.play"));
      place.render(port);
      for (const [at, button] of speeds.entries())
        button.setAttribute("aria-pressed", String(SPEEDS[at] === port.speed));
    },
  };
}

/** Where it comes from. @param {import("./recording.js").Header} header */
function what({ board, firmware, source, begun }) {
  return t("record.told", {
    board: board.slice(0, 40),
    firmware: firmware.slice(0, 40),
    source: t(`record.${SOURCES.includes(source) ? source : "unknown"}`),
    when: new Date(begun).toLocaleString(),
  });
}

/** @param {() => ReplayPort | null} port */
function slider(port) {
  const range = h("input", { type: "range", min: 0, step: 100, "aria-label": t("record.place") });
  range.addEventListener("input", () => port()?.seek(Number(range.value)));
  const text = h("span", { class: "at" });
  return {
    range,
    text,
    render(/** @type {ReplayPort} */ now) {
      const at = t("record.at", { at: minutes(now.at_ms), end: minutes(now.end_ms) });
      range.max = String(Math.ceil(now.end_ms / 100) * 100);
      range.value = String(now.at_ms);
      range.setAttribute("aria-valuetext", at);
      say(text, at);
    },
  };
}
