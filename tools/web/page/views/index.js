/** The views, in the order of their tabs. */

import * as device from "./device.js";
import * as history from "./history.js";
import * as plan from "./plan.js";
import * as session from "./session.js";
import * as virtual from "./virtual.js";

/**
 * @typedef {object} View
 * @property {(state: import("../store.js").State) => void} render at most once a frame, while it is shown
 */

/**
 * name: of the tab and of its text; shown: whether there is something to show.
 * @type {{name: string, make: (host: HTMLElement, device: import("../device.js").Device, store: import("../store.js").Store) => View, shown?: (state: import("../store.js").State) => boolean}[]}
 */
export const VIEWS = [
  { name: "virtual", make: virtual.make, shown: (state) => state.bench_hello !== null },
  { name: "session", make: session.make },
  { name: "plan", make: plan.make },
  { name: "history", make: history.make },
  { name: "device", make: device.make },
];
