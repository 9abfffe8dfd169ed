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
  const fill = h("div", { class: "fill" });
  const values = ["contact", "impedance", "gel"].map((name) => ({ name, ...row(name) }));
  const bar = h("div", { class: "bar", "aria-hidden": "true" }, fill);
  const [contact, impedance, gel] = values;
  contact.node.append(bar);
  const node = h("section", { class: "panel skin", "aria-label": t("session.skin") });
  const head = h("h2");
  node.append(head, ...values.map((each) => each.node));
  return {
    node,
    render({ status, link }, course) {
      const looks = link === "live" && status && ["CHECK", ...HANDS_ON].includes(status.state);
      const seen = looks ? status : null;
      say(head, t(seen && intoDummy(seen) ? "session.ofDummy" : "session.skin"));
      const touches = seen !== null && ["GOOD", "POOR"].includes(seen.contact);
      if (seen) contact.show(t(`session.contact_${seen.contact}`), "");
      else contact.show(NONE, t("session.notLooked"));
      bar.dataset.contact = seen?.contact ?? "";
      fill.style.width = touches && seen ? `${100 * touch(seen.ohm)}%` : "0";
      const kohm = touches && seen ? `${(seen.ohm / 1000).toFixed(1)} kΩ` : NONE;
      impedance.show(kohm, touches && seen ? crept(seen, course) : "");
      const ended = link === "live" && Object.values(ADVICE).includes(status?.ended);
      const [word, todo] = gelOf(ended ? status : seen);
      gel.show(word, todo);
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

/** @param {Message} status @param {Course} course @returns {string} */
function crept({ ohm }, { least_ohm }) {
  if (!least_ohm) return "";
  const percent = Math.round((100 * (ohm - least_ohm)) / least_ohm);
  return t(percent ? "session.crept" : "session.least", { percent });
}

/** Its word, and what to do. @param {Message | null} status @returns {[string, string]} */
function gelOf(status) {
  if (!status) return [NONE, ""];
  const advice = FACTS.signals.find((each) => each.name === ADVICE[status.gel]);
  return [t(`session.gel_${status.gel}`), advice?.todo ?? ""];
}
