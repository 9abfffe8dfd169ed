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
  let chosen = ""; // by the person; until then a virtual device shows itself
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
      const usual = state.bench_hello ? "virtual" : "session";
      const there = rows.some((row) => row.name === chosen && row.shown(state));
      const now = there ? chosen : usual;
      for (const { name, tab, place, view, shown } of rows) {
        tab.hidden = !shown(state);
        place.hidden = name !== now;
        tab.setAttribute("aria-selected", String(name === now));
        if (name === now) view.render(state);
      }
    },
  };
}
