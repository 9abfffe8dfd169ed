import assert from "node:assert/strict";
import { test } from "node:test";
import { LineReader } from "../../../tools/web/page/lines.js";
import { ReplayPort } from "../../../tools/web/page/ports/replay.js";
import { read } from "../../../tools/web/page/reader.js";
import { sound } from "../../../tools/web/page/shapes.js";

const BEGUN = "2026-11-21T20:00:00.000Z";
const END_S = 3600;
const HEAD = { galva: "recording", version: 1, firmware: "", board: "", begun: BEGUN, source: "" };
const HELLO = { do: "hello", ok: true, version: "1" };
const SCREEN = { screen: "AAAA", ms: 0, trace: [[0, 1, 2]], events: [] };

/** An hour: hello and a picture at its beginning, then each second a status, a question and a truth. */
const LINES = [
  [0, "link", HELLO],
  [0, "bench", SCREEN],
  ...Array.from({ length: END_S }, (_, at) => [
    [1000 * (at + 1), "link", { state: "RUN", ms: 1000 * (at + 1), x: "y".repeat(150) }],
    [1000 * (at + 1), "said", { do: "stop" }],
    [1000 * (at + 1), "bench", { ms: 1000 * (at + 1), trace: [] }],
  ]).flat(),
];
const FILE = new Blob([HEAD, ...LINES].map((line) => `${JSON.stringify(line)}\n`));

/** A port, and what it told: records of the link and of the bench, with the port's clock. */
async function port(file = FILE) {
  const made = new ReplayPort(await read(file), "a.galva");
  const told = { link: [], bench: [], jumps: 0, gone: "" };
  const reader = new LineReader();
  made.ondata = (bytes) =>
    reader
      .take(bytes)
      .forEach((record) => told.link.push([made.now() - Date.parse(BEGUN), record]));
  made.onbench = (message) => told.bench.push([made.now() - Date.parse(BEGUN), message]);
  made.onjump = () => {
    told.jumps++;
    told.link = [];
    told.bench = [];
  };
  made.ongone = (why) => (told.gone = why);
  return { made, told };
}

const of = (kind, most_ms) =>
  LINES.filter(([t_ms, which]) => which === kind && t_ms <= most_ms).map(([t_ms, , record]) => [
    t_ms,
    record,
  ]);

test("it says all again in its time, at each speed, and ends", async () => {
  for (const speed of [1, 4, 16]) {
    const { made, told } = await port();
    await made.seek(0);
    made.at(speed);
    for (let tick = 1; tick <= 80; tick++) {
      await made.tick(50);
      assert.deepEqual(told.link, of("link", 50 * tick * speed));
    }
    assert.deepEqual(told.bench, of("bench", 4000 * speed));
    await made.tick(END_S * 1000);
    assert.deepEqual(told.link, of("link", END_S * 1000));
    assert.deepEqual([made.playing, made.at_ms], [false, END_S * 1000]);
    await made.tick(1000);
    assert.equal(told.link.length, END_S + 1);
  }
});

test("it stands still, goes on, and from its end begins again", async () => {
  const { made, told } = await port();
  await made.seek(0);
  made.play(false);
  await made.tick(5000);
  assert.deepEqual([told.link.length, made.at_ms], [1, 0]);
  made.play(true);
  await made.tick(5000);
  assert.equal(told.link.length, 6);
  await made.tick(END_S * 1000);
  made.play(true);
  await new Promise((done) => setTimeout(done, 50));
  assert.deepEqual([made.at_ms, told.link], [0, [[0, HELLO]]]);
});

test("a jump tells what was known and the last ten minutes, as if it had been played", async () => {
  const { made, told } = await port();
  await made.seek(0);
  const jumps = told.jumps;
  await made.seek(300_000);
  assert.equal(told.jumps, jumps); // not far: nothing is told twice
  assert.deepEqual(told.link, of("link", 300_000));
  for (const to_ms of [3_000_000, 1_500_000, 1_499_000, END_S * 1000, 0]) {
    await made.seek(to_ms);
    const [hello, ...heard] = told.link;
    assert.deepEqual(hello, [0, HELLO]);
    assert.deepEqual(
      heard,
      of("link", to_ms)
        .slice(1)
        .slice(-heard.length || to_ms + 9),
    );
    if (to_ms) assert.ok(heard[0][0] <= Math.max(1000, to_ms - 600_000));
    const [t_ms, { trace, ...picture }] = told.bench[0];
    assert.deepEqual([t_ms, picture], [0, { screen: "AAAA", ms: 0, events: [] }]);
    if (to_ms >= 3_000_000) assert.deepEqual(trace, []); // what was there before the first block
    assert.equal(made.at_ms, to_ms);
  }
});

