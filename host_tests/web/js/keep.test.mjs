import assert from "node:assert/strict";
import { test } from "node:test";
import { Keep } from "../../../tools/web/page/keep.js";
import { parsed, toJson } from "../../../tools/web/page/exporting.js";
import { Shelf, of, session } from "./sessions.mjs";

const seqs = (keep) => keep.sessions.map(({ record }) => record.seq);
const KEY = "galva.sessions";

test("journals are merged, each session once, and are there again", () => {
  const shelf = new Shelf();
  const keep = new Keep(() => shelf);
  const three = [session(1, 10), session(2, 11), session(3, 12)];
  assert.deepEqual(keep.add("pico", three), { added: 3, known: 0, aside: 0 });
  // the ring went on: the first is gone from the device, not from here
  const later = [...three.slice(1), session(4, 13)];
  assert.deepEqual(keep.add("pico", later), { added: 1, known: 2, aside: 0 });
  assert.deepEqual(seqs(new Keep(() => shelf)), [1, 2, 3, 4]);
  assert.deepEqual(new Keep(() => shelf).sessions[3], { device: "pico", record: session(4, 13) });
  assert.equal(keep.trouble, "");
});

test("the same number of another device is another session; without a clock too", () => {
  const keep = new Keep(() => new Shelf());
  const blind = { t: -1, up_s: 7 };
  keep.add("pico", [session(1, 10), session(2, 10, blind)]);
  keep.add("esp32", [session(1, 20), session(2, 10, { ...blind, up_s: 8 })]);
  assert.equal(keep.sessions.length, 4);
  const order = keep.sessions.map(({ device, record }) => `${device} ${record.seq}`);
  assert.deepEqual(order, ["esp32 1", "esp32 2", "pico 1", "pico 2"]);
});

test("what is no session is left aside", () => {
  const keep = new Keep(() => new Shelf());
  const whole = session(1, 10);
  const { mode, ...without } = whole;
  const strange = [null, 5, "x", [], {}, without, { ...whole, seq: 0 }, { ...whole, t: -2 }];
  strange.push({ ...whole, treated_s: -1 }, { ...whole, dose: 1.5 }, { ...whole, dose: 1e300 });
  strange.push({ ...whole, mode: 7 }, { ...whole, bench: 1 }, { ...whole, ended: "x".repeat(600) });
  assert.deepEqual(keep.add("pico", [...strange, whole]), {
    ...{ added: 1, known: 0, aside: strange.length },
  });
  assert.deepEqual(keep.sessions, of("pico", whole));
});

test("no field of a stranger is kept", () => {
  const keep = new Keep(() => new Shelf());
  const hostile = JSON.parse(
    JSON.stringify(session(1, 10)).replace("{", '{"__proto__": {"x": 1}, "html": "<b>", '),
  );
  keep.add("pico", [hostile]);
  assert.deepEqual(keep.sessions[0].record, session(1, 10));
  assert.equal(keep.sessions[0].record.x, undefined);
});

test("an export comes back as it was, device and all", () => {
  const sessions = [...of("pico", session(1, 10)), ...of("esp32", session(1, 11))];
  assert.deepEqual(parsed(toJson(sessions)), { sessions, aside: 0 });
  const keep = new Keep(() => new Shelf());
  assert.deepEqual(keep.merge(sessions), { added: 2, known: 0 });
  assert.deepEqual(keep.merge(parsed(toJson(sessions)).sessions), { added: 0, known: 2 });
});

test("a device that is not known is learned", () => {
  const keep = new Keep(() => new Shelf());
  keep.merge(of("", session(1, 10)));
  keep.add("pico", [session(1, 10)]);
  assert.deepEqual(keep.sessions, of("pico", session(1, 10)));
  keep.merge(of("", session(1, 10)));
  assert.equal(keep.sessions[0].device, "pico");
});

test("what is no export is told in one line", () => {
  for (const text of ["", "{", "null", "[]", "7", '"x"', "{}", '{"sessions": {}}', "[".repeat(1e5)])
    assert.throws(
      () => parsed(text),
      /^Error: it has no sessions: [^\n]+$|^Error: this is no JSON: [^\n]+$/,
    );
});

test("storage that is off: all is in memory, and told", () => {
  const keep = new Keep(() => {
    throw new Error("SecurityError");
  });
  assert.match(keep.trouble, /storage is off/);
  assert.equal(keep.add("pico", [session(1, 10)]).added, 1);
  keep.needle(5);
  assert.deepEqual([seqs(keep), keep.needles], [[1], [5]]);
  assert.match(keep.trouble, /storage is off/);
  keep.forget();
  assert.deepEqual([seqs(keep), keep.needles], [[], []]);
});

