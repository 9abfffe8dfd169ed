/** What else surrounds a virtual device: USB, battery, hum, broken parts, the power switch. */

import { h, say } from "../dom.js";
import { t } from "../texts/t.js";
import { slider, toggle } from "./fields.js";

/** @typedef {import("../lines.js").Message} Message */
/** @typedef {import("../store.js").Happening} Happening */

const BATTERY = { min: 2800, max: 4300, step: 50 };
const HUM = { min: 0, max: 2000, step: 50 };
const LIST = "virtual-faults";

/** @param {HTMLElement} host @param {(message: Message) => void} send @returns {{render: (bench: Message | null) => void}} */
export function power(host, send) {
  host.append(h("h2", {}, t("virtual.around")));
  const usb = toggle(host, t("virtual.usb"), false, (present) => send({ do: "usb", present }));
  toggle(host, t("virtual.plugged"), true, (present) => send({ do: "screen", present }));
  const battery = slider(host, t("virtual.battery"), BATTERY, (mv) => send({ do: "battery", mv }));
  const again = h("button", {
    type: "button",
    class: "again",
    onclick: () => send({ do: "power" }),
  });
  again.append(t("virtual.power"));
  host.append(again);
  return {
    render(bench) {
      usb.show(bench?.usb === true);
      const mv = bench?.battery_mv ?? BATTERY.min;
      battery.show(mv, bench ? `${(mv / 1000).toFixed(2)} V` : t("virtual.unknown"));
    },
  };
}

/** @param {HTMLElement} host @param {(message: Message) => void} send @returns {{render: (bench: Message | null, events: Happening[]) => void, names: (names: string[]) => void}} */
export function faults(host, send) {
  host.append(h("h2", {}, t("virtual.trouble")));
  let hum_mv = 0;
  const hum = slider(host, t("virtual.hum"), HUM, (mv) => {
    hum_mv = mv;
    send({ do: "hum", mv });
  });
  const names = breaks(host, send);
  const broken = h("p", { class: "broken" });
  const refused = h("p", { class: "refused bad", role: "status" });
  host.append(broken, refused);
  return {
    names(known) {
      names.replaceChildren(...known.map((name) => h("option", { value: name })));
      send({ do: "hum", mv: hum_mv }); // the emulator may come from another page
    },
    render(bench, events) {
      const last = events.at(-1); // of all that happened, so it goes with the next news
      say(refused, last?.kind === "bench" ? last.text : "");
      hum.show(hum_mv, t("virtual.hum_is", { mv: hum_mv }));
      const list = (bench?.broken ?? []).join(", ");
      say(broken, list ? t("virtual.broken", { list }) : t("virtual.whole_device"));
      broken.classList.toggle("bad", list !== "");
    },
  };
}

/** The field for a part to break. @param {HTMLElement} host @param {(message: Message) => void} send @returns {any} the list of their names */
function breaks(host, send) {
  const names = h("datalist", { id: LIST });
  const field = h("input", { list: LIST, id: "virtual-fault", autocomplete: "off" });
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (field.value) send({ do: "break", fault: field.value });
    field.value = "";
  };
  const button = h("button", { class: "break" }, t("virtual.break"));
  const form = h("form", { class: "fault", onsubmit }, field, button, names);
  host.append(h("label", { for: "virtual-fault" }, t("virtual.fault")), form);
  return names;
}
