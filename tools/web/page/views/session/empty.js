/** Nothing is known yet: what this page is, and how to begin. */

import { h, say } from "../../dom.js";
import { makeFace } from "../../parts/face.js";
import { t } from "../../texts/t.js";

/** @returns {import("../session.js").Part} */
export function empty() {
  const place = h("div", { class: "place" });
  const face = makeFace(place);
  const head = h("h2");
  const steps = ["battery", "adapter", "connect"].map((name) =>
    h("li", {}, t(`session.empty_${name}`)),
  );
  const text = h("div", {}, head, h("ol", {}, ...steps), h("p", { class: "soft" }));
  text.lastChild.textContent = t("session.empty_bench");
  face.show(null, t("session.face"));
  return {
    node: h("div", { class: "empty" }, place, text),
    render: ({ link }) =>
      say(head, t(link === "none" || link === "lost" ? "session.empty" : "session.waiting")),
  };
}
