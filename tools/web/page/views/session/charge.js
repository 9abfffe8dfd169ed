/** Dose and charge of this session, and who gives it. */

import { h, say } from "../../dom.js";
import { FACTS } from "../../facts.js";
import { dose } from "../../figures.js";
import { t } from "../../texts/t.js";

/** @typedef {import("../../store.js").State} State */

const SESSION = ["dose", "charge", "net", "ended"];
const DEVICE = ["power", "battery", "calibration"];

/** @returns {import("../session.js").Part} */
export function charge() {
  const head = h("h2");
  const [session, device] = [list(SESSION), list(DEVICE)];
  const parts = [head, session.node, h("h2", {}, t("session.device")), device.node];
  return {
    node: h("section", { class: "panel charge" }, ...parts),
    render(state, course) {
      say(head, t(course.on ? "session.given" : "session.gave"));
      const values = valuesOf(state);
      session.show(values);
      device.show(values);
    },
  };
}

/** @param {string[]} names */
function list(names) {
  const cells = names.map(() => h("dd"));
  const rows = names.flatMap((name, at) => [h("dt", {}, t(`session.${name}`)), cells[at]]);
  return {
    node: h("dl", {}, ...rows),
    /** @param {Record<string, string>} values */
    show: (values) => names.forEach((name, at) => say(cells[at], values[name] ?? "")),
  };
}

/** @param {State} state @returns {Record<string, string>} */
function valuesOf({ status, settings, hello }) {
  if (!status) return {};
  return {
    dose: doseOf(status, settings, hello),
    charge: `${(status.abs_uc / 1000).toFixed(2)} mC`,
    net: `${status.net_uc} µC`,
    ended: status.ended || "\u2013",
    power: status.link,
    battery: `${(status.battery_mv / 1000).toFixed(2)} V`,
    calibration: t(status.calibrated ? "session.calibrated" : "session.uncalibrated", {
      most: FACTS.limits.uncalibrated_ua,
    }),
  };
}

/** @param {import("../../lines.js").Message} status @param {State["settings"]} settings @param {State["hello"]} hello */
function doseOf(status, settings, hello) {
  const area_mm2 = settings?.area_mm2 || FACTS.boards[hello?.board]?.area_mm2;
  if (!area_mm2) return "\u2013";
  const given = dose(status.abs_uc, area_mm2).toFixed(3);
  const dosed = FACTS.modes.some((mode) => mode.name === status.mode && !mode.biphasic);
  const most = FACTS.limits.dose_ua_min_cm2 / 1000;
  return t(dosed ? "session.doseOf" : "session.doseIs", { given, most });
}
