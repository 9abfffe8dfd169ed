/** All text of the page, a section for each part of it. */

export const EN = {
  page: {
    title: "Galva",
    session: "Session",
    plan: "Plan",
    history: "History",
    device: "Device",
    virtual: "Virtual device",
    connect: "Connect a device",
    disconnect: "Disconnect",
    stop: "STOP",
    off: "OFF",
    theme: "Light or dark",
    none: "No device. Connect one by an isolated serial adapter, or over USB for bench mode.",
    opening: "Opening {name} ...",
    live: "{name}",
    stale: "{name}: no data: what is shown is old",
    lost: "Link lost: {why}",
    notMedical: "Not a medical device.",
    version: "This page is of version {page}, the device runs {device}: update the older one.",
    problem: "The page met a problem, STOP still works: {what}",
  },
  device: {
    none: "no device is connected: connect one first",
    left: "the port was closed",
    silent: "{what}: no answer: is this port a Galva device?",
    journal: "the journal did not come whole: read it again",
    sent: "sent",
    done: "done",
    press: "NO ANSWER: press START or MODE on the device",
  },
  port: {
    noSerial:
      "This browser has no Web Serial: use Chromium, Chrome or Edge, or run `galva bridge`.",
    notChosen: "No port was chosen.",
    busy: "The port is in use: close the other tab or program that has it.",
    unplugged: "The device was unplugged: plug it in, then connect again.",
    refused: "The server refuses this page: open the address that `galva sim` printed.",
    closed: "The server is gone: start `galva sim` or `galva bridge` again.",
    otherTab: "Another tab has this device: close that tab, then reload.",
  },
};
