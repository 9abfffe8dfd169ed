/** The plan view. */

import { h, say } from "../dom.js";

/**
 * @param {HTMLElement} host
 * @param {import("../device.js").Device} _device
 * @param {import("../store.js").Store} _store
 * @returns {import("./index.js").View}
 */
export function make(host, _device, _store) {
  const text = h("p");
  host.append(text);
  return {
    render(state) {
      say(text, JSON.stringify(state.status));
    },
  };
}
