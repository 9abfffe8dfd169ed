/** What must be seen first: a fault, and why the skin gets nothing. */

import { FACTS } from "../../facts.js";
import { h, say } from "../../dom.js";
import { t } from "../../texts/t.js";

/** @typedef {import("../../lines.js").Message} Message */

/** @returns {import("../session.js").Part} */
export function alarms() {
  const fault = box("fault", "alert");
  const old = box("notice", "status");
  const refused = box("notice", "status");
  const trouble = box("notice", "status");
  const boxes = [fault, old, refused, trouble];
  return {
    node: h("div", { class: "alarms" }, ...boxes.map((each) => each.node)),
    render({ status, hello, link }) {
      fault.show(status?.fault ? faultLines(status) : []);
      old.show(link === "live" ? [] : [t("session.old"), t("session.oldDo")]);
      const why = status?.fault ? "" : (hello?.refused_output ?? "");
      refused.show(why ? [t("session.refused"), why] : []);
      const told = [status?.trouble, status?.error].filter(Boolean).map(String);
      trouble.show(told.length ? [t("session.trouble"), ...told] : []);
    },
  };
}

/** @param {Message} status @returns {string[]} */
function faultLines(status) {
  const rule = FACTS.faults.find((each) => each.name === status.fault);
  const step = status.step ? t("session.step", { step: status.step, part: status.part ?? "" }) : "";
  return [
    t("session.fault", { name: status.fault }),
    status.cure ?? rule?.cure ?? "",
    step,
    rule ? t("session.rule", { when: rule.when, action: rule.action }) : "",
    rule ? t("session.clear", { clear: rule.clear }) : "",
  ].filter(Boolean);
}

/** The first line is its head. @param {string} name @param {string} role */
function box(name, role) {
  const head = h("strong");
  const rest = h("div");
  const node = h("div", { class: name, role }, head, rest);
  return {
    node,
    /** @param {string[]} lines */
    show([first, ...lines]) {
      node.hidden = !first;
      say(head, first ?? "");
      if (rest.textContent !== lines.join(""))
        rest.replaceChildren(...lines.map((line) => h("p", {}, line)));
    },
  };
}
