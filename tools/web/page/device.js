/** One device at the end of a port: what it says goes into the store, what is asked goes out. */

import { follow, learn } from "./heard.js";
import { LineReader, sealed } from "./lines.js";
import { sound } from "./shapes.js";
import { nothing } from "./store.js";
import { t } from "./texts/t.js";
import { Waiting } from "./waiting.js";

/** @typedef {import("./lines.js").Message} Message */
/** @typedef {import("./store.js").Store} Store */

/**
 * Bytes both ways. ondata and ongone are set by whoever opens it. open: an Error is one line with
 * its cure. bench and onbench: a virtual device has them. A recording has a wall clock of its own,
 * now, and refuses, one line, whatever is asked.
 * @typedef {object} Port
 * @property {string} kind
 * @property {string} name
 * @property {() => Promise<void>} open
 * @property {(bytes: Uint8Array<ArrayBuffer>) => void} write
 * @property {() => Promise<void>} close
 * @property {(bytes: Uint8Array) => void} [ondata]
 * @property {(why: string) => void} [ongone]
 * @property {(message: Message) => void} [bench]
 * @property {(message: Message) => void} [onbench]
 * @property {() => number} [now]
 * @property {string} [refuses]
 */

export const EVERY_MS = 100; // status lines
const STALE_MS = 1000; // without a line, what is shown is old
const ANSWER_MS = 4000;
const JOURNAL_MS = 20_000;
const SLOWEST = 0.02; // of an emulated device, for how long it is waited
const GREET_MS = 3000; // a device that is silent is asked again
const ID_MOST = 1 << 20;
const LF = Uint8Array.of(10);
/** What is known of a device and goes with it; events and what was asked stay. */
const { samples: _samples, events: _events, asked: _asked, why: _why, ...CLOSED } = nothing();

