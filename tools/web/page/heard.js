/** What a device says, kept in the store; each gives what is to be asked then. */

import { SAMPLES_S } from "./store.js";

/** @typedef {import("./lines.js").Message} Message */
/** @typedef {import("./store.js").Store} Store */

const TOLD = ["state", "mode", "level", "contact", "gel", "fault", "signal", "link"];

/** An answer that is no refusal. @param {Store} store @param {Message} answer @returns {string[]} */
export function learn(store, answer) {
  if (answer.do === "hello") store.update({ hello: answer });
  if (answer.do === "settings") store.update({ settings: answer.settings });
  if (answer.do === "usage") store.update({ usage: answer });
  if (answer.do === "routines")
    store.update({ routines: { names: answer.names, chosen: answer.chosen } });
  return answer.do === "set" ? ["settings"] : [];
}

/**
 * A status line. told: an event, its kind and its words.
 * @param {Store} store @param {Message} status @param {(kind: string, text: string) => void} told
 * @returns {string[]}
 */
export function follow(store, status, told) {
  const before = store.state.status;
  const restarted = before !== null && status.ms < before.ms;
  const ohm = ["GOOD", "POOR"].includes(status.contact) ? status.ohm : null;
  const sample = { t_s: status.ms / 1000, set_ua: status.set_ua, ua: status.ua, ohm };
  const kept = restarted ? [] : store.state.samples;
  const first_s = sample.t_s - SAMPLES_S;
  store.update({ status, samples: [...kept.filter((each) => each.t_s >= first_s), sample] });
  if (!before || restarted) return [];
  for (const kind of TOLD) if (status[kind] !== before[kind]) told(kind, String(status[kind]));
  const power = before.link !== status.link || before.fault !== status.fault;
  const over = before.state !== status.state && status.state === "IDLE";
  return [...(power ? ["hello"] : []), ...(over ? ["usage"] : [])];
}
