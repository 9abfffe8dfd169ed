/** How the electrodes touch: contact, impedance, gel. */

import { HANDS_ON, intoDummy } from "../../course.js";
import { h, say } from "../../dom.js";
import { FACTS } from "../../facts.js";
import { touch } from "../../figures.js";
import { t } from "../../texts/t.js";

/** @typedef {import("../../lines.js").Message} Message */
/** @typedef {import("../../course.js").Course} Course */

// the signal whose advice is for this gel
const ADVICE = /** @type {Record<string, string>} */ ({
  dry: "no gel",
  oily: "oily",
  drying: "gel drying",
});

const NONE = "\u2013";

/** @returns {import("../session.js").Part} */
export function skin() {
  const [contact, impedance, gel] = ["contact", "impedance", "gel"].map(row);
  const bar = makeBar();
  const head = h("h2");
  const node = h("section", { class: "panel skin", "aria-label": t("session.skin") }, head);
  contact.node.append(bar.node);
  node.append(contact.node, impedance.node, gel.node);
  return {
    node,
    render({ status, link }, course) {
      const live = link === "live" ? status : null;
      const seen = ["CHECK", ...HANDS_ON].includes(live?.state) ? live : null;
      const ohm = ["GOOD", "POOR"].includes(seen?.contact) ? seen?.ohm : 0; // 0: nothing touches
      say(head, t(seen && intoDummy(seen) ? "session.ofDummy" : "session.skin"));
      if (seen) contact.show(t(`session.contact_${seen.contact}`), "");
      else contact.show(NONE, t("session.notLooked"));
      bar.show(ohm, seen?.contact ?? "");
      impedance.show(ohm ? `${(ohm / 1000).toFixed(1)} kΩ` : NONE, ohm ? crept(course) : "");
      gel.show(...gelOf(Object.values(ADVICE).includes(live?.ended) ? live : seen));
    },
  };
}

function makeBar() {
  const fill = h("div", { class: "fill" });
  const node = h("div", { class: "bar", "aria-hidden": "true" }, fill);
  return {
    node,
    /** @param {number} ohm 0 = nothing touches @param {string} contact */
    show(ohm, contact) {
      node.dataset.contact = contact;
      fill.style.width = ohm ? `${100 * touch(ohm)}%` : "0";
    },
  };
}

/** @param {string} name */
function row(name) {
  const [value, note] = [h("b"), h("p", { class: "note" })];
  const node = h("div", { class: name }, h("h3", {}, t(`session.${name}`)), value, note);
  return {
    node,
    /** @param {string} text @param {string} more */
    show(text, more) {
      say(value, text);
      say(note, more);
    },
  };
}

/** @param {Course} course @returns {string} */
function crept({ trend_ohm, least_ohm }) {
  if (!least_ohm) return "";
  const percent = Math.round((100 * (trend_ohm - least_ohm)) / least_ohm);
  return t(percent ? "session.crept" : "session.least", { percent });
}

/** Its word, and what to do. @param {Message | null} status @returns {[string, string]} */
function gelOf(status) {
  if (!status) return [NONE, ""];
  const advice = FACTS.signals.find((each) => each.name === ADVICE[status.gel]);
  return [t(`session.gel_${status.gel}`), advice?.todo ?? ""];
}
