/**
 * The plan: sessions and treated seconds by day and by week, and what is too much. All integers;
 * a day is a number, local days since 2000-01-01; weeks count in sevens from the first session
 * that was dated (docs/usage.md).
 */

import { FACTS } from "./facts.js";
import { dayOf, treated } from "./journal.js";

/** @typedef {import("./journal.js").Session} Session */

/**
 * until_week: the first that is not of it, null: it holds for ever.
 * @typedef {{from_week: number, until_week: number | null, least: number, most: number}} Stage
 */

/** @typedef {{day: number, sessions: number, treated_s: number, full: boolean, rest: boolean, when: "past" | "today" | "to come"}} Day full: no session may begin */
/** @typedef {Sums & {week: number | null, begin: number, stage: Stage | null, over: boolean, under: boolean, days: Day[]}} Week */

/** @typedef {{sessions: number, treated_s: number, abs_uc: number, dose: number}} Sums dose: uA*min/cm2 */

const NOTHING = Object.freeze({ sessions: 0, treated_s: 0, abs_uc: 0, dose: 0 });
const SUMMED = /** @type {const} */ (["treated_s", "abs_uc", "dose"]);
export const DAYS = 7;
const SHOWN = 5; // weeks of the calendar
const { day_s, least_s } = FACTS.usage;

/** Build-up, then maintenance. @type {Stage[]} */
export const STAGES = stages();

function stages() {
  let from = 0;
  return FACTS.usage.plan.map(({ weeks, least, most }) => {
    const stage = { from_week: from, until_week: weeks ? from + weeks : null, least, most };
    from += weeks;
    return stage;
  });
}

/** @param {number} week 0 = the first @returns {Stage} */
export function stageOf(week) {
  const found = STAGES.find(({ until_week }) => until_week === null || week < until_week);
  return found ?? STAGES[STAGES.length - 1];
}

/** What counts, by day: current through the skin, dated. @param {Session[]} sessions */
function byDay(sessions) {
  /** @type {Map<number, Sums>} */
  const days = new Map();
  for (const { record } of sessions) {
    const day = dayOf(record);
    if (day === null || !treated(record)) continue;
    const sums = days.get(day) ?? { ...NOTHING };
    sums.sessions++;
    for (const name of SUMMED) sums[name] += record[name];
    days.set(day, sums);
  }
  return days;
}

/** The plan of one person, as what is kept tells it. */
export class Plan {
  #days;
  #needles;
  /** @type {number | null} the day of the first dated session */
  first;
  /** Treated sessions that are in no day. */
  undated;

  /** @param {Session[]} sessions @param {number[]} [needles] days of microneedling */
  constructor(sessions, needles = []) {
    this.#days = byDay(sessions);
    this.#needles = new Set(needles);
    this.undated = sessions.filter(
      ({ record }) => treated(record) && dayOf(record) === null,
    ).length;
    this.first = this.#days.size ? [...this.#days.keys()].reduce((a, b) => Math.min(a, b)) : null;
  }

  /** 0 = the first; null before it. @param {number} day @returns {number | null} */
  weekOf(day) {
    return this.first === null || day < this.first ? null : Math.floor((day - this.first) / DAYS);
  }

  /** Of a day; a plan that has not begun is in its first stage. @param {number} day @returns {Stage} */
  stage(day) {
    return stageOf(this.weekOf(day) ?? 0);
  }

  /** @param {number} day @returns {number} s */
  treated_s(day) {
    return this.#days.get(day)?.treated_s ?? 0;
  }

  /** Sessions on this day and the six before it, as the device counts them. @param {number} day @returns {number} */
  inSeven(day) {
    let sum = 0;
    for (let back = 0; back < DAYS; back++) sum += this.#days.get(day - back)?.sessions ?? 0;
    return sum;
  }

  /** Nothing is treated on the day of microneedling. @param {number} day @returns {boolean} */
  rests(day) {
    return this.#needles.has(day);
  }

  /** Treated time left on a day, 0 when it is too little to begin. @param {number} day @returns {number} s */
  left_s(day) {
    const left_s = this.rests(day) ? 0 : Math.max(0, day_s - this.treated_s(day));
    return left_s < least_s ? 0 : left_s;
  }

  /** The first day, from this one on, that has room for a session. @param {number} today @returns {number} */
  next(today) {
    let day = today;
    while (day < today + DAYS && !this.#room(day)) day++;
    return day;
  }

  /** @param {number} day @returns {boolean} */
  #room(day) {
    return this.left_s(day) > 0 && this.inSeven(day) < this.stage(day).most;
  }

  /** The weeks that have a session, oldest first. @returns {Week[]} */
  weeks() {
    if (this.first === null) return [];
    const numbers = new Set([...this.#days.keys()].map((day) => this.weekOf(day) ?? 0));
    const first = this.first;
    return [...numbers].sort((a, b) => a - b).map((week) => this.#week(first + DAYS * week));
  }

  /** The last weeks and this one, oldest first. @param {number} today @returns {Week[]} */
  calendar(today) {
    const began = this.#begin(today);
    return Array.from({ length: SHOWN }, (_, at) =>
      this.#week(began + DAYS * (at + 1 - SHOWN), today),
    );
  }

  /** The first day of this day's week; a Monday before there is a first session. @param {number} day @returns {number} */
  #begin(day) {
    const first = this.first ?? 2; // 2000-01-03 was a Monday
    return first + DAYS * Math.floor((day - first) / DAYS);
  }

  /** @param {number} begin @param {number} [today] without one, all of it is past @returns {Week} */
  #week(begin, today = begin + DAYS) {
    const days = Array.from({ length: DAYS }, (_, at) => this.#day(begin + at, today));
    const week = this.weekOf(begin);
    const stage = week === null ? null : stageOf(week);
    const sums = { ...NOTHING };
    for (const name of /** @type {(keyof Sums)[]} */ (Object.keys(NOTHING)))
      for (const { day } of days) sums[name] += this.#days.get(day)?.[name] ?? 0;
    const { sessions } = sums;
    const over = stage !== null && sessions > stage.most;
    const under = stage !== null && sessions < stage.least && today >= begin + DAYS;
    return { ...sums, week, begin, stage, over, under, days };
  }

  /** @param {number} day @param {number} today @returns {Day} */
  #day(day, today) {
    const { sessions, treated_s } = this.#days.get(day) ?? NOTHING;
    const when = day < today ? "past" : day === today ? "today" : "to come";
    const full = treated_s > 0 && treated_s > day_s - least_s;
    return { day, sessions, treated_s, full, rest: this.rests(day), when };
  }
}
