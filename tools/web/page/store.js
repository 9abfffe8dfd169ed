/** All that the page knows, in one place; whoever shows it subscribes. */

/** @typedef {import("./lines.js").Message} Message */
/** @typedef {{t_s: number, set_ua: number, ua: number, ohm: number | null}} Sample */
/** @typedef {{at_ms: number, kind: string, text: string}} Happening */
/** @typedef {"none" | "opening" | "live" | "stale" | "lost"} Link */

/**
 * @typedef {object} State
 * @property {{name: string, kind: string} | null} port
 * @property {Link} link
 * @property {string} why why there is no link, one line with its cure
 * @property {Message | null} hello
 * @property {Message | null} status the last status line
 * @property {Sample[]} samples of the last SAMPLES_S, by the device's clock; ohm: null without contact
 * @property {Happening[]} events newest last
 * @property {Message | null} settings by name
 * @property {Message | null} usage
 * @property {{names: string[], chosen: string} | null} routines
 * @property {{records: Message[], dropped: number} | null} journal
 * @property {Message | null} bench_hello of a virtual device
 * @property {Message | null} bench its last message
 * @property {{word: string, text: string}} asked the last STOP or OFF, and what became of it
 */

export const SAMPLES_S = 600;
const EVENTS_MOST = 500;

/** @returns {State} */
export function nothing() {
  return {
    port: null,
    link: "none",
    why: "",
    hello: null,
    status: null,
    samples: [],
    events: [],
    settings: null,
    usage: null,
    routines: null,
    journal: null,
    bench_hello: null,
    bench: null,
    asked: { word: "", text: "" },
  };
}

/** The state, and who is told when it changes. */
export class Store {
  state = nothing();
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @param {Partial<State>} patch */
  update(patch) {
    Object.assign(this.state, patch);
    for (const call of this.#listeners) call();
  }

  /** @param {() => void} call after each change @returns {() => void} which ends it */
  subscribe(call) {
    this.#listeners.add(call);
    return () => this.#listeners.delete(call);
  }

  /** @param {string} kind @param {string} text @param {number} [at_ms] of the wall clock */
  tell(kind, text, at_ms = Date.now()) {
    const events = [...this.state.events, { at_ms, kind, text }].slice(-EVENTS_MOST);
    this.update({ events });
  }
}
