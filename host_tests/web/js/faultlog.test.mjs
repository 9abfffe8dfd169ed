import assert from "node:assert/strict";
import { test } from "node:test";
import { FACTS } from "../../../tools/web/page/facts.js";
import { seen, told } from "../../../tools/web/page/views/device/faults.js";

const cure = (name) => FACTS.faults.find((fault) => fault.name === name).cure;
const todo = (name) => FACTS.signals.find((signal) => signal.name === name).todo;

test("what ended a session has its cure, newest first; what ended well is left out", () => {
  const ends = ["time up", "no gel", "contact lost", "stopped", "fault", "dose"];
  const records = ends.map((ended, at) => {
    const fault = ended === "fault" ? "LEAK" : "";
    return { seq: at + 1, t: -1, mode: "LIFT", ended, fault };
  });
  records[1].t = 826_923_600; // 2026-03-15
  const rows = told([null, ...records]); // a line may be anything
  assert.deepEqual(
    rows.map(({ what, cure }) => [what, cure]),
    [
      ["LEAK", cure("LEAK")],
      ["contact lost", todo("no contact")],
      ["no gel", todo("no gel")],
    ],
  );
  assert.match(rows[2].when, /^session 2, LIFT, .*2026/);
  assert.equal(rows[0].when, "session 5, LIFT");
});

test("of this visit only faults are told, newest first; a strange one has no cure", () => {
  const events = ["", "LEAK", "NOVEL"].map((text, at) => ({ at_ms: at, kind: "fault", text }));
  events.push({ at_ms: 9, kind: "state", text: "FAULT" });
  assert.deepEqual(
    seen({ events }).map(({ what, cure }) => [what, cure]),
    [
      ["NOVEL", ""],
      ["LEAK", cure("LEAK")],
    ],
  );
});
