/** The virtual device: a drawn one to use, a skin for it, and the truth beside its report. */

import { h, say } from "../dom.js";
import { drawn } from "../parts/drawn.js";
import { toggle } from "../parts/fields.js";
import { skinPanel } from "../parts/skin.js";
import { Sound } from "../parts/sound.js";
import { truth } from "../parts/truth.js";
import { faults, power } from "../parts/world.js";
import { MadeSkin } from "../skin.js";
import { t } from "../texts/t.js";
import { Watch } from "../watch.js";

/** @typedef {import("../store.js").State} State */
/** @typedef {import("../lines.js").Message} Message */

const NOBODY = { skins: {}, faults: [] };
const STALE_MS = 1000; // without a message, what is drawn is old

/**
 * @param {HTMLElement} host
 * @param {import("../device.js").Device} device
 * @param {import("../store.js").Store} store
 * @returns {import("./index.js").View}
 */
export function make(host, device, store) {
  const made = new VirtualDevice(device, store);
  const panels = laidOut(host, made);
  made.panels = panels;
  store.subscribe(() => made.follow(store.state));
  for (const [away, target] of /** @type {const} */ ([
    ["blur", window],
    ["visibilitychange", document],
  ]))
    target.addEventListener(away, () => panels.device.letGo(false));
  return { render: (state) => made.render(state) };
}

/** @typedef {ReturnType<typeof laidOut>} Panels */

/** @param {HTMLElement} host @param {VirtualDevice} made */
function laidOut(host, made) {
  const old = h("p", { class: "notice old", role: "status" });
  const [left, middle, right] = ["hand", "world", "truth"].map((name) =>
    h("div", { class: `panel ${name}` }),
  );
  host.classList.add("virtual");
  host.append(old, left, middle, right);
  let latched = false;
  const contact = (/** @type {number} */ press) => {
    made.skin.hand.press = press;
    made.changed();
  };
  const device = drawn(left, {
    press: (button, down) => made.send({ do: down ? "hold" : "release", button }),
    contact,
    now: () => !host.hidden && made.reached,
    latch: () => latched,
  });
  toggle(left, t("virtual.latch"), false, (on) => (latched = on));
  toggle(left, t("virtual.sound"), false, (on) => made.sound.turn(on));
  const skin = skinPanel(middle, made.skin, () => made.changed());
  const around = power(middle, made.send);
  return { old, device, around, skin, faults: faults(middle, made.send), truth: truth(right) };
}

/** Follows the emulator, shown or not, and shows it. */
class VirtualDevice {
  watch = new Watch();
  sound = new Sound();
  skin = new MadeSkin();
  /** Whether hands reach a device. */
  reached = false;
  /** @type {Panels | null} */
  panels = null;
  #device;
  #store;
  /** @type {Message | null} */
  #hello = null;
  /** @type {Message | null} */
  #status = null;
  #heard_ms = 0;
  #timer = 0;

  /** @param {import("../device.js").Device} device @param {import("../store.js").Store} store */
  constructor(device, store) {
    this.#device = device;
    this.#store = store;
  }

  /** @param {Message} message to the emulator */
  send = (message) => this.#device.bench(message);

  /** A hand changed the skin. */
  changed() {
    const news = this.skin.news();
    if (news) this.send(news);
    this.#store.update({});
  }

  /** After each change of the store. @param {State} state */
  follow({ bench_hello, bench, status, port }) {
    if (bench_hello !== this.#hello) this.#meet(bench_hello);
    this.reached = port?.kind !== "replay"; // without a bench nothing is shown
    if (bench && bench !== this.watch.bench) this.#hear(bench);
    if (status && status !== this.#status) this.watch.listen(status);
    this.#status = status;
  }

  /** Another device, or none. @param {Message | null} hello */
  #meet(hello) {
    this.#hello = hello;
    this.watch.clear();
    this.sound.play(0);
    const { skins, faults } = hello ?? NOBODY;
    this.skin.meet(skins);
    this.panels?.device.letGo(true);
    this.panels?.skin.names(Object.keys(skins));
    this.panels?.faults.names(faults);
  }

  /** @param {Message} bench */
  #hear(bench) {
    const before = this.watch.bench;
    this.watch.hear(bench);
    this.sound.play(bench.tone_hz);
    if (!before || !this.reached) this.skin.adopt(bench.ohm);
    const news = before && this.skin.wait(bench.ms - before.ms) ? this.skin.news() : null;
    if (news) this.send(news);
    this.#heard_ms = performance.now();
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#silent(), STALE_MS);
  }

  /** Nothing came for a while: say so. */
  #silent() {
    this.sound.play(0);
    this.#store.update({});
  }

  /** @param {State} state */
  render(state) {
    if (!this.panels) return;
    const { old, device, around, skin, faults, truth } = this.panels;
    const { bench, screen } = this.watch;
    const stale = bench !== null && performance.now() - this.#heard_ms >= STALE_MS;
    say(old, stale ? t("virtual.old") : state.port?.kind === "replay" ? t("virtual.replay") : "");
    old.hidden = old.textContent === "";
    const { press, gel } = this.skin.hand;
    device.render({ bench, screen, press, gel, off: !this.reached });
    around.render(bench);
    skin.render(bench);
    faults.render(bench, state.events);
    truth.render(this.watch);
  }
}
