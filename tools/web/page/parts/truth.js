/** What an instrument sees at the skin, beside what the firmware says. */

import { h, say } from "../dom.js";
import { t } from "../texts/t.js";
import { ohms } from "./fields.js";
import { makePlot } from "./plot.js";

/** @typedef {import("../watch.js").Watch} Watch */
/** @typedef {import("../lines.js").Message} Message */

const ROWS = /** @type {const} */ (["ua", "ohm", "abs_uc", "net_uc"]);
const HEIGHT_PX = 240;
const SHARED = 10; // of less, a share says nothing
const EVENTS_SHOWN = 12;
const EVERY_MS = 120; // figures that change more often cannot be read; the emulator needs the time

/** @param {HTMLElement} host @returns {{render: (watch: Watch) => void}} */
export function truth(host) {
  host.append(h("h2", {}, t("virtual.truth")));
  const clock = h("p", { class: "factor" });
  host.append(clock, h("p", { class: "soft" }, t("virtual.emulated")));
  const plot = plotOf(host);
  const rows = table(host);
  const counted = h("p", { class: "soft" });
  host.append(counted);
  const facts = factsOf(host);
  const list = h("ol", { class: "events" });
  const events = h("details", {}, h("summary", {}, t("virtual.events")), list);
  host.append(events);
  let drawn_ms = -EVERY_MS;
  return {
    render(watch) {
      const now_ms = performance.now();
      if (now_ms - drawn_ms < EVERY_MS) return;
      drawn_ms = now_ms;
      const { bench } = watch;
      plot.draw(watch.columns());
      say(clock, bench ? timed(bench) : t("virtual.nothing"));
      beside(rows, watch);
      say(counted, t(counts(watch)));
      facts(watch);
      if (events.open) tell(list, watch.events);
    },
  };
}

/** @param {HTMLElement} host */
function plotOf(host) {
  const unit = "µA";
  return makePlot(host, {
    height: HEIGHT_PX,
    label: t("virtual.plot"),
    x: "s",
    series: [
      { label: t("virtual.atSkin"), colour: "--delivered", unit, width: 1.5 },
      { label: t("virtual.setpoint"), colour: "--setpoint", unit, width: 1, dash: [4, 3] },
      { label: t("virtual.said"), colour: "--impedance", unit, width: 2 },
    ],
  });
}

/** @param {HTMLElement} host @returns {any[][]} its cells */
function table(host) {
  const heads = ["quantity", "atSkin", "said", "differs"].map((key) =>
    h("th", { scope: "col" }, t(`virtual.${key}`)),
  );
  const cells = ROWS.map(() => [h("td"), h("td"), h("td")]);
  const lines = ROWS.map((name, at) =>
    h("tr", {}, h("th", { scope: "row" }, t(`virtual.${name}`)), ...cells[at]),
  );
  host.append(
    h(
      "table",
      { class: "beside" },
      h("thead", {}, h("tr", {}, ...heads)),
      h("tbody", {}, ...lines),
    ),
  );
  return cells;
}

/** @param {any[][]} rows @param {Watch} watch */
function beside(rows, watch) {
  const found = watch.beside();
  ROWS.forEach((name, at) => {
    const figure =
      name === "ohm" ? ohms : (/** @type {number | null} */ value) => figureOf(name, value);
    const [truth, said] = found[name];
    say(rows[at][0], figure(truth));
    say(rows[at][1], figure(said));
    say(rows[at][2], difference(truth, said, figure));
  });
}

/** @param {string} name @param {number | null} value @returns {string} */
function figureOf(name, value) {
  if (value === null) return t("virtual.unknown");
  return `${signed(value.toFixed(1))}\u00a0${name === "ua" ? "µA" : "µC"}`;
}

/** A minus as wide as a digit; no "-0.0". @param {string} text */
const signed = (text) => (Number(text) === 0 ? text.replace("-", "") : text.replace("-", "\u2212"));

/** @param {number | null} truth @param {number | null} said @param {(value: number | null) => string} figure */
function difference(truth, said, figure) {
  if (truth === null || said === null) return t("virtual.unknown");
  if (truth === said) return t("virtual.none");
  const by = said - truth;
  if (!Number.isFinite(by)) return t("virtual.unlike");
  const sign = by < 0 ? "\u2212" : "+";
  const share =
    Math.abs(truth) >= SHARED ? ` (${sign}${Math.abs((100 * by) / truth).toFixed(1)}\u00a0%)` : "";
  return `${sign}${figure(Math.abs(by))}${share}`;
}

/** @param {Watch} watch @returns {string} */
function counts(watch) {
  if (watch.bench?.usb) return "virtual.intoDummy";
  return watch.whole ? "virtual.whole" : "virtual.partly";
}

/** @param {Message} bench @returns {string} */
function timed({ ms, factor }) {
  return t("virtual.factor", { factor: factor.toFixed(2), s: (ms / 1000).toFixed(1) });
}

/** @param {HTMLElement} host @returns {(watch: Watch) => void} shows them */
function factsOf(host) {
  const list = h("dl", { class: "facts" });
  host.append(list);
  const values = ["relay", "bridge", "code", "state"].map((name) => {
    const value = h("dd");
    list.append(h("div", {}, h("dt", {}, t(`virtual.${name}`)), value));
    return value;
  });
  return (watch) => factsIn(watch).forEach((text, at) => say(values[at], text));
}

/** @param {Watch} watch @returns {string[]} */
function factsIn({ bench, status }) {
  if (!bench) return ["", "", "", ""].map(() => t("virtual.unknown"));
  const bits = bench.bridge.toString(2).padStart(3, "0");
  return [
    t(bench.relay ? "virtual.closed" : "virtual.released"),
    t("virtual.bridge_is", { bits, what: t(`virtual.bridge${bits}`) }),
    String(bench.code),
    status ? `${status.state}: ${status.signal}` : t("virtual.unknown"),
  ];
}

/** @param {HTMLElement} list @param {[number, string, string][]} events newest first */
function tell(list, events) {
  const lines = events.slice(-EVENTS_SHOWN).reverse();
  const texts = lines.map(
    ([t_ms, kind, text]) => `${(t_ms / 1000).toFixed(3)} s · ${kind}: ${text}`,
  );
  if (list.textContent !== texts.join(""))
    list.replaceChildren(...texts.map((text) => h("li", {}, text)));
}