test("of many jumps asked for at once the last one counts", async () => {
  const { made, told } = await port();
  await Promise.all([made.seek(0), made.seek(2e6), made.seek(1e6), made.seek(-1), made.seek(7e5)]);
  assert.deepEqual([made.at_ms, told.link.at(-1)[0]], [7e5, 7e5]);
});

test("nothing goes out of it, and nothing comes after it was closed", async () => {
  const { made, told } = await port();
  made.write(new TextEncoder().encode("STOP\n"));
  assert.match(made.refuses, /this is a recording/);
  assert.equal(made.bench, undefined);
  const { ondata } = made;
  await made.open();
  const jump = made.seek(3e6);
  await made.close();
  told.link = [];
  await jump;
  await made.tick(1000);
  assert.deepEqual([told.link, told.gone], [[], ""]);
  assert.ok(ondata && !made.ondata);
});

test("a file that is gone is said", async () => {
  const { made, told } = await port();
  made.recording.block = () => Promise.reject(new Error("it was changed"));
  await made.seek(1000);
  assert.equal(told.gone, "it was changed");
});

test("one without a line ends at once", async () => {
  const { made } = await port(new Blob([JSON.stringify(HEAD)]));
  await made.seek(0);
  await made.tick(50);
  assert.equal(made.playing, false);
});

const STATUS = {
  ...{ ms: 1, state: "RUN", mode: "LIFT", level: 1, calibrated: true, target_ua: 50, set_ua: 50 },
  ...{ ua: 50, contact: "GOOD", ohm: 1, gel: "OK", battery_mv: 3900, left_s: 1, net_uc: 0 },
  ...{ abs_uc: 0, link: "battery", signal: "run", ended: "", fault: "", late_us: 0 },
};

test("what is of a wrong type is not believed", () => {
  assert.ok(sound(STATUS));
  assert.ok(sound({ ...STATUS, cure: "do this", later: [1] }));
  for (const name of Object.keys(STATUS).filter((each) => each !== "state"))
    for (const value of [undefined, null, {}, [1], name === "calibrated" ? 1 : true])
      assert.ok(!sound({ ...STATUS, [name]: value }), `${name} = ${value}`);
  assert.ok(!sound({ ...STATUS, state: {} }) && !sound({ ...STATUS, ua: Infinity }));
  assert.ok(!sound({ ...STATUS, cure: {} }));
  assert.ok(!sound({ do: "settings", ok: true, settings: { mute: {} } }));
  assert.ok(!sound({ do: "settings", ok: true, settings: null }));
  assert.ok(!sound({ do: "routines", ok: true, names: "all", chosen: "" }));
  assert.ok(!sound({ do: "hello", ok: true, version: 1 }));
  assert.ok(!sound({ virtual: 1, board: "pico", skins: { a: [1] }, faults: [], buttons: [] }));
  assert.ok(!sound({ trace: {} }) && !sound({ record: 1 }));
  assert.ok(
    !sound({ do: { toString: 1 }, ok: true }) && !sound({ do: "set", ok: false, error: {} }),
  );
  assert.ok(!sound({ error: { toString: 1 } }));
});

test("what a device does say is believed", () => {
  const answers = [
    { do: "settings", ok: true, settings: { mute: 0, routine: "none" }, trouble: "" },
    { do: "routines", ok: true, names: ["face 5"], chosen: "none" },
    { do: "usage", ok: true, today_s: 0, week: 1, left_s: 2, refusal: "", warning: "" },
    { do: "hello", ok: true, version: "1", seconds: null, later: {} },
    { do: "hello", ok: false, refused: "not now" },
    { do: "__proto__", ok: true },
    { do: "tested", ok: true, readings: [1, [2]] },
    { virtual: 1, board: "pico", skins: { good: [1, 2, 3] }, faults: ["a"], buttons: ["START"] },
    { record: { seq: 1, mode: "LIFT", ohm_min: null } },
  ];
  for (const answer of answers) assert.ok(sound(answer), JSON.stringify(answer));
});
