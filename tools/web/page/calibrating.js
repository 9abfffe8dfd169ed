/** One calibration on a device, step by step; what is done is kept, so that it can go on later. */

import { disagreement, errors, fitting, points, steps, zeroTrouble } from "./calibration.js";
import { FACTS } from "./facts.js";
import { fit } from "./fit.js";
import { Holding } from "./holding.js";
import { pause, run } from "./selftest.js";
import { t } from "./texts/t.js";
import { keep, kept } from "./visit.js";

/** @typedef {import("./calibration.js").Step} Step */
/** at_ms: the device's clock when the record was stored. @typedef {{version: number, board: string, jacks: boolean, ohm: number, at_ms: number, done: import("./calibration.js").Done}} Kept */

const NAME = "calibration";
const VERSION = 1;
const LOOK_MS = 150; // a status line comes within this
const SETTLES_MOST = 5; // times that it may not be ready to write
const SETTLES_MS = 500;

/** The front end of a board by its name; null: none that this page knows. @param {string} board */
export function frontEnd(board) {
  const known = Object.hasOwn(FACTS.boards, board);
  return known ? FACTS.front_ends[FACTS.boards[board].front_end] : null;
}

export class Calibrating {
  #device;
  #store;
  /** @type {Kept | null} */
  kept;
  /** @type {{record: Record<string, any>, errors: ReturnType<typeof errors>} | null} of the one that was ended last */
  result = null;

  /** @param {import("./device.js").Device} device @param {import("./store.js").Store} store */
  constructor(device, store) {
    this.#device = device;
    this.#store = store;
    this.current = new Holding(device, store);
    const found = kept(NAME);
    const whole = found?.version === VERSION && frontEnd(found.board) && found.done;
    this.kept = whole ? found : null;
  }

  /** All steps of it. @returns {Step[]} */
  get steps() {
    return steps(this.#afe().peak_ua);
  }

  /** The one to be done now; undefined: none is. @returns {Step | undefined} */
  get step() {
    return this.kept ? this.steps.find(({ name }) => !this.kept?.done[name]) : undefined;
  }

  #afe() {
    const afe = frontEnd(this.kept?.board ?? "");
    if (!afe) throw new Error(t("calibration.board"));
    return afe;
  }

  /** Begin one. @param {string} board @param {boolean} jacks @param {number} ohm the resistor's */
  begin(board, jacks, ohm) {
    this.result = null;
    this.kept = { version: VERSION, board, jacks, ohm, at_ms: 0, done: {} };
    this.#keep();
  }

  /** Leave it, with all that is done. */
  forget() {
    this.current.forget();
    this.kept = null;
    this.#keep();
  }

  #keep() {
    keep(NAME, this.kept);
    this.#store.update({});
  }

  /** @param {string} name @param {any} value */
  #put(name, value) {
    if (!this.kept) return; // left meanwhile
    this.kept.done[name] = value;
    this.#keep();
  }

  /** These are to be done again. @param {string[]} names */
  #drop(...names) {
    for (const name of names) delete this.kept?.done[name];
    this.#keep();
  }

  /** Let this step's current flow. An Error of one line. */
  async flow() {
    const { step, kept: told } = this;
    if (step && told) await this.current.let(step.ua, step.minus, told.jacks);
  }

  /** What was typed ends the current and the step. An Error of one line: it cannot be. @param {string} text */
  async take(text) {
    const { step, kept: told } = this;
    if (!step || !told) return;
    const reading = this.current.read;
    const others = points(this.#afe().peak_ua);
    const meter_v = fitting(text, reading, told.ohm, step.exact, others);
    await this.current.end();
    this.current.forget();
    const point = { ...reading, meter_v };
    const wrong =
      step.name === "zero"
        ? zeroTrouble(point)
        : step.exact && disagreement(step.name, point, told.ohm);
    if (wrong) throw wrong;
    this.#put(step.name, point);
  }

  /** Work the record out and store it on the device. */
  async store() {
    const { kept: told } = this;
    if (!told) return;
    const { record } = await this.#write("calibrate", this.#fitted(told));
    told.at_ms = this.#store.state.status?.ms ?? 0;
    this.#drop("used", "reference", ...FACTS.calibration.verify.map(({ name }) => name));
    this.#put("record", record);
  }

  /** @param {Kept} told */
  #fitted(told) {
    try {
      return fit([told.done.low, told.done.high], told.ohm, this.#afe().fields);
    } catch (error) {
      this.#drop("low", "high");
      throw error;
    }
  }

  /** The device was switched off and on: the record counts now. */
  async used() {
    await this.#device.ask("status");
    await pause(LOOK_MS);
    const { ms, state } = this.#store.state.status ?? {};
    if (!this.kept || ms >= this.kept.at_ms) throw new Error(t("calibration.notSwitched"));
    if (state === "FAULT") throw new Error(t("calibration.faulty"));
    if (state !== "IDLE") throw new Error(t("calibration.testing"));
    const { calibrated } = await this.#device.ask("hello");
    if (!calibrated) this.#drop("record");
    if (!calibrated) throw new Error(t("calibration.unused"));
    this.#put("used", true);
  }

  /** The self-test of its start becomes the reference, or another one if that did not pass. */
  async reference() {
    const write = async () => (await this.#write("reference", {})).record;
    const record = await write().catch(async () => {
      const { verdict, steps } = await run(this.#device, this.#afe(), () => {});
      const part = steps.at(-1)?.row.part ?? "";
      if (verdict === "failed") throw new Error(t("calibration.testFailed", { part }));
      return write();
    });
    if (!this.kept) return;
    this.result = { record, errors: errors(this.kept.done, this.kept.ohm) };
    this.forget();
  }

  /** Files are written a moment after the output has ended. @param {string} doing @param {Record<string, number>} values */
  async #write(doing, values) {
    for (let tries = 0; ; tries++) {
      try {
        return await this.#device.ask(doing, values);
      } catch (error) {
        if (tries >= SETTLES_MOST || !String(error).includes("not now")) throw error;
        await pause(SETTLES_MS);
      }
    }
  }
}
