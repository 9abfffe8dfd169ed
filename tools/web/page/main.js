/** Puts the page together. Where it came from a server with a token, it joins the device there. */

import { Device } from "./device.js";
import { h } from "./dom.js";
import { head } from "./head.js";
import { SerialPortOf } from "./ports/serial.js";
import { SocketPort } from "./ports/socket.js";
import { recordBar } from "./record.js";
import { Store } from "./store.js";
import { tabs } from "./tabs.js";
import { t } from "./texts/t.js";
import { theme } from "./theme.js";

/** What a server of this computer gave in #token=...&bench=none: what it does not, is "". */
function given() {
  const asked = new URLSearchParams(location.hash.slice(1));
  return { token: asked.get("token") ?? "", bench: asked.get("bench") ?? "" };
}

/** @returns {import("./device.js").Port} */
function port() {
  const { token, bench } = given();
  return token
    ? new SocketPort(`ws://${location.host}`, token, location.host, bench !== "none")
    : new SerialPortOf();
}

function main() {
  const host = /** @type {HTMLElement} */ (document.getElementById("page"));
  const store = new Store();
  const device = new Device(store);
  theme();
  const top = head(host, device, () => device.connect(port()));
  const record = recordBar(host, device, store);
  const views = tabs(host, device, store);
  host.append(h("footer", {}, t("page.notMedical")));
  let due = false;
  const render = () => {
    due = false;
    top.render(store.state);
    record.render(store.state);
    views.render(store.state);
  };
  const soon = () => {
    if (!due) requestAnimationFrame(render);
    due = true;
  };
  store.subscribe(soon);
  render();
  addEventListener("error", (event) =>
    store.tell("page", t("page.problem", { what: event.message })),
  );
  if (given().token) device.connect(port());
}

main();
