"""The WebSockets of `galva sim` in a page, made by a test: no server, no network.

`sockets.send(path, data)` is called with what the page sends; `hear(text)` gives it bytes of the
device in base64, `tell(text)` a message of the bench.
"""

SOCKETS = """
(() => {
  const made = {};
  window.WebSocket = class {
    static OPEN = 1;
    readyState = 0;
    constructor(url) {
      this.path = new URL(url.replace("ws://", "http://host")).pathname;
      made[this.path] = this;
      queueMicrotask(() => { this.readyState = 1; this.onopen?.({}); });
    }
    send(data) { sockets.send(this.path, data); }
    close() { this.readyState = 3; }
  };
  window.sockets = {
    send() {},
    hear(text) {
      const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
      made["/link"]?.onmessage?.({ data: bytes.buffer });
    },
    tell(text) { made["/bench"]?.onmessage?.({ data: text }); },
    gone(reason) { made["/link"].onclose({ code: 4002, reason }); },
  };
})();
"""
