/** A recording as a device: it says again what was said, in its own time. Nothing can be asked of it. */

import { sealed } from "../lines.js";
import { SAMPLES_S } from "../store.js";
import { t } from "../texts/t.js";

/** @import {Port} from "../device.js" */
/** @typedef {import("../recording.js").Line} Line */

export const SPEEDS = [1, 4, 16];
const TICK_MS = 50; // of the wall clock
const BEFORE_MS = SAMPLES_S * 1000; // what a view shows of the past is played again after a jump

/** @implements {Port} */
export class ReplayPort {
  kind = "replay";
  refuses = t("record.refuses");
  /** @type {((bytes: Uint8Array) => void) | undefined} */
  ondata;
  /** @type {((why: string) => void) | undefined} */
  ongone;
  /** @type {((message: import("../lines.js").Message) => void) | undefined} */
  onbench;
  /** Before a jump: what was shown is of another time. @type {() => void} */
  onjump = () => {};
  /** Its place, its speed, or whether it plays is another one. @type {() => void} */
  onchange = () => {};
  recording;
  speed = 1;
  playing = true;
  #at_ms = 0;
  /** @type {number | null} where to jump */
  #wanted_ms = null;
  #block = 0;
  /** @type {Line[]} of the block; #next: of them */
  #lines = [];
  #next = 0;
  #begun_ms;
  #busy = false;
  #woke_ms = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /** @param {import("../reader.js").Recording} recording @param {string} name of its file */
  constructor(recording, name) {
    this.recording = recording;
    this.name = t("record.port", { name });
    this.#begun_ms = Date.parse(recording.header.begun);
  }

  async open() {
    await this.seek(0);
    if (!this.ondata) return; // left while it opened
    this.#timer = setInterval(() => this.#wake(), TICK_MS);
  }

  /** Time that passes while it reads its file counts, while it jumps it does not. */
  #wake() {
    if (this.#busy) return;
    const ms = performance.now() - this.#woke_ms;
    this.#woke_ms += ms;
    this.tick(ms);
  }

  /** Nothing of it goes anywhere. */
  write() {}

  async close() {
    clearInterval(this.#timer);
    this.ondata = this.onbench = this.ongone = undefined; // a jump may be on its way
    this.onjump();
  }

  /** The wall clock as it was. */
  now() {
    return this.#begun_ms + this.#at_ms;
  }

  /** ms from its beginning. */
  get at_ms() {
    return this.#wanted_ms ?? this.#at_ms;
  }

  get end_ms() {
    return this.recording.end_ms;
  }

  /** Go on, from the beginning when it is at its end; or stand still. @param {boolean} playing */
  play(playing) {
    this.playing = playing;
    if (playing && this.at_ms >= this.end_ms) this.seek(0);
    this.onchange();
  }

  /** @param {number} speed one of SPEEDS */
  at(speed) {
    this.speed = speed;
    this.onchange();
  }

  /** Let time of the wall clock pass. @param {number} ms */
  async tick(ms) {
    if (!this.playing || this.#busy) return;
    const to_ms = Math.min(this.#at_ms + ms * this.speed, this.end_ms);
    await this.#work(() => this.#advance(to_ms));
    if (this.#at_ms >= this.end_ms && this.#wanted_ms === null) this.play(false);
    this.onchange();
  }

  /** Jump there; of several asked for meanwhile the last one counts. @param {number} to_ms */
  async seek(to_ms) {
    this.#wanted_ms = Math.min(Math.max(0, to_ms), this.end_ms);
    this.onchange();
    if (!this.#busy) await this.#work(async () => {});
  }

  /** One work at a time, then the jumps that were asked for. @param {() => Promise<void>} work */
  async #work(work) {
    this.#busy = true;
    try {
      await work();
      while (this.#wanted_ms !== null) await this.#jump(this.#wanted_ms);
    } catch (error) {
      this.ongone?.(error instanceof Error ? error.message : String(error));
    }
    this.#busy = false;
    this.onchange();
  }

  /** @param {number} to_ms */
  async #jump(to_ms) {
    const from_ms = to_ms - BEFORE_MS;
    if (to_ms < this.#at_ms || from_ms > this.#at_ms || !this.#lines.length) {
      this.onjump();
      this.#block = this.recording.blockBefore(from_ms);
      const known = await this.recording.known(this.#block);
      this.#lines = await this.recording.block(this.#block);
      this.#next = 0;
      for (const line of known) this.#tell(line);
    }
    await this.#advance(to_ms);
    if (this.#wanted_ms === to_ms) this.#wanted_ms = null;
    this.#woke_ms = performance.now();
  }

  /** Tell all up to there. @param {number} to_ms */
  async #advance(to_ms) {
    for (;;) {
      while (this.#next < this.#lines.length) {
        if (this.#lines[this.#next][0] > to_ms) return void (this.#at_ms = to_ms);
        this.#tell(this.#lines[this.#next++]);
      }
      const lines = await this.recording.block(this.#block + 1);
      if (!lines.length) return void (this.#at_ms = to_ms);
      this.#block++;
      this.#lines = lines;
      this.#next = 0;
    }
  }

  /** @param {Line} line */
  #tell([t_ms, kind, record]) {
    this.#at_ms = t_ms;
    if (kind === "link") this.ondata?.(sealed(record));
    else if (kind === "bench") this.onbench?.(record);
  }
}
