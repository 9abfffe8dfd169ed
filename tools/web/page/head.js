/** What stands above every view: the link, STOP and OFF, the theme. */

import { h, say, typing } from "./dom.js";
import { theme } from "./theme.js";
import { t } from "./texts/t.js";

/** @typedef {import("./store.js").State} State */

/**
 * @param {HTMLElement} host
 * @param {import("./device.js").Device} device
 * @param {() => void} connect asks for a port
 * @returns {{render: (state: State) => void}}
 */
export function head(host, device, connect) {
  const link = h("span", { class: "link", role: "status" });
  const asked = h("span", { class: "asked", role: "status" });
  const join = h("button", { class: "join", onclick: connect }, t("page.connect"));
  const leave = h(
    "button",
    { class: "leave", onclick: () => device.disconnect() },
    t("page.disconnect"),
  );
  const stop = h("button", { class: "stop", onclick: () => device.word("STOP") }, t("page.stop"));
  const off = h("button", { class: "off", onclick: () => device.word("OFF") }, t("page.off"));
  const look = h("button", { class: "theme", onclick: () => theme(true) }, t("page.theme"));
  host.append(h("header", { class: "head" }, stop, off, asked, link, join, leave, look));
  const notice = h("p", { class: "notice", role: "alert" });
  host.append(notice);
  keys(device);
  return {
    render(state) {
      const name = state.port?.name ?? "";
      say(link, t(`page.${state.link}`, { name, why: state.why }));
      link.className = `link ${state.link}`;
      say(asked, state.asked.word ? `${state.asked.word}: ${state.asked.text}` : "");
      join.hidden = state.port !== null && state.link !== "lost";
      leave.hidden = !join.hidden;
      say(notice, differs(state));
      notice.hidden = notice.textContent === "";
    },
  };
}

/** The version of this page. */
export const VERSION = () =>
  document.querySelector("meta[name=galva-version]")?.getAttribute("content") ?? "";

/** @param {State} state @returns {string} */
function differs(state) {
  const [page, device] = [VERSION(), state.hello?.version];
  const old = state.port?.kind === "replay";
  return device && page !== device && !old ? t("page.version", { page, device }) : "";
}

/** `s` is STOP and `o` is OFF, unless somebody types. @param {import("./device.js").Device} device */
function keys(device) {
  const words = /** @type {Record<string, "STOP" | "OFF">} */ ({ s: "STOP", o: "OFF" });
  addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.repeat)
      return;
    const word = words[event.key.toLowerCase()];
    if (word) device.word(word);
  });
}
