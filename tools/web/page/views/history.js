/** The history view: sessions that this browser keeps, from journals and files. */

import { h, say } from "../dom.js";
import { dayOf } from "../journal.js";
import { SESSIONS, kept } from "../keep.js";
import { sessionTable, totalTiles, weekTable } from "../parts/sessions.js";
import { toolbar } from "../parts/toolbar.js";
import { trends } from "../parts/trends.js";
import { Plan } from "../plan.js";
import { t } from "../texts/t.js";

/** @typedef {import("../journal.js").Session} Session */
/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../parts/toolbar.js").Outcome} Outcome */

const ALL = "*"; // no board has such a name

/**
 * @param {HTMLElement} host
 * @param {import("../device.js").Device} device
 * @param {Store} store
 * @returns {import("./index.js").View}
 */
export function make(host, device, store) {
  const keep = kept();
  const last = keeping(store);
  const picker = devicePicker(() => store.update({}));
  const shown = () => picker.filter(keep.sessions);
  const tools = toolbar(device, store, last, shown);
  const notes = notesOf();
  const body = tables();
  const parts = [tools.element, notes.element, picker.element, body.element];
  host.append(h("div", { class: "history" }, ...parts));
  return {
    render({ link }) {
      tools.render(link === "live", keep.sessions.length > 0);
      notes.render();
      picker.render(keep.sessions);
      body.render(keep.sessions, picker.chosen(), shown);
    },
  };
}

/** Where the sessions are, and what is wrong there. */
function notesOf() {
  const trouble = h("p", { class: "notice", role: "alert" });
  const where = h("p", { class: "soft" }, t("history.where"));
  const apart = h("p", { class: "soft" });
  const keep = kept();
  return {
    element: h("div", {}, trouble, where, apart),
    render() {
      say(trouble, keep.trouble);
      trouble.hidden = keep.trouble === "";
      say(apart, t("history.apart", { n: keep.apart }));
      apart.hidden = keep.apart === 0;
    },
  };
}

/** Each journal that comes is kept, whoever asked for it. @param {Store} store @returns {() => Outcome} of the last one */
function keeping(store) {
  const keep = kept();
  /** @type {unknown} */
  let seen = null;
  let outcome = { added: 0, known: 0, aside: 0 };
  store.subscribe(() => {
    const { journal, hello } = store.state;
    keep.look(store.state);
    if (journal === seen) return;
    seen = journal;
    if (journal) outcome = keep.add(String(hello?.board ?? ""), journal.records);
  });
  addEventListener("storage", ({ key, newValue }) => {
    if (key !== null && key !== SESSIONS) return;
    if (newValue === null) keep.clear();
    else keep.load();
    store.update({});
  });
  return () => outcome;
}

/** Which device's sessions: seen when there are several. @param {() => void} changed */
function devicePicker(changed) {
  const select = h("select", { id: "history-device", onchange: changed });
  const label = h("label", { for: "history-device" }, t("history.device"));
  const element = h("p", { class: "picker" }, label, select);
  let names = "";
  return {
    element,
    chosen: () => select.value || ALL,
    /** @param {Session[]} sessions @returns {Session[]} */
    filter: (sessions) =>
      sessions.filter(({ device }) => [`=${device}`, ALL].includes(select.value || ALL)),
    /** @param {Session[]} sessions */
    render(sessions) {
      const found = [...new Set(sessions.map(({ device }) => device))].sort();
      element.hidden = found.length < 2;
      if (names === JSON.stringify(found)) return;
      names = JSON.stringify(found);
      const one = (/** @type {string} */ device) =>
        h("option", { value: `=${device}` }, device || t("history.unknown"));
      select.replaceChildren(h("option", { value: ALL }, t("history.all")), ...found.map(one));
    },
  };
}

/** All that is drawn of sessions; made anew when they or the choice changed. */
function tables() {
  const none = h("p", { class: "none" }, t("history.none"));
  const plots = trends();
  const [top, below] = [h("div"), h("div")];
  const all = h("div", {}, top, plots.element, below);
  /** @type {unknown} */
  let drawn = null;
  let drawnChoice = "";
  return {
    element: h("div", {}, none, all),
    /** @param {Session[]} kept @param {string} choice @param {() => Session[]} shown */
    render(kept, choice, shown) {
      if (kept === drawn && choice === drawnChoice) return;
      drawn = kept;
      drawnChoice = choice;
      none.hidden = kept.length > 0;
      all.hidden = !none.hidden;
      draw(shown(), top, below, plots);
    },
  };
}

/** @param {Session[]} sessions @param {HTMLElement} top @param {HTMLElement} below @param {ReturnType<typeof trends>} plots */
function draw(sessions, top, below, plots) {
  const weeks = new Plan(sessions).weeks();
  const is =
    (/** @type {boolean} */ dated) =>
    (/** @type {Session} */ { record }) =>
      (dayOf(record) !== null) === dated;
  const dated = sessions.filter(is(true)).sort((one, other) => one.record.t - other.record.t);
  const undated = sessions.filter(is(false)).reverse();
  const several = new Set(sessions.map(({ device }) => device)).size > 1;
  top.replaceChildren(panel("totals", totalTiles(sessions)));
  plots.draw(dated, weeks);
  const each = sessionTable([...dated].reverse(), several);
  below.replaceChildren(panel("weeks", weekTable(weeks)), panel("sessions", each));
  if (!undated.length) return;
  const words = h("p", { class: "soft" }, t("history.undatedWords"));
  below.append(panel("undated", words, sessionTable(undated, several)));
}

/** @param {string} head @param {...Node} parts */
function panel(head, ...parts) {
  return h("section", { class: "panel" }, h("h2", {}, t(`history.${head}`)), ...parts);
}
