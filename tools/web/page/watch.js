/** What an instrument saw at the skin, beside what the firmware said of it. No DOM. */

/** @typedef {import("./lines.js").Message} Message */
/** @typedef {{ms: number, net_nc: number, abs_nc: number}} Charge */
/** @typedef {{net_uc: number, abs_uc: number}} Counted */

export const SHOWN_MS = 5000;
const STEP_MS = 15; // a row holds until the next: without one for so long, nothing changed
const EVENTS_MOST = 60;
const MEAN_MS = 1000;
const LATE_MS = 500; // a status line is told no later
const NO_OHM = 999_999;
const ASLEEP = ["IDLE", "SELF_TEST"]; // nothing is counted in these

/** Keeps the last seconds of bench messages and status lines. */
export class Watch {
  /** The last message. @type {Message | null} */
  bench = null;
  /** 1024 bytes in base64; null: dark. @type {string | null} */
  screen = null;
  /** @type {[number, string, string][]} newest last */
  events = [];
  /** Whether it began with a session: else it counts from when it began to look. */
  whole = false;
  /** t_ms, at the skin, setpoint, as the firmware said it. @type {[number, number, number, number][]} */
  #rows = [];
  /** @type {Charge[]} */
  #charges = [];
  /** The last status line. @type {Message | null} */
  status = null;
  /** @type {[number, number][]} t_ms, ua */
  #said = [];
  /** @type {{truth: Charge, said: Counted} | null} where counting began */
  #from = null;

  /** Another device, or none. */
  clear() {
    this.bench = this.screen = null;
    this.events = [];
    this.whole = false;
    this.#rows = [];
    this.#charges = [];
    this.#said = [];
    this.status = this.#from = null;
  }

  /** @param {Message} bench */
  hear(bench) {
    if (this.bench && bench.ms < this.bench.ms) this.clear(); // off and on
    this.bench = bench;
    if (bench.screen !== undefined) this.screen = bench.screen;
    this.events = [...this.events, ...(bench.events ?? [])].slice(-EVENTS_MOST);
    this.#charges.push({ ms: bench.ms, net_nc: bench.net_nc, abs_nc: bench.abs_nc });
    for (const [t_ms, ua, set_ua] of bench.trace ?? []) this.#row(t_ms, ua, set_ua);
    const last = this.#rows.at(-1);
    if (last && bench.ms - last[0] > STEP_MS) this.#row(bench.ms, last[1], last[2]);
    const from_ms = bench.ms - SHOWN_MS;
    this.#rows = this.#rows.filter(([t_ms]) => t_ms >= from_ms);
    this.#charges = this.#charges.filter(({ ms }) => ms >= from_ms);
    this.#said = this.#said.filter(([t_ms]) => t_ms >= from_ms);
  }

  /** @param {number} t_ms @param {number} ua @param {number} set_ua */
  #row(t_ms, ua, set_ua) {
    const last = this.#rows.at(-1);
    const said = this.#said.at(-1)?.[1] ?? 0;
    if (last && t_ms - last[0] > STEP_MS) this.#rows.push([t_ms - 0.001, last[1], last[2], said]);
    this.#rows.push([t_ms, ua, set_ua, said]);
  }

  /** @param {Message} status */
  listen(status) {
    const before = this.status;
    this.status = status;
    const truth = this.#charge(this.#when(status));
    if (!truth) return;
    this.#said.push([truth.ms, status.ua]);
    const again = before !== null && status.abs_uc < before.abs_uc;
    if (ASLEEP.includes(status.state) && status.abs_uc === 0) {
      this.#from = { truth, said: { net_uc: 0, abs_uc: 0 } };
      this.whole = true;
    } else if (!this.#from || again) {
      this.#from = { truth, said: { net_uc: status.net_uc, abs_uc: status.abs_uc } };
      this.whole = again;
    }
  }

  /** On the bench's clock. @param {Message} status @returns {number} */
  #when({ ms }) {
    const now_ms = this.bench?.ms ?? 0;
    return ms <= now_ms + LATE_MS && now_ms - ms < LATE_MS ? Math.min(ms, now_ms) : now_ms;
  }

  /** Between the two messages around this time. @param {number} ms @returns {Charge | undefined} */
  #charge(ms) {
    const at = this.#charges.findIndex((one) => one.ms >= ms);
    const [before, after] = [this.#charges[at - 1], this.#charges[at]];
    if (!before || !after) return after ?? this.#charges.at(-1);
    const part = (ms - before.ms) / (after.ms - before.ms);
    const along = (/** @type {"net_nc" | "abs_nc"} */ key) =>
      before[key] + part * (after[key] - before[key]);
    return { ms, net_nc: along("net_nc"), abs_nc: along("abs_nc") };
  }

  /** For a plot: s before now, uA at the skin, setpoint, as the firmware said. @returns {number[][]} */
  columns() {
    const now_ms = this.bench?.ms ?? 0;
    /** @type {number[][]} */
    const columns = [[], [], [], []];
    for (const [t_ms, ...values] of this.#rows) {
      columns[0].push((t_ms - now_ms) / 1000);
      values.forEach((value, k) => columns[k + 1].push(value));
    }
    return columns;
  }

  /**
   * Rows of truth and report; null: not known, ohm Infinity: nothing touches.
   * @returns {Record<"ua" | "ohm" | "abs_uc" | "net_uc", [number | null, number | null]>}
   */
  beside() {
    const { bench, status } = this;
    const from = this.#from;
    const truth = status && this.#charge(this.#when(status));
    const at = (/** @type {"net" | "abs"} */ key) =>
      truth && from ? (truth[`${key}_nc`] - from.truth[`${key}_nc`]) / 1000 : null;
    const told = (/** @type {"net_uc" | "abs_uc"} */ key) =>
      status && from ? status[key] - from.said[key] : null;
    return {
      ua: [this.#meanUa(), this.#meanSaidUa()],
      ohm: [bench ? (bench.ohm ?? Infinity) : null, saidOhm(status)],
      abs_uc: [at("abs"), told("abs_uc")],
      net_uc: [at("net"), told("net_uc")],
    };
  }

  /** Of the magnitude, over the last second. @returns {number | null} */
  #meanUa() {
    const last = this.#charges.at(-1);
    const first = this.#charges.find(({ ms }) => last && ms >= last.ms - MEAN_MS);
    if (!last || !first || last.ms === first.ms) return null;
    return (last.abs_nc - first.abs_nc) / (last.ms - first.ms); // nC in a ms are uA
  }

  /** @returns {number | null} */
  #meanSaidUa() {
    const from_ms = (this.bench?.ms ?? 0) - MEAN_MS;
    const said = this.#said.filter(([t_ms]) => t_ms >= from_ms);
    return said.length ? said.reduce((sum, [, ua]) => sum + ua, 0) / said.length : null;
  }
}

/** @param {Message | null} status @returns {number | null} */
function saidOhm(status) {
  if (!status) return null;
  return status.contact === "OPEN" || status.ohm >= NO_OHM ? Infinity : status.ohm;
}