/** Speaks with one device, over a port that may go and come back. */
export class Device {
  #store;
  /** @type {Port | null} */
  #port = null;
  #reader = new LineReader();
  #waiting = new Waiting();
  #id = 0;
  #heard_ms = 0;
  #greeted_ms = 0;
  /** @type {number} */
  #timer = 0;
  /** Called with each record that comes ("link"), goes ("said"), and bench message. @type {((kind: string, record: Message) => void) | null} */
  onrecord = null;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
  }

  // ---- the link

  /** Open a port and greet the device. The store says why when it does not open. @param {Port} port */
  async connect(port) {
    await this.disconnect();
    const { kind, name } = port;
    this.#store.update({ ...CLOSED, port: { kind, name }, link: "opening", why: "", samples: [] });
    this.#reader = new LineReader();
    this.#port = port;
    port.ondata = (bytes) => this.#take(bytes);
    port.ongone = (why) => this.#gone(port, why);
    port.onbench = (message) => this.#bench(message);
    try {
      await port.open();
    } catch (error) {
      this.#gone(port, error instanceof Error ? error.message : String(error));
      return;
    }
    if (this.#port !== port) return; // left while it opened
    this.#greet();
    this.#timer = window.setInterval(() => this.#look(), 250);
  }

  /** Let go of the port. */
  async disconnect() {
    const port = this.#port;
    this.#port = null;
    window.clearInterval(this.#timer);
    this.#waiting.forget(t("device.left"));
    if (port) {
      this.#store.update({ ...CLOSED, why: "" });
      await port.close();
    }
  }

  /** @param {Port} port @param {string} why */
  #gone(port, why) {
    if (this.#port !== port) return;
    this.#port = null;
    window.clearInterval(this.#timer);
    this.#waiting.forget(why);
    this.#store.update({ link: "lost", why, bench: null, bench_hello: null });
    this.#store.tell("link", why);
    port.close().catch(() => {}); // it is gone already
  }

  #greet() {
    this.#greeted_ms = this.#clock();
    this.#port?.write(LF); // ends what someone else had begun to say
    this.#tell("watch", { every_ms: EVERY_MS });
    this.#tell("hello");
    this.#tell("settings");
    this.#tell("usage");
  }

  /** ms that go on as the device's time does. */
  #clock() {
    return this.#port?.now?.() ?? performance.now();
  }

  /** @param {string} kind @param {string} text */
  #event(kind, text) {
    this.#store.tell(kind, text, this.#port?.now?.());
  }

  /** So long for us is ms for the device: an emulated one is slow. @param {number} ms */
  #patience(ms) {
    const factor = this.#store.state.bench?.factor ?? 1;
    return ms / Math.min(1, Math.max(SLOWEST, factor));
  }

  #look() {
    const now_ms = this.#clock();
    const silent_ms = now_ms - this.#heard_ms;
    const { link, hello } = this.#store.state;
    if (link === "live" && silent_ms > this.#patience(STALE_MS))
      this.#store.update({ link: "stale" });
    const again_ms = this.#patience(GREET_MS);
    const unknown = silent_ms > again_ms || hello === null; // what was asked while it began is lost
    if (unknown && now_ms - this.#greeted_ms > again_ms) this.#greet();
  }

  // ---- what goes out

  /**
   * Ask for what a host may ask (docs/link.md).
   * @param {string} doing @param {Message} [values]
   * @returns {Promise<Message>} its answer; an Error of one line: refused, not understood, no answer
   */
  ask(doing, values = {}) {
    const why = this.#port ? this.#port.refuses : t("device.none");
    if (why) return Promise.reject(new Error(why));
    return this.#waiting.answer(this.#send(doing, values), doing, this.#patience(ANSWER_MS));
  }

  /** The same, and nobody waits for it. @param {string} doing @param {Message} [values] */
  #tell(doing, values = {}) {
    this.ask(doing, values).catch(() => {}); // it is asked again when the device stays silent
  }

  /** @param {string} doing @param {Message} values @returns {number} */
  #send(doing, values) {
    this.#id = (this.#id % ID_MOST) + 1;
    const record = { do: doing, ...values, id: this.#id };
    this.onrecord?.("said", record);
    this.#port?.write(sealed(record));
    return this.#id;
  }

  /** STOP or OFF, at once, past all that waits. @param {"STOP" | "OFF"} word */
  word(word) {
    if (!this.#port || this.#port.refuses) {
      this.#store.update({ asked: { word, text: this.#port?.refuses ?? t("device.press") } });
      return;
    }
    this.#port.write(new TextEncoder().encode(`${word}\n`));
    this.onrecord?.("said", { do: word.toLowerCase() });
    this.#store.update({ asked: { word, text: t("device.sent") } });
    const asked = this.#store.state.asked;
    window.setTimeout(() => {
      if (this.#store.state.asked !== asked) return;
      this.#store.update({ asked: { word, text: t("device.press") } });
    }, this.#patience(STALE_MS));
  }

  /** To a virtual device: what a hand does, what the skin is. @param {Message} message */
  bench(message) {
    this.#port?.bench?.(message);
  }

  /** All sessions of the device, oldest first; an Error of one line. @returns {Promise<Message[]>} */
  async journal() {
    const ended = this.#waiting.journal(this.#patience(JOURNAL_MS));
    const head = await this.ask("journal");
    const records = await ended;
    if (records.length !== head.count) throw new Error(t("device.journal"));
    this.#store.update({ journal: { records, dropped: head.dropped } });
    return records;
  }

  // ---- what comes in

  /** @param {Uint8Array} bytes */
  #take(bytes) {
    for (const record of this.#reader.take(bytes).filter(sound)) {
      this.onrecord?.("link", record);
      this.#heard_ms = this.#clock();
      if (this.#store.state.link !== "live") this.#store.update({ link: "live", why: "" });
      if ("state" in record)
        this.#then(follow(this.#store, record, (...told) => this.#event(...told)));
      else if ("re" in record || !("record" in record)) this.#answer(record);
      else this.#waiting.line(record.record);
    }
  }

  /** @param {Message} answer */
  #answer(answer) {
    this.#waiting.take(answer);
    if (answer.do === "stop" || answer.do === "off") this.#obeyed(answer.do.toUpperCase());
    if (answer.ok) this.#then(learn(this.#store, answer));
  }

  /** @param {string[]} asked */
  #then(asked) {
    for (const doing of asked) this.#tell(doing);
  }

  /** @param {string} word */
  #obeyed(word) {
    this.#store.update({ asked: { word, text: t("device.done") } });
    this.#event("asked", `${word}: ${t("device.done")}`);
  }

  /** @param {Message} message */
  #bench(message) {
    if (!sound(message)) return;
    this.onrecord?.("bench", message);
    if ("virtual" in message) this.#store.update({ bench_hello: message });
    else if ("trace" in message) this.#store.update({ bench: message });
    else this.#event("bench", String(message.error));
  }
}
