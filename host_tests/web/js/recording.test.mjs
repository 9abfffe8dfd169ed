import assert from "node:assert/strict";
import { test } from "node:test";
import { read } from "../../../tools/web/page/reader.js";
import { Recorder } from "../../../tools/web/page/recorder.js";
import { LINE_MOST, MOST_BYTES } from "../../../tools/web/page/recording.js";

const HEAD = {
  galva: "recording",
  version: 1,
  firmware: "1.0",
  board: "pico",
  begun: "2026-11-21T20:00:00Z",
  source: "serial",
};
const status = (ms) => ({ state: "RUN", ms });
const text = (...lines) => lines.map((line) => `${JSON.stringify(line)}\n`).join("");
const GOOD = [
  HEAD,
  [0, "link", status(7)],
  [100, "said", { do: "stop" }],
  [100, "bench", { a: 1 }],
];

/** Each line of the file. */
async function all(recording) {
  const blocks = await Promise.all(recording.blocks.map((_, at) => recording.block(at)));
  return blocks.flat();
}

test("what is written is read again", async () => {
  let now_ms = 500;
  const recorder = new Recorder(MOST_BYTES, () => now_ms);
  recorder.take("link", { do: "hello", ok: true, version: "1.0", board: "pico" });
  recorder.take("link", status(1)); // before it began
  recorder.begin("serial");
  now_ms = 600.4;
  recorder.take("link", status(2));
  now_ms = 590; // a clock that goes back does not spoil the file
  recorder.take("said", { do: "stop" });
  recorder.end();
  recorder.take("link", status(3)); // after it
  const { name, blob } = recorder.file();
  assert.match(name, /^galva-\d{4}-\d\d-\d\d-\d{4}\.galva$/);
  const recording = await read(blob);
  const { begun, ...head } = recording.header;
  assert.ok(!Number.isNaN(Date.parse(begun)));
  assert.deepEqual(head, {
    galva: "recording",
    version: 1,
    firmware: "1.0",
    board: "pico",
    source: "serial",
  });
  assert.deepEqual(await all(recording), [
    [0, "link", { do: "hello", ok: true, version: "1.0", board: "pico" }],
    [100, "link", status(2)],
    [100, "said", { do: "stop" }],
  ]);
  assert.deepEqual([recording.lines, recording.end_ms, recording.damage], [3, 100, null]);
});

test("a recording begins with what was known, without its past; of another device nothing", () => {
  const recorder = new Recorder(MOST_BYTES, () => 0);
  const picture = { ms: 1, trace: [[1, 2, 3]], events: [[1, "a", "b"]], screen: "AAAA" };
  recorder.take("link", { do: "settings", ok: true, settings: { mute: 0 } });
  recorder.take("bench", { virtual: 1 });
  recorder.forget();
  recorder.take("bench", { virtual: 1, board: "pico" });
  recorder.take("bench", picture);
  recorder.take("bench", { ms: 2, trace: [[4, 5, 6]], events: [] });
  recorder.begin("socket");
  return recorder
    .file()
    .blob.text()
    .then((written) => {
      const [head, ...lines] = written
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      assert.equal(head.source, "emulator");
      assert.deepEqual(lines, [
        [0, "bench", { virtual: 1, board: "pico" }],
        [0, "bench", { ...picture, trace: [], events: [] }],
      ]);
    });
});

test("a recorder is full at its bound, keeps what it has, and says so", async () => {
  const most = 3_000_000;
  const recorder = new Recorder(most, () => 0);
  recorder.begin("serial");
  let taken = 0;
  while (recorder.state === "recording")
    recorder.take("link", { ...status(taken++), x: "µ".repeat(300) });
  assert.equal(recorder.state, "full");
  assert.ok(recorder.runs);
  const { blob } = recorder.file();
  assert.ok(blob.size <= most && blob.size > 0.99 * most - 4096, String(blob.size));
  const recording = await read(blob);
  assert.equal(recording.lines, taken - 1);
  assert.equal(recording.damage, null);
});

