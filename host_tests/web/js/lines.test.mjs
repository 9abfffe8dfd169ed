import assert from "node:assert/strict";
import { test } from "node:test";
import { LineReader, opened, sealed } from "../../../tools/web/page/lines.js";

const bytes = (text) => new TextEncoder().encode(text);
const HELLO = '{"do": "hello", "id": 1, "crc": 4155731302}'; // of docs/link.md

test("a line is sealed as docs/link.md says", () => {
  assert.deepEqual(sealed({ do: "hello", id: 1 }), bytes(`${HELLO}\n`));
});

test("a line is opened, a torn one is not", () => {
  assert.deepEqual(opened(bytes(HELLO)), { do: "hello", id: 1 });
  for (let at = 0; at < HELLO.length; at++) {
    const torn = bytes(HELLO);
    torn[at] ^= 1;
    assert.equal(opened(torn), null, `byte ${at}`);
  }
});

test("the reader joins what comes in pieces", () => {
  const reader = new LineReader();
  const whole = bytes(`${HELLO}\r\n${HELLO}\n`);
  const records = [...whole].flatMap((byte) => reader.take(Uint8Array.of(byte)));
  assert.deepEqual(records, [
    { do: "hello", id: 1 },
    { do: "hello", id: 1 },
  ]);
  assert.equal(reader.torn, 0);
});

test("400 kB of garbage are counted and forgotten, the next line is heard", () => {
  const reader = new LineReader();
  let seed = 1;
  const noise = Uint8Array.from({ length: 400_000 }, () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return seed >>> 24;
  });
  assert.deepEqual(reader.take(noise), []);
  assert.deepEqual(reader.take(bytes("{".repeat(9000))), []);
  assert.deepEqual(reader.take(bytes(`\n${HELLO}\n`)), [{ do: "hello", id: 1 }]);
  assert.ok(reader.torn >= 1);
});
