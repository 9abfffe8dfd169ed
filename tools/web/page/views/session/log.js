/** What happened last. */

import { h } from "../../dom.js";
import { FACTS } from "../../facts.js";
import { t } from "../../texts/t.js";

/** @typedef {import("../../store.js").Happening} Happening */

const MOST = 20;
const UNTOLD = "state"; // the signal says it in words

/** @returns {import("../session.js").Part} */
export function log() {
  const list = h("ol", { class: "events", tabindex: 0, "aria-label": t("session.events") });
  const none = h("p", { class: "soft" }, t("session.noEvents"));
  const node = h("section", { class: "panel log" }, h("h2", {}, t("session.events")), none, list);
  /** @type {Happening[] | null} */
  let shown = null;
  return {
    node,
    render({ events }) {
      if (events === shown) return;
      shown = events;
      const told = events.filter(({ kind }) => kind !== UNTOLD).slice(-MOST);
      none.hidden = told.length > 0;
      list.replaceChildren(...told.reverse().map(item));
    },
  };
}

/** @param {Happening} event */
function item({ at_ms, kind, text }) {
  const at = new Date(at_ms).toLocaleTimeString([], { hour12: false });
  return h(
    "li",
    { "data-kind": kind },
    h("time", {}, at),
    h("b", {}, t(`session.event_${kind}`)),
    words(kind, text),
  );
}

/** @param {string} kind @param {string} text @returns {string} */
function words(kind, text) {
  if (kind === "signal") return FACTS.signals.find((each) => each.name === text)?.screen || text;
  if (kind === "contact") return t(`session.contact_${text}`);
  if (kind === "gel") return t(`session.gel_${text}`);
  return text || t("session.none");
}