const DAMAGED = {
  "cut off": [text(...GOOD).slice(0, -3), 4],
  garbage: [text(...GOOD) + "\u0000\u0001garbage\n" + text(GOOD[3]), 5],
  "no UTF-8": [
    Buffer.concat([
      Buffer.from(text(...GOOD)),
      Buffer.from('[200, "link", {"a": "\xff"}]\n', "latin1"),
    ]),
    5,
  ],
  "a byte order mark": [text(...GOOD) + "\ufeff" + text(GOOD[3]), 5],
  "no line": [text(...GOOD, { do: "stop" }), 5],
  "no number": [text(...GOOD, ["200", "link", {}]), 5],
  "another kind": [text(...GOOD, [200, "lnik", {}]), 5],
  "no record": [text(...GOOD, [200, "link", []]), 5],
  "one too many": [text(...GOOD, [200, "link", {}, 0]), 5],
  "an empty line": [text(...GOOD) + "\n" + text(GOOD[3]), 5],
  "time goes back": [text(...GOOD, [99, "link", {}]), 5],
  "time without end": [text(...GOOD) + '[1e999, "link", {}]\n', 5],
  "endless number": [text(...GOOD) + '[200, "link", {"a": [1e999]}]\n', 5],
  "too deep": [text(...GOOD) + `[200, "link", {"a": ${"[".repeat(50)}${"]".repeat(50)}}]\n`, 5],
  "much too deep": [text(...GOOD) + `[200, "link", {"a": ${"[".repeat(1e5)}`, 5],
  "a line without end": [text(...GOOD) + "x".repeat(2 * LINE_MOST), 5],
};
for (const [name, [content, line]] of Object.entries(DAMAGED))
  test(`damaged: ${name}`, async () => {
    const recording = await read(new Blob([content]));
    assert.equal(recording.damage?.line, line);
    assert.match(recording.damage.why, /^[^\n]{8,60}$/);
    assert.deepEqual(await all(recording), GOOD.slice(1, line - 1));
  });

test("a last line without its end is whole", async () => {
  const recording = await read(new Blob([text(...GOOD).trimEnd()]));
  assert.deepEqual([recording.lines, recording.damage], [3, null]);
});

const NONE = {
  empty: ["", /not a recording/],
  "another file": ["%PDF-1.7\n", /not a recording/],
  "another object": [text({ galva: "backup" }), /not a recording/],
  "a later version": [text({ ...HEAD, version: 2 }), /version 2.*update the page/],
  "a version that is none": [text({ ...HEAD, version: { toString: 1 } }), /version/],
  "a header without a field": [text({ ...HEAD, board: undefined }), /first line/],
  "a header without a time": [text({ ...HEAD, begun: "soon" }), /first line/],
  "400 kB of one line": ["x".repeat(400_000), /line without end/],
};
for (const [name, [content, why]] of Object.entries(NONE))
  test(`refused: ${name}`, () => assert.rejects(read(new Blob([content])), why));

test("more than 200 MB are refused before they are read", async () => {
  const large = { size: MOST_BYTES + 1, slice: () => assert.fail("it was read") };
  await assert.rejects(read(large), /200 MB/);
});

test("400 kB of garbage at any place: one line says so, or what was whole is kept", async () => {
  let seed = 1;
  const noise = Uint8Array.from({ length: 400_000 }, () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return seed >>> 24;
  });
  await assert.rejects(read(new Blob([noise])), /^Error: [^\n]+$/);
  const recording = await read(new Blob([text(...GOOD), noise]));
  assert.deepEqual(await all(recording), GOOD.slice(1));
  assert.equal(recording.damage.line, 5);
});

test("a large file is read block by block, and each block knows what was said before", async () => {
  const lines = Array.from({ length: 4000 }, (_, at) => [
    at,
    "link",
    { ...status(at), x: "y".repeat(200) },
  ]);
  lines[10] = [10, "link", { do: "hello", ok: true, version: "1" }];
  lines[3000] = [3000, "link", { do: "hello", ok: true, version: "2" }];
  const recording = await read(new Blob([text(HEAD, ...lines)]));
  assert.ok(recording.blocks.length > 3);
  assert.deepEqual(await all(recording), lines);
  for (const [at, { t_ms }] of recording.blocks.entries()) {
    const known = await recording.known(at);
    const hellos = lines.filter((line) => line[0] < t_ms && line[2].do === "hello");
    assert.deepEqual(known, hellos.slice(-1));
    assert.equal(recording.blockBefore(t_ms + 1), at);
    assert.equal(recording.blockBefore(t_ms), Math.max(0, at - 1));
  }
  assert.equal(recording.blockBefore(-1), 0);
});

test("a file that changes after it was opened is said, not played", async () => {
  const file = new Blob([text(...GOOD)]);
  let now = file;
  const handle = { size: file.size, slice: (...range) => now.slice(...range) };
  const recording = await read(handle);
  now = new Blob(["z".repeat(file.size)]);
  await assert.rejects(recording.block(0), /changed/);
  now = new Blob([]);
  await assert.rejects(recording.block(0), /changed/);
});
