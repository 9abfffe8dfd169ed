/**
 * What the browser keeps: sessions merged from journals and files, and days of microneedling. It
 * leaves by export alone. Storage that is off, full or damaged is told, and all else goes on.
 */

import { parsed } from "./exporting.js";
import { DEVICE_MOST, checked, keyOf, order } from "./journal.js";
import { t } from "./texts/t.js";

/** @typedef {import("./journal.js").Session} Session */
/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">} Place */

const OURS = "galva.";
export const SESSIONS = "galva.sessions";
const DAMAGED = "galva.sessions.damaged"; // as it was found, for whoever can mend it
const NEEDLES = ["galva.needles", "galva.needles.virtual"];
const VIRTUAL = "virtual "; // before the board of an emulated device
const NEEDLES_MOST = 100;

/**
 * The sessions and choices of this browser. Those of virtual devices are kept apart, and shown
 * while one is connected: nobody was treated there.
 */
export class Keep {
  #virtual = false;
  #storage;
  #damage = ""; // what was found damaged
  #storing = ""; // why nothing is stored
  /** @type {Map<string, Session>} by all fields of the record */
  #found = new Map();
  /** @type {Session[] | null} */
  #sorted = null;
  /** @type {number[][]} of real devices, of virtual ones */
  #needles = [[], []];

  /** @param {() => Place} storage may throw: storage is off */
  constructor(storage) {
    this.#storage = storage;
    this.load();
  }

  /** What is wrong with the storage, with its cure; "" = nothing. @returns {string} */
  get trouble() {
    return [this.#damage, this.#storing].filter(Boolean).join(" ");
  }

  /** By device, oldest first, each once. @returns {Session[]} */
  get sessions() {
    this.#sorted ??= this.#all().filter(this.#here).sort(order);
    return this.#sorted;
  }

  /** How many there are that are not shown now. @returns {number} */
  get apart() {
    return this.#found.size - this.sessions.length;
  }

  #all() {
    return [...this.#found.values()];
  }

  #here = (/** @type {Session} */ { device }) => device.startsWith(VIRTUAL) === this.#virtual;

  /** After each change: what there is to show is that of a virtual device, or of real ones. @param {Pick<import("./store.js").State, "link" | "bench_hello">} state */
  look({ link, bench_hello }) {
    const virtual = bench_hello !== null || (link !== "live" && this.#virtual);
    if (virtual !== this.#virtual) this.#sorted = null;
    this.#virtual = virtual;
  }

  /** Days of microneedling, since 2000-01-01. @returns {number[]} */
  get needles() {
    return this.#needles[Number(this.#virtual)];
  }

  /** Read what is stored, another tab's too, to what is known. */
  load() {
    let texts;
    try {
      const place = this.#storage();
      texts = [SESSIONS, ...NEEDLES].map((name) => place.getItem(name));
    } catch {
      this.#storing = t("keep.off");
      return;
    }
    const [sessions, ...needles] = texts;
    if (sessions !== null) this.#read(sessions);
    needles.forEach((text, world) => this.#rest(world, text === null ? [] : this.#days(text)));
  }

  /** @param {string} text */
  #read(text) {
    let aside = 0;
    try {
      const found = parsed(text);
      aside = found.aside;
      this.#merge(found.sessions);
    } catch {
      aside = -1; // all of it
    }
    if (!aside) return;
    this.#store(DAMAGED, text);
    this.#damage = aside < 0 ? t("keep.damaged") : t("keep.partly", { n: aside });
  }

  /** @param {string} text @returns {number[]} */
  #days(text) {
    try {
      return [.../** @type {number[]} */ (JSON.parse(text))].filter(Number.isSafeInteger);
    } catch {
      this.#damage = t("keep.choices");
      return [];
    }
  }

  /** @param {Session[]} sessions @returns {number} how many are new */
  #merge(sessions) {
    const before = this.#found.size;
    for (const session of sessions) {
      const key = keyOf(session.record);
      const known = this.#found.get(key);
      if (!known || (!known.device && session.device)) this.#found.set(key, session);
    }
    this.#sorted = null;
    return this.#found.size - before;
  }

  /**
   * Merge these with what is kept; what is no session is left aside.
   * @param {string} device the board of the one that is connected
   * @param {unknown[]} records
   * @returns {{added: number, known: number, aside: number}}
   */
  add(device, records) {
    const sound = records.map(checked).filter((record) => record !== null);
    const name = `${this.#virtual ? VIRTUAL : ""}${device}`.slice(0, DEVICE_MOST);
    const sessions = sound.map((record) => ({ device: name, record }));
    return { ...this.merge(sessions), aside: records.length - sound.length };
  }

  /** @param {Session[]} sessions @returns {{added: number, known: number}} */
  merge(sessions) {
    this.load(); // another tab may have kept more
    const added = this.#merge(sessions);
    const rows = this.#all().map(({ device, record }) => ({ ...record, device }));
    this.#store(SESSIONS, JSON.stringify({ version: 1, sessions: rows }));
    return { added, known: sessions.length - added };
  }

  /** Microneedling on this day. @param {number} day */
  needle(day) {
    const world = Number(this.#virtual);
    this.#rest(world, [day]);
    this.#store(NEEDLES[world], JSON.stringify(this.#needles[world]));
  }

  /** @param {number} world @param {number[]} days more of them */
  #rest(world, days) {
    this.#needles[world] = [...new Set([...this.#needles[world], ...days])].slice(-NEEDLES_MOST);
  }

  /** @param {string} name @param {string} text */
  #store(name, text) {
    try {
      this.#storage().setItem(name, text);
      this.#storing = "";
    } catch {
      this.#storing ||= t("keep.full");
    }
  }

  /** Everything of Galva in this browser, the theme too. */
  forget() {
    this.clear();
    try {
      const place = this.#storage();
      const names = Array.from({ length: place.length }, (_, at) => place.key(at) ?? "");
      for (const name of names) if (name.startsWith(OURS)) place.removeItem(name);
    } catch {
      this.#storing = t("keep.off");
    }
  }

  /** What is in memory alone: another tab forgot the rest. */
  clear() {
    this.#found.clear();
    this.#sorted = null;
    this.#needles = [[], []];
    this.#damage = this.#storing = "";
  }
}

/** @type {Keep | null} */
let shared = null;

/** The one of this page. @returns {Keep} */
export function kept() {
  shared ??= new Keep(() => localStorage);
  return shared;
}
