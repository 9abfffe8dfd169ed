/**
 * What the browser keeps: sessions merged from journals and files, and the plan's choices. It
 * leaves the browser by export alone. Storage that is off, full or damaged is told, and all else
 * goes on.
 */

import { checked, keyOf } from "./journal.js";
import { t } from "./texts/t.js";

/** @typedef {import("./journal.js").Session} Session */
/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">} Place */

const OURS = "galva.";
export const SESSIONS = "galva.sessions";
const DAMAGED = "galva.sessions.damaged"; // as it was found, for whoever can mend it
const NEEDLES = "galva.needles";
const NEEDLES_MOST = 100;
const DEVICE_MOST = 40; // characters

/**
 * The sessions of an export, ours or of `galva logs --json`.
 * @param {string} text
 * @returns {{sessions: Session[], aside: number}} aside: entries that are no session; an Error of one line
 */
export function parsed(text) {
  let made;
  try {
    made = JSON.parse(text);
  } catch {
    throw new Error(t("keep.noJson"));
  }
  if (!Array.isArray(made?.sessions)) throw new Error(t("keep.noSessions"));
  const sessions = [];
  for (const each of made.sessions) {
    const record = checked(each);
    const device = typeof each?.device === "string" ? each.device.slice(0, DEVICE_MOST) : "";
    if (record) sessions.push({ device, record });
  }
  return { sessions, aside: made.sessions.length - sessions.length };
}

/** As each device numbered them: that is their order in time, with a clock or without. @param {Session} one @param {Session} other */
function order(one, other) {
  const device = Number(one.device > other.device) - Number(one.device < other.device);
  return device || one.record.seq - other.record.seq || one.record.t - other.record.t;
}

/** The sessions and choices of this browser. */
export class Keep {
  #storage;
  #damage = ""; // what was found damaged
  #storing = ""; // why nothing is stored
  /** @type {Map<string, Session>} by all fields of the record */
  #found = new Map();
  /** @type {Session[] | null} */
  #sorted = null;
  /** @type {number[]} */
  #needles = [];

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
    this.#sorted ??= [...this.#found.values()].sort(order);
    return this.#sorted;
  }

  /** Days of microneedling, since 2000-01-01. @returns {number[]} */
  get needles() {
    return this.#needles;
  }

  /** Read what is stored, another tab's too, to what is known. */
  load() {
    let texts;
    try {
      const place = this.#storage();
      texts = [place.getItem(SESSIONS), place.getItem(NEEDLES)];
    } catch {
      this.#storing = t("keep.off");
      return;
    }
    if (texts[0] !== null) this.#read(texts[0]);
    if (texts[1] !== null) this.#readNeedles(texts[1]);
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

  /** @param {string} text */
  #readNeedles(text) {
    try {
      const days = JSON.parse(text);
      this.#needles = [.../** @type {number[]} */ (days)].filter(Number.isSafeInteger);
    } catch {
      this.#damage = t("keep.choices");
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
   * @param {string} device its board
   * @param {unknown[]} records
   * @returns {{added: number, known: number, aside: number}}
   */
  add(device, records) {
    const sound = records.map(checked).filter((record) => record !== null);
    const sessions = sound.map((record) => ({ device: device.slice(0, DEVICE_MOST), record }));
    return { ...this.merge(sessions), aside: records.length - sound.length };
  }

  /** @param {Session[]} sessions @returns {{added: number, known: number}} */
  merge(sessions) {
    this.load(); // another tab may have kept more
    const added = this.#merge(sessions);
    const rows = this.sessions.map(({ device, record }) => ({ ...record, device }));
    this.#store(SESSIONS, JSON.stringify({ version: 1, sessions: rows }));
    return { added, known: sessions.length - added };
  }

  /** Microneedling on this day. @param {number} day */
  needle(day) {
    this.#needles = [...new Set([...this.#needles, day])].slice(-NEEDLES_MOST);
    this.#store(NEEDLES, JSON.stringify(this.#needles));
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
    this.#needles = [];
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
