/** The bar under the header: record what the device says, save it, open a recording and play it. */

import { h, say } from "./dom.js";
import { minutes, player } from "./player.js";
import { ReplayPort } from "./ports/replay.js";
import { Recorder } from "./recorder.js";
import { read } from "./reader.js";
import { MOST_BYTES } from "./recording.js";
import { t } from "./texts/t.js";

/** @typedef {import("./store.js").State} State */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./device.js").Device} Device */

/**
 * @param {HTMLElement} host @param {Device} device @param {Store} store
 * @returns {{render: (state: State) => void}}
 */
export function recordBar(host, device, store) {
  const notice = h("p", { class: "notice", role: "alert" });
  const told = (/** @type {string} */ text) => {
    say(notice, text);
    notice.hidden = text === "";
  };
  told("");
  const recorder = makeRecorder(device, store);
  const saver = recording(recorder, store);
  const replay = player(device, store);
  const open = opener(store, told, (port) => replay.play(port));
  host.append(h("div", { class: "record" }, ...saver.parts, ...open.parts, replay.place), notice);
  return {
    render(state) {
      const replays = isReplay(state);
      saver.render(state, replays);
      open.render(!recorder.runs && !replays);
      replay.render(replays);
    },
  };
}

/** @param {State} state */
function isReplay(state) {
  return state.port?.kind === "replay" && state.link !== "lost";
}

/** It hears everything, and warns before a recording is lost. @param {Device} device @param {Store} store */
function makeRecorder(device, store) {
  const recorder = new Recorder();
  let port = store.state.port;
  store.subscribe(() => {
    if (store.state.port !== port) recorder.forget();
    port = store.state.port;
  });
  device.onrecord = (kind, record) => recorder.take(kind, record);
  addEventListener("beforeunload", (event) => {
    if (recorder.runs) event.preventDefault();
  });
  return recorder;
}

/** Record, and stop and save. @param {Recorder} recorder @param {Store} store */
function recording(recorder, store) {
  const begin = h("button", { onclick: () => begun() }, t("record.record"));
  const stop = h("button", { onclick: () => save() }, t("record.stop"));
  const again = h("button", { onclick: () => save() }, t("record.again"));
  const text = h("span", { class: "how" });
  const begun = () => {
    recorder.begin(store.state.port?.kind ?? "");
    store.update({});
  };
  const save = () => {
    recorder.end();
    handOut(recorder.file());
    store.update({});
  };
  return {
    parts: [begin, stop, again, text],
    /** @param {State} state @param {boolean} replays */
    render(state, replays) {
      begin.hidden = recorder.runs || replays;
      begin.disabled = state.port === null || state.link === "lost";
      stop.hidden = !recorder.runs;
      again.hidden = recorder.state !== "kept" || replays;
      text.className = `how ${recorder.state}`;
      say(text, replays ? "" : how(recorder));
    },
  };
}

/** @param {Recorder} recorder */
function how(recorder) {
  const mb = (recorder.bytes / 1e6).toFixed(1);
  const values = { time: minutes(recorder.last_ms), mb, most: MOST_BYTES / 1e6 };
  const name = { idle: "", recording: "running", full: "full", kept: "kept" }[recorder.state];
  return name && t(`record.${name}`, values);
}

/** Give a file to the person. @param {{name: string, blob: Blob}} file */
function handOut({ name, blob }) {
  const url = URL.createObjectURL(blob);
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser may ask where to put it
}

/**
 * Open a recording, unless a device needs the page.
 * @param {Store} store @param {(text: string) => void} told
 * @param {(port: ReplayPort) => Promise<void>} play
 */
function opener(store, told, play) {
  const file = h("input", { type: "file", accept: ".galva", hidden: true });
  const button = h("button", { onclick: () => asked() }, t("record.open"));
  const busy = () => store.state.port !== null && store.state.link !== "lost";
  const asked = () => {
    told(busy() ? t("record.leave") : "");
    if (!busy()) file.click();
  };
  const chosen = async (/** @type {File} */ from) => {
    const name = from.name.slice(0, 80);
    try {
      const recording = await read(from, (part) =>
        told(t("record.opening", { name, part: 10 * Math.floor(10 * part) })),
      );
      if (busy()) return told(t("record.leave"));
      told(damage(name, recording));
      await play(new ReplayPort(recording, name));
    } catch (error) {
      told(t("record.refused", { name, why: error instanceof Error ? error.message : "" }));
    }
  };
  file.addEventListener("change", () => {
    if (file.files?.[0]) chosen(file.files[0]);
    file.value = ""; // the same one may be opened again
  });
  return {
    parts: [button, file],
    render: (/** @type {boolean} */ shown) => void (button.hidden = !shown),
  };
}

/** @param {string} name @param {import("./reader.js").Recording} recording */
function damage(name, { damage, lines, end_ms }) {
  return damage ? t("record.damaged", { name, ...damage, lines, end: minutes(end_ms) }) : "";
}
