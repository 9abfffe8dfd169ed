/** Records for tests, as a device gives them. */

const DAY_S = 86_400;

/** A session of five minutes on this day (since 2000-01-01), at noon. */
export function session(seq, day, fields = {}) {
  return {
    ...{ seq, t: day * DAY_S + DAY_S / 2, up_s: 60, mode: "LIFT", level: 4, routine: "none" },
    ...{ bench: false, treated_s: 300, abs_uc: 30000, net_uc: -2, dose: 500 },
    ...{ ohm_min: 3000, ohm_median: 4000, ohm_max: 9000, losses: 1, fault: "", ended: "time up" },
    calibrated: true,
    ...fields,
  };
}

/** With its device, as Keep has it. */
export const of = (device, ...records) => records.map((record) => ({ device, record }));

/** localStorage with so much room, in characters. */
export class Shelf {
  #texts = new Map();
  constructor(room = Infinity) {
    this.room = room;
  }
  get length() {
    return this.#texts.size;
  }
  key(at) {
    return [...this.#texts.keys()][at] ?? null;
  }
  getItem(name) {
    return this.#texts.get(name) ?? null;
  }
  setItem(name, text) {
    if (text.length > this.room) throw new Error("QuotaExceededError");
    this.#texts.set(name, text);
  }
  removeItem(name) {
    this.#texts.delete(name);
  }
}
