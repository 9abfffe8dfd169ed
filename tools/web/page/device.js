/** One device at the end of a port: what it says goes into the store, what is asked goes out. */

import { LineReader, sealed } from "./lines.js";
import { sound } from "./shapes.js";
import { SAMPLES_S, nothing } from "./store.js";
import { t } from "./texts/t.js";

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
  /** @type {Map<number, {resolve: (record: Message) => void, reject: (error: Error) => void, timer: number}>} */
  #waiting = new Map();
  /** @type {Message[] | null} the journal's lines that have come */
  #records = null;
  /** @type {((records: Message[]) => void) | null} */
  #journalEnd = null;
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
    this.#forget(t("device.left"));
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
    this.#forget(why);
    this.#store.update({ link: "lost", why, bench: null, bench_hello: null });
    this.#store.tell("link", why);
    port.close().catch(() => {}); // it is gone already
  }

  /** @param {string} why what waits for an answer hears this */
  #forget(why) {
    for (const { reject, timer } of this.#waiting.values()) {
      window.clearTimeout(timer);
      reject(new Error(why));
    }
    this.#waiting.clear();
    this.#records = this.#journalEnd = null;
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
    return new Promise((resolve, reject) => {
      const id = this.#send(doing, values);
      const late = () => {
        this.#waiting.delete(id);
        reject(new Error(t("device.silent", { what: doing })));
      };
      this.#waiting.set(id, {
        resolve,
        reject,
        timer: window.setTimeout(late, this.#patience(ANSWER_MS)),
      });
    });
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
    this.#records = [];
    const records = this.#records;
    const ended = new Promise((resolve, reject) => {
      this.#journalEnd = resolve;
      window.setTimeout(() => reject(new Error(t("device.journal"))), this.#patience(JOURNAL_MS));
    });
    ended.catch(() => {}); // the answer below may fail first
    const head = await this.ask("journal");
    await ended;
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
      if ("state" in record) this.#status(record);
      else if ("re" in record || !("record" in record)) this.#answer(record);
      else this.#records?.push(record.record); // a line of the journal
    }
  }

  /** @param {Message} answer */
  #answer(answer) {
    const waits = this.#waiting.get(answer.re);
    this.#waiting.delete(answer.re);
    if (waits) window.clearTimeout(waits.timer);
    if (answer.do === "journal" && (answer.end || answer.refused)) this.#journalEnd?.([]);
    if (answer.do === "stop" || answer.do === "off") this.#obeyed(answer.do.toUpperCase());
    if (answer.ok) this.#learn(answer);
    if (answer.ok) waits?.resolve(answer);
    else waits?.reject(new Error(`${answer.do ?? ""}: ${answer.refused ?? answer.error}`));
  }

  /** @param {string} word */
  #obeyed(word) {
    this.#store.update({ asked: { word, text: t("device.done") } });
    this.#event("asked", `${word}: ${t("device.done")}`);
  }

  /** @param {Message} answer */
  #learn(answer) {
    if (answer.do === "hello") this.#store.update({ hello: answer });
    if (answer.do === "settings") this.#store.update({ settings: answer.settings });
    if (answer.do === "set") this.#tell("settings");
    if (answer.do === "usage") this.#store.update({ usage: answer });
    if (answer.do === "routines")
      this.#store.update({ routines: { names: answer.names, chosen: answer.chosen } });
  }

  /** @param {Message} status */
  #status(status) {
    const before = this.#store.state.status;
    const restarted = before !== null && status.ms < before.ms;
    const ohm = ["GOOD", "POOR"].includes(status.contact) ? status.ohm : null;
    const sample = { t_s: status.ms / 1000, set_ua: status.set_ua, ua: status.ua, ohm };
    const kept = restarted ? [] : this.#store.state.samples;
    const first_s = sample.t_s - SAMPLES_S;
    const samples = [...kept.filter((each) => each.t_s >= first_s), sample];
    this.#store.update({ status, samples });
    if (!before || restarted) return;
    for (const kind of ["state", "mode", "level", "contact", "gel", "fault", "signal", "link"])
      if (status[kind] !== before[kind]) this.#event(kind, String(status[kind]));
    if (before.link !== status.link || before.fault !== status.fault) this.#tell("hello");
    if (before.state !== status.state && status.state === "IDLE") this.#tell("usage");
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
