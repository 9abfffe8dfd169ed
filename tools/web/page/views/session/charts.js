/** The last minutes: current, and impedance. */

import { h } from "../../dom.js";
import { trend } from "../../figures.js";
import { makePlot } from "../../parts/plot.js";
import { t } from "../../texts/t.js";

const HEIGHT = 190;
const EVERY_S = 0.5;
const TOP_UA = 50;
const TOP_KOHM = 10;

/** @returns {import("../session.js").Part} */
export function charts() {
  const current = h("section", { class: "panel" }, h("h2", {}, t("session.currents")));
  const impedance = h("section", { class: "panel" }, h("h2", {}, t("session.impedances")));
  const given = { label: t("session.delivered"), colour: "--delivered", unit: "µA", width: 2.5 };
  const set = {
    label: t("session.setpoint"),
    colour: "--setpoint",
    unit: "µA",
    dash: [5, 4],
    top: TOP_UA,
  };
  const ohm = { label: t("session.impedance"), colour: "--impedance", unit: "kΩ", top: TOP_KOHM };
  const plots = [
    makePlot(current, { series: [set, given], height: HEIGHT }),
    makePlot(impedance, { series: [ohm], height: HEIGHT }),
  ];
  let drawn_s = -Infinity;
  return {
    node: h("div", { class: "charts" }, current, impedance),
    render({ samples }) {
      const last_s = samples.at(-1)?.t_s ?? 0;
      if (Math.abs(last_s - drawn_s) < EVERY_S) return;
      drawn_s = last_s;
      const [s, ua, set_ua, kohm] = trend(samples);
      plots[0].draw([s, set_ua, ua]);
      plots[1].draw([s, kohm]);
    },
  };
}
