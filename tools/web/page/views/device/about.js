/** Who the device is: version, board, link, clock, battery, and whether a session may begin. */

import { h, say } from "../../dom.js";
import { FACTS } from "../../facts.js";
import { VERSION } from "../../head.js";
import { t } from "../../texts/t.js";
import { asker } from "./ask.js";

/** @typedef {import("../../store.js").State} State */
/** @typedef {import("../../lines.js").Message} Message */

/** When the page saw it first. @type {WeakMap<Message, number>} */
const heard = new WeakMap();
const EPOCH_S = Date.UTC(2000, 0, 1) / 1000;

/** @type {[string, (hello: Message, state: State) => [string, string?]][]} name of the row, its text and its class */
const ROWS = [
  ["version", version],
  ["board", board],
  ["chip", (hello) => [String(hello.chip)]],
  ["link", (hello) => [String(hello.link)]],
  ["power", (_hello, state) => [String(state.status?.link ?? "")]],
  ["battery", (_hello, state) => battery(state.status?.battery_mv)],
  ["calibrated", calibrated],
  ["skin", session],
  ["clock", clock],
];

/**
 * @param {import("../../device.js").Device} device
 * @returns {{element: HTMLElement, render: (state: State) => void}}
 */
export function about(device) {
  const none = h("p", { class: "soft" }, t("about.none"));
  const list = h("dl", { class: "about" });
  const cells = ROWS.map(([name]) => {
    const cell = h("dd");
    list.append(h("dt", {}, t(`about.${name}`)), cell);
    return cell;
  });
  const set = asker(t("about.setClock"), () => setClock(device));
  const element = h("section", { class: "panel" }, h("h2", {}, t("about.title")), none, list);
  element.append(set.element);
  return {
    element,
    render(state) {
      const { hello } = state;
      none.hidden = hello !== null;
      list.hidden = set.element.hidden = hello === null;
      if (!hello) return;
      ROWS.forEach(([, told], at) => {
        const [text, kind = ""] = told(hello, state);
        say(cells[at], text);
        cells[at].className = kind;
      });
    },
  };
}

/** @param {Message} hello @param {State} state @returns {[string, string?]} */
function version(hello, state) {
  const [page, device] = [VERSION(), String(hello.version)];
  if (state.port?.kind === "replay") return [device]; // the page reads recordings of any
  if (page === device) return [t("about.samePage", { device })];
  return [t("about.otherPage", { page, device }), "warn"];
}

/** @param {Message} hello @returns {[string, string?]} */
function board(hello) {
  const known = Object.hasOwn(FACTS.boards, hello.board) && FACTS.boards[hello.board];
  const more = known
    ? t("about.frontEnd", { name: known.front_end, ua: known.peak_ua })
    : t("about.unknown");
  return [`${hello.board}: ${more}`, known ? "" : "warn"];
}

/** @param {Message} hello @returns {[string, string?]} */
function calibrated(hello) {
  if (hello.calibrated) return [t("about.hasRecord")];
  return [t("about.noRecord", { ua: FACTS.limits.uncalibrated_ua }), "warn"];
}

/** @param {Message} hello @returns {[string, string?]} */
function session(hello) {
  return hello.refused_output ? [String(hello.refused_output), "warn"] : [t("about.skinReady")];
}

/** @param {Message} hello @returns {[string, string?]} */
function clock(hello) {
  if (typeof hello.seconds !== "number") return [t("about.noClock"), "warn"];
  const heard_ms = heard.get(hello) ?? Date.now();
  heard.set(hello, heard_ms);
  const told = new Date((hello.seconds + EPOCH_S) * 1000 + Date.now() - heard_ms); // local, as if UTC
  return [told.toLocaleString([], { timeZone: "UTC", dateStyle: "medium", timeStyle: "short" })];
}

/** @param {number | undefined} mv @returns {[string, string?]} */
export function battery(mv) {
  if (!mv) return [t("about.batteryUnknown")];
  const { battery_start_mv, battery_end_mv } = FACTS.limits;
  const v = (mv / 1000).toFixed(2);
  const volts = (/** @type {number} */ limit) => (limit / 1000).toFixed(1);
  if (mv < battery_end_mv)
    return [t("about.batteryEmpty", { v, least: volts(battery_end_mv) }), "bad"];
  if (mv < battery_start_mv)
    return [t("about.batteryLow", { v, least: volts(battery_start_mv) }), "warn"];
  return [t("about.batteryGood", { v })];
}

/** Local seconds since 2000-01-01; what follows from it, the device says. @param {import("../../device.js").Device} device */
async function setClock(device) {
  const now = new Date();
  const local_s = Math.floor(now.getTime() / 1000) - now.getTimezoneOffset() * 60;
  const { note } = await device.ask("time", { seconds: local_s - EPOCH_S });
  await device.ask("hello");
  return note || t("about.clockSet");
}
