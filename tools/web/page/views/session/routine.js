/** Which routine leads: chosen here or on the device, before a session. */

import { h, say } from "../../dom.js";
import { FACTS } from "../../facts.js";
import { clock } from "../../figures.js";
import { t } from "../../texts/t.js";

/** @param {import("../../device.js").Device} device @returns {import("../session.js").Part} */
export function routine(device) {
  const answer = h("p", { class: "answer", role: "status" });
  let asked = false; // until it is answered, what the person chose stands
  const choose = async () => {
    asked = true;
    const set = device.ask("set", { name: "routine", value: list.value });
    const seen = set.then(() => device.ask("settings"));
    say(answer, await seen.then(() => "").catch((error) => error.message));
    asked = false;
  };
  const list = h("select", { onchange: choose });
  const label = h("label", { class: "row" }, t("session.routine"), list);
  return {
    node: h("div", { class: "routine" }, label, answer),
    render({ routines, settings, link }, course) {
      const chosen = String(settings?.routine ?? "none");
      fill(list, routines?.names ?? [chosen]);
      if (!asked && list.value !== chosen) list.value = chosen;
      list.disabled = link !== "live" || course.on;
    },
  };
}

/** @param {HTMLSelectElement} list @param {string[]} names */
function fill(list, names) {
  const shown = [...list.options].map((option) => option.value);
  if (shown.join("\n") === names.join("\n")) return;
  list.replaceChildren(...names.map((name) => h("option", { value: name }, titled(name))));
}

/** @param {string} name @returns {string} */
function titled(name) {
  const known = FACTS.routines.find((each) => each.name === name);
  if (known) return t("session.routineOf", { name, total: clock(known.total_s) });
  return name === "none" ? t("session.routineNone") : name;
}
