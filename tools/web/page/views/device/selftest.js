/** The self-test: what each step measured beside its window, and the part that failed. */

import { frontEnd } from "../../calibrating.js";
import { h, say } from "../../dom.js";
import { last, run } from "../../selftest.js";
import { t } from "../../texts/t.js";
import { asker, grid } from "./ask.js";

/** @typedef {import("../../store.js").State} State */
/** @typedef {import("../../selftest.js").Test} Test */
/** @typedef {import("../../selftest.js").Measured} Measured */

const HEADS = ["step", "ua", "drop", "vt", "well"];

/**
 * @param {import("../../device.js").Device} device
 * @param {import("../../store.js").Store} store
 * @returns {{element: HTMLElement, render: (state: State) => void, test: () => Promise<Test>}}
 */
export function selftest(device, store) {
  const words = h("p", { class: "soft" }, t("selftest.about"));
  const verdict = h("p", { class: "verdict", role: "status" });
  const { table, body } = grid(
    "steps",
    HEADS.map((name) => t(`selftest.${name}`)),
  );
  /** @param {Test} test */
  const show = (test) => {
    body.replaceChildren(...test.steps.map(line));
    table.hidden = !test.steps.length;
    const { text, kind } = told(test, test.steps[0] ? afe(store).self_test.length : 0);
    say(verdict, text);
    verdict.className = `verdict ${kind}`;
  };
  const test = () => run(device, afe(store), show);
  const now = asker(t("selftest.run"), async () => void (await test()), { class: "first" });
  const before = asker(t("selftest.last"), async () => {
    const found = await last(device, afe(store));
    show(found);
    return found.steps.length ? "" : t("selftest.noLast");
  });
  const buttons = h("div", { class: "askers" }, now.element, before.element);
  const title = h("h2", {}, t("selftest.title"));
  table.hidden = true;
  const element = h("section", { class: "panel" }, title, words, buttons, verdict, table);
  return { element, render: () => {}, test };
}

/** @param {import("../../store.js").Store} store */
function afe(store) {
  const found = frontEnd(store.state.hello?.board ?? "");
  if (!found) throw new Error(t("selftest.board"));
  return found;
}

/** @param {Test} test @param {number} of @returns {{text: string, kind: string}} */
function told({ steps, verdict, gate }, of) {
  const end = steps.at(-1);
  if (verdict === "running")
    return { text: t("selftest.running", { at: steps.length + 1, of }), kind: "" };
  if (verdict === "failed" && end)
    return {
      text: t("selftest.failed", { step: end.row.name, part: end.row.part }),
      kind: "bad",
    };
  const text = t(verdict === "passed" ? "selftest.passed" : "selftest.stopped", {
    n: steps.length,
  });
  return { text: gate ? text : `${text} ${t("selftest.noGate")}`, kind: "good" };
}

/** @param {Measured} step */
function line({ row, ua, drop_mv, vt_mv, well }) {
  const volts = (/** @type {number} */ mv) => (mv / 1000).toFixed(2);
  const plain = (/** @type {number} */ number) => String(number);
  return h(
    "tr",
    { class: well ? "" : "wrong" },
    h("th", { scope: "row" }, row.name),
    cell(ua, row.ua, plain),
    cell(drop_mv, row.drop_mv, volts),
    cell(vt_mv, row.vt_mv, volts),
    h("td", { class: well ? "good" : "bad" }, t(well ? "selftest.well" : "selftest.wrong")),
  );
}

/** A value above its window. @param {number} value @param {number[]} window @param {(number: number) => string} text */
function cell(value, [least, most], text) {
  const inside = least <= value && value <= most;
  const span = t("selftest.window", { least: text(least), most: text(most) });
  const kind = inside ? "" : "bad";
  return h("td", {}, h("b", { class: kind }, text(value)), h("small", {}, span));
}
