/** The device view: who it is, its faults, self-test, settings, calibration. */

import { h } from "../dom.js";
import { about } from "./device/about.js";
import { calibrate } from "./device/calibrate.js";
import { faults } from "./device/faults.js";
import { selftest } from "./device/selftest.js";
import { settings } from "./device/settings.js";

/**
 * @param {HTMLElement} host
 * @param {import("../device.js").Device} device
 * @param {import("../store.js").Store} store
 * @returns {import("./index.js").View}
 */
export function make(host, device, store) {
  const test = selftest(device, store);
  const fault = faults(device, test.test);
  const parts = [about(device), fault, test, settings(device), calibrate(device, store)];
  const columns = [parts.slice(0, 3), parts.slice(3)];
  host.append(
    h(
      "div",
      { class: "device" },
      ...columns.map((column) => h("div", {}, ...column.map(({ element }) => element))),
    ),
  );
  return {
    render(state) {
      for (const part of parts) part.render(state);
    },
  };
}
