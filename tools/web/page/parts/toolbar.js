/** The buttons of the history: read, export, import, forget; a line says what came of it. */

import { h, say } from "../dom.js";
import { download, parsed, toCsv, toJson } from "../exporting.js";
import { kept } from "../keep.js";
import { t } from "../texts/t.js";
import { confirmed } from "./confirm.js";

/** @typedef {import("../journal.js").Session} Session */
/** @typedef {import("../store.js").Store} Store */
/** @typedef {{added: number, known: number, aside: number}} Outcome */

const IMPORT_MB = 4;
const NAME_MOST = 60; // characters of a file's name

/** @param {import("../device.js").Device} device @param {Store} store @param {() => Outcome} last @param {() => Session[]} shown */
export function toolbar(device, store, last, shown) {
  const line = h("p", { class: "outcome", role: "status" });
  const read = h("button", { class: "first", onclick: () => reading() }, t("history.read"));
  async function reading() {
    say(line, t("history.reading"));
    try {
      await device.journal();
      say(line, told("history.readDone", last()));
    } catch (error) {
      say(line, t("history.failed", { why: text(error) }));
    }
  }
  const saves = exporters(shown);
  const forget = forgetter(store, line);
  const row = h("div", { class: "tools" }, read, ...saves, importer(store, line), forget);
  return {
    element: h("div", {}, row, line),
    /** @param {boolean} live @param {boolean} any */
    render(live, any) {
      read.disabled = !live;
      for (const save of saves) save.disabled = !any;
    },
  };
}

/** @param {Store} store @param {HTMLElement} line @returns {HTMLElement} */
function forgetter(store, line) {
  const texts = { label: t("history.forget"), question: t("history.forgetSure") };
  const forget = () => {
    kept().forget();
    say(line, kept().trouble || t("history.forgotten"));
    store.update({});
  };
  return confirmed({ ...texts, yes: t("history.forgetYes"), no: t("plan.cancel") }, forget).element;
}

/** @param {() => Session[]} shown @returns {any[]} buttons */
function exporters(shown) {
  const name = () => `galva-sessions-${new Date().toISOString().slice(0, 10)}`;
  const csv = () => download(`${name()}.csv`, toCsv(shown()), "text/csv");
  const json = () => download(`${name()}.json`, toJson(shown()), "application/json");
  return [
    h("button", { onclick: csv }, t("history.csv")),
    h("button", { onclick: json }, t("history.json")),
  ];
}

/** @param {Store} store @param {HTMLElement} line @returns {HTMLElement} */
function importer(store, line) {
  const input = h("input", { type: "file", accept: ".json,application/json", hidden: true });
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    say(line, await imported(file));
    input.value = ""; // the same file may be given again
    store.update({});
  });
  const button = h("button", { onclick: () => input.click() }, t("history.importing"));
  return h("span", {}, button, input);
}

/** @param {File} file @returns {Promise<string>} what came of it, one line */
async function imported(file) {
  const name = file.name.slice(0, NAME_MOST);
  if (file.size > IMPORT_MB << 20) return t("history.tooLarge", { name, mb: IMPORT_MB });
  try {
    const { sessions, aside } = parsed(await file.text());
    return told("history.imported", { ...kept().merge(sessions), aside }, name);
  } catch (error) {
    return t("history.notImported", { name, why: text(error) });
  }
}

/** @param {unknown} error @returns {string} */
function text(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @param {string} what @param {Outcome} outcome @param {string} [name] @returns {string} */
function told(what, outcome, name = "") {
  const done = t(what, { ...outcome, name });
  return outcome.aside ? `${done} ${t("history.aside", { n: outcome.aside })}` : done;
}
