/** What the status line does not tell is asked for again when it may be another. */

/** @typedef {import("../../lines.js").Message} Message */

/**
 * Buttons of the device choose the routine too; what is seen of it is the time of a session.
 * @param {import("../../device.js").Device} device
 * @returns {(before: Message | null, status: Message | null) => void}
 */
export function refresh(device) {
  const ask = (/** @type {string} */ what) => {
    device.ask(what).catch(() => {}); // it is asked again at the next change
  };
  return (before, status) => {
    if (!status) return;
    if (!before) ask("routines");
    else if (before.left_s !== status.left_s && status.state === "IDLE") ask("settings");
    else if (before.state === "IDLE" && status.state !== "IDLE") ask("settings");
  };
}