test("storage that is full: told, nothing is lost, and said no more once there is room", () => {
  const shelf = new Shelf();
  const keep = new Keep(() => shelf);
  keep.add("pico", [session(1, 10)]);
  shelf.room = 2;
  keep.needle(9);
  keep.add("pico", [session(2, 11)]);
  assert.match(keep.trouble, /full/);
  assert.deepEqual([seqs(keep), keep.needles], [[1, 2], [9]]);
  assert.deepEqual(seqs(new Keep(() => shelf)), [1]); // what was stored still is
  shelf.room = Infinity;
  keep.add("pico", [session(3, 12)]);
  assert.deepEqual([keep.trouble, seqs(new Keep(() => shelf))], ["", [1, 2, 3]]);
});

test("storage that is damaged: put aside, told, and the sound ones are there", () => {
  const shelf = new Shelf();
  new Keep(() => shelf).add("pico", [session(1, 10), session(2, 11)]);
  const whole = shelf.getItem(KEY);
  const partly = whole.replace('"LIFT"', "7");
  for (const [text, left] of [
    [whole.slice(0, 200), []],
    [partly, [2]],
    ["\0", []],
    ["7", []],
  ]) {
    shelf.setItem(KEY, text);
    const keep = new Keep(() => shelf);
    assert.deepEqual(seqs(keep), left);
    assert.match(keep.trouble, /damaged/);
    assert.equal(shelf.getItem("galva.sessions.damaged"), text);
    keep.add("pico", [session(3, 12)]);
    assert.deepEqual(seqs(new Keep(() => shelf)), [...left, 3]);
  }
});

test("the days of microneedling survive, and their damage is told", () => {
  const shelf = new Shelf();
  const keep = new Keep(() => shelf);
  for (const day of [5, 5, 6]) keep.needle(day);
  assert.deepEqual(new Keep(() => shelf).needles, [5, 6]);
  for (const text of ["{", "null", "7", '{"a": 1}']) {
    shelf.setItem("galva.needles", text);
    const damaged = new Keep(() => shelf);
    assert.deepEqual(damaged.needles, []);
    assert.match(damaged.trouble, /microneedling/);
  }
  shelf.setItem("galva.needles", '["<b>", 7, null]');
  assert.deepEqual(new Keep(() => shelf).needles, [7]);
});

test("two tabs keep both", () => {
  const shelf = new Shelf();
  const [one, other] = [new Keep(() => shelf), new Keep(() => shelf)];
  one.add("pico", [session(1, 10)]);
  other.add("pico", [session(2, 11)]);
  assert.deepEqual(seqs(new Keep(() => shelf)), [1, 2]);
});

test("nobody was treated by a virtual device: its sessions and rest days are apart", () => {
  const shelf = new Shelf();
  const keep = new Keep(() => shelf);
  const world = (link, bench_hello) => keep.look({ link, bench_hello });
  const now = () => [seqs(keep), keep.needles, keep.apart];
  keep.add("pico", [session(1, 10)]);
  world("live", { virtual: 1 });
  assert.deepEqual(now(), [[], [], 1]);
  keep.add("pico", [session(1, 11), session(2, 11)]);
  keep.needle(11);
  world("none", null);
  assert.deepEqual(now(), [[1, 2], [11], 1]); // it went, and what it did is still shown
  assert.equal(keep.sessions[0].device, "virtual pico");
  world("live", null);
  assert.deepEqual(now(), [[1], [], 2]);
  assert.equal(keep.sessions[0].device, "pico");
  const again = new Keep(() => shelf);
  again.look({ link: "live", bench_hello: {} });
  assert.deepEqual([seqs(again), again.needles, again.apart], [[1, 2], [11], 1]);
});

test("forgotten is all of Galva, and nothing else", () => {
  const shelf = new Shelf();
  const keep = new Keep(() => shelf);
  keep.add("pico", [session(1, 10)]);
  keep.needle(5);
  for (const name of ["galva.theme", "another", "galvanic"]) shelf.setItem(name, "x");
  keep.forget();
  assert.deepEqual([shelf.key(0), shelf.key(1), shelf.length], ["another", "galvanic", 2]);
  assert.deepEqual([keep.sessions, keep.needles], [[], []]);
});
