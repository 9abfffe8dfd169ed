/** A steady current that the device holds for a multimeter, and what it reads meanwhile. */

import { joined } from "./calibration.js";
import { pause } from "./selftest.js";
import { t } from "./texts/t.js";

/** @typedef {import("./calibration.js").Reading} Reading */

const POLL_MS = 100;

export class Holding {
  #device;
  #store;
  /** @type {Reading[]} of the current that flows, or flowed last */
  #seen = [];
  #enough = false;
  /** @type {Promise<void> | null} */
  #flow = null;
  /** "": nothing flows; waits: START is to be held; flows */
  phase = "";

  /** @param {import("./device.js").Device} device @param {import("./store.js").Store} store */
  constructor(device, store) {
    this.#device = device;
    this.#store = store;
  }

  /** The last one. @returns {Reading | undefined} */
  get reading() {
    return this.#seen.at(-1);
  }

  /** The last two as one; an Error: too little has flowed. @returns {Reading} */
  get read() {
    if (this.#seen.length < 2) throw new Error(t("calibration.letFirst"));
    const [a, b] = this.#seen.slice(-2);
    return joined(a, b);
  }

  /** Nothing was read. */
  forget() {
    this.#enough = true;
    this.#seen = [];
  }

  /** It was read: off. */
  async end() {
    this.#enough = true;
    await this.#flow?.catch(() => {}); // who let it flow hears of it
  }

  /** Until it was read, 10 s at most. An Error of one line. @param {number} ua @param {boolean} minus @param {boolean} jacks */
  async let(ua, minus, jacks) {
    if (this.#flow) return;
    this.#seen = [];
    this.#enough = false;
    const asked = { ua, minus: Number(minus), jacks: Number(jacks) };
    this.#flow = this.#hold(asked, minus ? -ua : ua).finally(() => {
      this.#flow = null;
      this.#tell("");
    });
    await this.#flow;
  }

  /** @param {Record<string, number>} asked @param {number} set_ua */
  async #hold(asked, set_ua) {
    try {
      await this.#device.ask("hold", asked);
      await this.#watch(set_ua);
    } finally {
      await this.#device.ask("off").catch(() => {}); // it ends by itself too
    }
    if (this.#seen.length < 2 && !this.#enough) throw new Error(await this.#why());
  }

  /** Each new reading while it is held. @param {number} set_ua */
  async #watch(set_ua) {
    for (let seq = 0; !this.#enough; await pause(POLL_MS)) {
      const told = await this.#device.ask("reading");
      if (!told.step && !told.waits) return;
      if (told.held && told.seq !== seq) {
        const { code, n, counts, na, left_ms } = told;
        if (!Array.isArray(counts)) throw new Error(t("calibration.strange"));
        this.#seen.push({ set_ua, code, n, counts, na, left_ms });
        seq = told.seq;
      }
      this.#tell(told.waits ? "waits" : "flows");
    }
  }

  /** @param {string} phase */
  #tell(phase) {
    this.phase = phase;
    this.#store.update({});
  }

  async #why() {
    const { why } = await this.#device.ask("reading");
    const fault = this.#store.state.status?.fault;
    return why || (fault ? t("calibration.fault", { fault }) : t("calibration.noCurrent"));
  }
}
