/** One view at a time, chosen by its tab. */

import { h } from "./dom.js";
import { t } from "./texts/t.js";
import { VIEWS } from "./views/index.js";

/**
 * @param {HTMLElement} host
 * @param {import("./device.js").Device} device
 * @param {import("./store.js").Store} store
 * @returns {{render: (state: import("./store.js").State) => void}}
 */
export function tabs(host, device, store) {
  const bar = h("nav", { class: "tabs", role: "tablist" });
  const body = h("main");
  host.append(bar, body);
  let chosen = "session";
  const rows = VIEWS.map(({ name, make, shown }) => {
    const tab = h(
      "button",
      { role: "tab", id: `tab-${name}`, "aria-controls": `view-${name}` },
      t(`page.${name}`),
    );
    const place = h("section", {
      role: "tabpanel",
      id: `view-${name}`,
      "aria-labelledby": `tab-${name}`,
    });
    tab.addEventListener("click", () => {
      chosen = name;
      store.update({});
    });
    bar.append(tab);
    body.append(place);
    return { name, tab, place, view: make(place, device, store), shown: shown ?? (() => true) };
  });
  return {
    render(state) {
      if (!rows.some((row) => row.name === chosen && row.shown(state))) chosen = "session";
      for (const { name, tab, place, view, shown } of rows) {
        tab.hidden = !shown(state);
        place.hidden = name !== chosen;
        tab.setAttribute("aria-selected", String(name === chosen));
        if (name === chosen) view.render(state);
      }
    },
  };
}
