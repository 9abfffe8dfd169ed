/** What is in facts.js; where it comes from: tools/web/tables.py, facts.py. */

/** @typedef {{name: string, shape: string, biphasic: boolean, period_ms: number, session_ms: number, ramp_up_ms: number, ramp_down_ms: number, on_ms: number, off_ms: number, edge_ms: number, swap_ms: number, start_level: number, levels_ua: number[]}} Mode levels_ua: peak at level 1..10 */
/** @typedef {{name: string, when: string, lasts: string, action: string, latched: boolean, clear: string, by_test: boolean, cure: string}} Fault a rule; by_test: the self-test clears it */
/** @typedef {{name: string, least: number, most: number, unit: string, usual: number | string, what: string, sure: boolean}} Setting sure: it can raise the current; of a text least and most are lengths */
/** @typedef {{name: string, screen: string, todo: string, light: number[][], sound: number[][]}} Signal light: [r, g, b, ms] for ever; sound: [Hz, ms] once */
/** @typedef {{zone: string, side: string, seconds: number, stroke_s: number, hold_s: number}} RoutineStep */
/** @typedef {{name: string, total_s: number, steps: RoutineStep[]}} Routine */
/** @typedef {{name: string, where: string, never: string}} Zone */
/** @typedef {{weeks: number, least: number, most: number}} Weeks sessions in seven days; weeks 0: for ever */
/** @typedef {{day_s: number, session_s: number, blind_s: number, least_s: number, plan: Weeks[]}} Usage */
/** @typedef {{chip: string, front_end: string, peak_ua: number, area_mm2: number}} Board */
/** @typedef {{name: string, set_ua: number, ms: number, gate: boolean, ua: number[], drop_mv: number[], vt_mv: number[], part: string}} TestStep three windows [least, most]; gate: tries the relay */
/** @typedef {{name: string, unit: string, least: number, most: number}} Field of the calibration record */
/** @typedef {{peak_ua: number, regulated: boolean, fields: Field[], self_test: TestStep[]}} FrontEnd */
/** @typedef {{part: number, ua: number}} Slack */
/**
 * What tools/calibrate goes by.
 * @typedef {object} Calibration
 * @property {number} zero_most_v
 * @property {number} zero_most_counts
 * @property {number} crowbar_most_counts
 * @property {Slack} uncalibrated
 * @property {Slack} calibrated
 * @property {{factor: number, text: string}[]} slips
 * @property {number} low_ua
 * @property {{name: string, ua: number, minus: boolean}[]} verify
 * @property {Slack} agrees
 * @property {number} vb_pa
 * @property {number} code_most
 * @property {number} hold_ms
 * @property {number} jacks_most_ua
 */

/**
 * @typedef {object} Facts
 * @property {string} version of the firmware that the page was built with
 * @property {Mode[]} modes
 * @property {Fault[]} faults gravest first
 * @property {Setting[]} settings
 * @property {Signal[]} signals
 * @property {Record<string, string>} end_signals how a session ended -> the signal that says so
 * @property {Routine[]} routines
 * @property {Usage} usage
 * @property {Record<string, number>} limits core/limits.py in small letters
 * @property {Record<string, Board>} boards
 * @property {Record<string, FrontEnd>} front_ends
 * @property {Calibration} calibration
 * @property {Zone[]} zones
 * @property {{who: string[], where: string[]}} safety who must not use it, and where not
 * @property {string[]} states
 * @property {string[]} ends
 * @property {string[]} contacts
 * @property {string[]} gels
 * @property {string[]} actions of `press`
 * @property {{name: string, unit: string, kind: "str" | "bool" | "int"}[]} journal the fields of a session
 */

export {};
