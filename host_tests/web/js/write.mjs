// What the page writes of [[t_ms, kind, record], ...] on stdin.
import { text } from "node:stream/consumers";
import { Recorder } from "../../../tools/web/page/recorder.js";

let now_ms = 0;
const recorder = new Recorder(undefined, () => now_ms);
recorder.begin("socket");
for (const [t_ms, kind, record] of JSON.parse(await text(process.stdin))) {
  now_ms = t_ms;
  recorder.take(kind, record);
}
process.stdout.write(await recorder.file().blob.text());
