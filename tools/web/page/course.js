/**
 * What follows from one status line after another: how long the session is, what of it is over,
 * where the routine is. The line tells the time left alone; the zone is on the device's screen.
 */

import { FACTS } from "./facts.js";

/** @typedef {import("./lines.js").Message} Message */
/** @typedef {{zone: string, side: string, seconds: number, stroke_s: number, hold_s: number}} Step */

/**
 * at: of the step; stroke: how far the present stroke is, 0..1; left_s: of this step, rounded up.
 * @typedef {{at: number, step: Step, stroke: number, holding: boolean, left_s: number}} Place
 */

const QUIET = ["IDLE", "FAULT"]; // no session
export const TREATING = ["RAMP_UP", "RUN"]; // the time goes on
const SLOW = 32; // lines: one impedance is noisy, the trend follows in some seconds
export const HANDS_ON = [...TREATING, "HOLD", "RAMP_DOWN"]; // the electrodes are on the skin

/** Whether the current goes into the internal dummy. @param {Message} status @returns {boolean} */
export const intoDummy = ({ state, link }) =>
  state === "SELF_TEST" || String(link).startsWith("usb");

/** Whether the output is off. @param {Message} status @returns {boolean} */
export const quiet = ({ state }) => QUIET.includes(state);

/**
 * The steps of a routine, in its second.
 * @param {Step[]} steps one at least
 * @param {number} treated_ms
 * @returns {Place}
 */
export function place(steps, treated_ms) {
  let begin_ms = 0;
  let at = 0;
  while (at < steps.length - 1 && begin_ms + 1000 * steps[at].seconds <= treated_ms)
    begin_ms += 1000 * steps[at++].seconds;
  const step = steps[at];
  const here_ms = Math.min(treated_ms - begin_ms, 1000 * step.seconds);
  const holding = step.hold_s > 0 && here_ms >= 1000 * (step.seconds - step.hold_s);
  const stroke_ms = 1000 * step.stroke_s;
  return {
    at,
    step,
    stroke: holding ? 1 : (here_ms % stroke_ms) / stroke_ms,
    holding,
    left_s: Math.ceil(step.seconds - here_ms / 1000),
  };
}

/** The built-in routine of this name. @param {string | undefined} name @returns {Step[] | null} null: none, or a maker's own */
export function stepsOf(name) {
  return FACTS.routines.find((routine) => routine.name === name)?.steps ?? null;
}

/** Treated seconds of a session that begins now. @param {Message} status @param {Message | null} settings */
export function expected_s(status, settings) {
  const routine = FACTS.routines.find((each) => each.name === settings?.routine);
  const mode = FACTS.modes.find((each) => each.name === status.mode);
  return routine?.total_s ?? (mode ? mode.session_ms / 1000 : 0);
}

/** One session after another. */
export class Course {
  /** whether a session, or a self-test, is on */
  on = false;
  /** treated seconds that it has; 0: none is on */
  total_s = 0;
  treated_ms = 0;
  /** of the impedance while it ran, and the least that this was; 0: not known */
  trend_ohm = 0;
  least_ohm = 0;
  /** until a session whose contact is lost ends; null: it is not */
  hold_left_s = /** @type {number | null} */ (null);
  #guessed = false; // it was on before the page looked: its mode or routine says how long it is
  #left_s = 0;
  #changed_ms = 0; // the device's clock, when the time left became this
  #state = "";
  #since_ms = 0;

  /** @param {Message} status @param {Message | null} settings */
  take(status, settings) {
    if (status.state !== this.#state) this.#since_ms = status.ms;
    if (quiet(status)) this.#rest();
    else this.#follow(status, settings);
    this.#state = status.state;
  }

  #rest() {
    this.on = false;
    this.total_s = this.treated_ms = this.trend_ohm = this.least_ohm = 0;
    this.hold_left_s = null;
  }

  /** @param {Message} status @param {Message | null} settings */
  #follow(status, settings) {
    if (!this.on) this.#guessed = this.#state === "";
    this.on = true;
    if (status.left_s !== this.#left_s) this.#changed_ms = status.ms;
    this.#left_s = status.left_s;
    const planned_s = this.#guessed ? expected_s(status, settings) : this.total_s;
    this.total_s = Math.max(planned_s, status.left_s);
    if (TREATING.includes(status.state) || this.#guessed) this.#treat(status);
    this.#wait(status);
  }

  /** @param {Message} status */
  #wait({ state, ms }) {
    const waited_ms = ms - this.#since_ms;
    const waits = state === "HOLD" && !this.#guessed;
    this.hold_left_s = waits ? Math.max(0, FACTS.limits.hold_ms - waited_ms) / 1000 : null;
  }

  /** The line's seconds are rounded down: in the first one of 300 it says 299. @param {Message} status */
  #treat(status) {
    const whole_ms = 1000 * Math.max(0, this.total_s - status.left_s - 1);
    const since_ms = Math.min(999, Math.max(0, status.ms - this.#changed_ms));
    this.treated_ms = this.total_s === status.left_s ? 0 : whole_ms + since_ms;
    const touches = status.contact === "GOOD" || status.contact === "POOR";
    if (status.state === "RUN" && touches) this.#meet(status.ohm);
  }

  /** @param {number} ohm */
  #meet(ohm) {
    this.trend_ohm += (ohm - this.trend_ohm) / (this.trend_ohm ? SLOW : 1);
    this.least_ohm = Math.min(this.least_ohm || this.trend_ohm, this.trend_ohm);
  }
}
