/** The device's own clock, from what it says of it. */

import { DAY_S, LAST_S, dateOf, secondsOf } from "./journal.js";

/** @typedef {import("./store.js").State} State */

/** Goes on with the device's ms between two hellos. */
export class DeviceClock {
  /** @type {import("./lines.js").Message | null} */
  #hello = null;
  /** @type {number | null} */
  #then_ms = null;
  #now_ms = 0;
  #live = false;

  /** After each change. @param {State} state */
  look({ hello, status, link }) {
    if (hello !== this.#hello) this.#then_ms = null;
    this.#hello = hello;
    this.#live = link === "live" || link === "stale";
    if (!status) return;
    this.#then_ms ??= status.ms;
    this.#now_ms = status.ms;
  }

  /** Local s since 2000-01-01; null: no clock since it was switched on, or no device. @returns {number | null} */
  seconds() {
    const told_s = this.#live ? this.#hello?.seconds : null;
    const past_ms = this.#then_ms === null ? 0 : this.#now_ms - this.#then_ms;
    if (!Number.isSafeInteger(told_s) || !(past_ms >= 0)) return null; // restarted: it is gone
    const now_s = told_s + Math.floor(past_ms / 1000);
    return now_s >= 0 && now_s <= LAST_S ? now_s : null;
  }

  /** The device's day, or this computer's. @param {Date} now @returns {number} days since 2000-01-01 */
  today(now) {
    return Math.floor((this.seconds() ?? secondsOf(now)) / DAY_S);
  }
}

/** @param {number} seconds since 2000-01-01 @param {string} locale @param {Intl.DateTimeFormatOptions} parts */
export function dated(seconds, locale, parts) {
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone: "UTC" }).format(dateOf(seconds));
}
