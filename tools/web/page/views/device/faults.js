/** The fault of now with its way out, and those that were seen before, each with its cure. */

import { h, say } from "../../dom.js";
import { FACTS } from "../../facts.js";
import { t } from "../../texts/t.js";
import { asker, grid } from "./ask.js";

/** @typedef {import("../../store.js").State} State */
/** @typedef {import("../../lines.js").Message} Message */
/** @typedef {import("../../selftest.js").Test} Test */
/** @typedef {{when: string, what: string, cure: string}} Row */

const EPOCH_MS = Date.UTC(2000, 0, 1);
const WELL = ["", "stopped", "time up", "dose", "tested"]; // ends that need no cure
const LOG_MOST = 50;

/** The rule of this name. @param {string} name */
const rule = (name) => FACTS.faults.find((each) => each.name === name);

/**
 * @param {import("../../device.js").Device} device
 * @param {() => Promise<Test>} test the whole self-test
 * @returns {{element: HTMLElement, render: (state: State) => void}}
 */
export function faults(device, test) {
  const now = latched(test);
  const heads = ["when", "what", "cure"].map((name) => t(`faultlog.${name}`));
  const { table, body } = grid("log", heads);
  const empty = h("p", { class: "soft" }, t("faultlog.empty"));
  const read = asker(t("faultlog.read"), async () =>
    t("faultlog.readDone", { n: (await device.journal()).length }),
  );
  const title = h("h2", {}, t("faultlog.title"));
  const element = h("section", { class: "panel" }, title, now.element);
  element.append(h("h3", {}, t("faultlog.log")), table, empty, read.element);
  /** @type {unknown[]} */
  let shown = [];
  return {
    element,
    render(state) {
      now.render(state);
      read.button.disabled = state.link !== "live";
      if (shown[0] === state.events && shown[1] === state.journal) return;
      shown = [state.events, state.journal];
      const rows = [...seen(state), ...told(state.journal?.records ?? [])].slice(0, LOG_MOST);
      body.replaceChildren(...rows.map(line));
      table.hidden = !rows.length;
      empty.hidden = rows.length > 0;
    },
  };
}

/** What stands now, and how it is cleared. @param {() => Promise<Test>} test */
function latched(test) {
  const name = h("strong");
  const texts = [0, 1, 2].map(() => h("p"));
  const clear = asker(t("faultlog.clear"), () => cleared(test));
  const box = h("div", { class: "fault" }, name, ...texts);
  const none = h("p", { class: "good" }, t("faultlog.none"));
  return {
    element: h("div", {}, none, box, clear.element),
    /** @param {State} state */
    render({ status }) {
      const fault = status?.fault ? String(status.fault) : "";
      none.hidden = fault !== "" || !status;
      box.hidden = fault === "";
      clear.button.hidden = !rule(fault)?.by_test;
      if (!status || !fault) return;
      say(name, fault);
      [cure(fault, status), step(status), way(fault)].forEach((text, at) => {
        say(texts[at], text);
        texts[at].hidden = !text;
      });
    },
  };
}

/** @param {() => Promise<Test>} test */
async function cleared(test) {
  const { verdict, steps } = await test();
  const end = steps.at(-1);
  if (verdict !== "failed" || !end) return t("faultlog.cleared");
  throw new Error(t("faultlog.still", { step: end.row.name, part: end.row.part }));
}

/** @param {string} fault @param {Message} status what a newer device says of a rule that this page does not know */
const cure = (fault, status) => rule(fault)?.cure ?? String(status.cure ?? "");

/** @param {Message} status */
const step = ({ step, part }) => (step ? t("faultlog.step", { step, part }) : "");

/** @param {string} fault */
function way(fault) {
  const found = rule(fault);
  if (found && !found.latched) return t("faultlog.passing");
  const how = found && !found.by_test ? "howUnplugged" : "howTested";
  return `${t("faultlog.latched")} ${t(`faultlog.${how}`)}`;
}

/** Of this visit, newest first. @param {State} state @returns {Row[]} */
export function seen({ events }) {
  return events
    .filter(({ kind, text }) => kind === "fault" && text)
    .map(({ at_ms, text }) => ({
      when: `${t("faultlog.now")}, ${new Date(at_ms).toLocaleTimeString()}`,
      what: text,
      cure: rule(text)?.cure ?? "",
    }))
    .reverse();
}

/** Of the journal, newest first. @param {Message[]} records @returns {Row[]} */
export function told(records) {
  return records
    .filter((record) => record && (record.fault || !WELL.includes(record.ended)))
    .map((record) => ({
      when: `${t("faultlog.session", record)}${dated(record.t)}`,
      what: String(record.fault || record.ended),
      cure: rule(record.fault)?.cure ?? todo(record.ended),
    }))
    .reverse();
}

/** @param {string} ended */
function todo(ended) {
  const signal = FACTS.end_signals[ended] ?? "";
  return FACTS.signals.find(({ name }) => name === signal)?.todo ?? "";
}

/** @param {unknown} seconds local ones since 2000; -1: no clock */
function dated(seconds) {
  if (typeof seconds !== "number" || seconds < 0) return "";
  return `, ${new Date(EPOCH_MS + seconds * 1000).toLocaleDateString([], { timeZone: "UTC" })}`;
}

/** @param {Row} row */
function line({ when, what, cure }) {
  return h("tr", {}, h("td", {}, when), h("th", { scope: "row" }, what), h("td", {}, cure));
}
