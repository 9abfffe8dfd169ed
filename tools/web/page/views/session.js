/** What the device gives now, to whom, for how long; and what to do. */

import { Course } from "../course.js";
import { h } from "../dom.js";
import { alarms } from "./session/alarms.js";
import { charge } from "./session/charge.js";
import { charts } from "./session/charts.js";
import { empty } from "./session/empty.js";
import { log } from "./session/log.js";
import { now } from "./session/now.js";
import { refresh } from "./session/refresh.js";
import { skin } from "./session/skin.js";
import { zone } from "./session/zone.js";

/**
 * A part of the view: its element, and what fills it.
 * @typedef {{node: HTMLElement, render: (state: import("../store.js").State, course: Course) => void}} Part
 */

/**
 * @param {HTMLElement} host
 * @param {import("../device.js").Device} device
 * @param {import("../store.js").Store} store
 * @returns {import("./index.js").View}
 */
export function make(host, device, store) {
  const course = follow(device, store);
  const nothing = empty();
  const alarm = alarms();
  const parts = [alarm, now(device), zone(device), skin(), charts(), charge(), log()];
  const body = h("div", { class: "session" }, ...parts.map((part) => part.node));
  host.append(nothing.node, body);
  return {
    render(state) {
      const known = state.status !== null;
      nothing.node.hidden = known;
      body.hidden = !known;
      body.classList.toggle("old", state.link !== "live");
      for (const part of known ? parts : [nothing]) part.render(state, course.now);
    },
  };
}

/** Each status line counts, also while another view is shown. @param {import("../device.js").Device} device @param {import("../store.js").Store} store */
function follow(device, store) {
  const course = { now: new Course() };
  const ask = refresh(device);
  /** @type {import("../lines.js").Message | null} */
  let seen = null;
  store.subscribe(() => {
    const { status, settings } = store.state;
    if (status === seen) return;
    if (status === null) course.now = new Course();
    else course.now.take(status, settings);
    ask(seen, status);
    seen = status;
  });
  return course;
}
