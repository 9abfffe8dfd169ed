/** The last minutes: current, and impedance. */

import { h } from "../../dom.js";
import { trend } from "../../figures.js";
import { makePlot } from "../../parts/plot.js";
import { t } from "../../texts/t.js";

const HEIGHT = 190;
const EVERY_S = 0.5;

const UA = { unit: "µA", top: 50 };
const SET = { ...UA, name: "setpoint", colour: "--setpoint", dash: [5, 4] };
const GIVEN = { ...UA, name: "delivered", colour: "--delivered", width: 2.5 };
const OHM = { name: "impedance", colour: "--impedance", unit: "kΩ", top: 10 };

/** @param {HTMLElement} host @param {(Omit<import("../../parts/plot.js").Line, "label"> & {name: string})[]} lines */
function plot(host, lines) {
  const series = lines.map(({ name, ...line }) => ({ ...line, label: t(`session.${name}`) }));
  return makePlot(host, { series, height: HEIGHT });
}

/** @returns {import("../session.js").Part} */
export function charts() {
  const current = h("section", { class: "panel" }, h("h2", {}, t("session.currents")));
  const impedance = h("section", { class: "panel" }, h("h2", {}, t("session.impedances")));
  const given = plot(current, [SET, GIVEN]);
  const met = plot(impedance, [OHM]);
  let drawn_s = -Infinity;
  return {
    node: h("div", { class: "charts" }, current, impedance),
    render({ samples }) {
      const last_s = samples.at(-1)?.t_s ?? 0;
      if (Math.abs(last_s - drawn_s) < EVERY_S) return;
      drawn_s = last_s;
      const [s, ua, set_ua, kohm] = trend(samples);
      given.draw([s, set_ua, ua]);
      met.draw([s, kohm]);
    },
  };
}
