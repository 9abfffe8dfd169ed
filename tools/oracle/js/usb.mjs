// The host at the USB console, on rp2040js's own CDC.

const MOST = 512; // of its FIFO
const AGAIN_NS = 1e6;

/**
 * say(bytes): what the chip printed. Returns send(bytes).
 *
 * rp2040js answers every read of an empty endpoint with an empty packet: a USB interrupt each
 * 28 us for ever. Here the read waits until there is something to say.
 */
export function host(mcu, USBCDC, say) {
  const cdc = new USBCDC(mcu.usbCtrl);
  const answer = mcu.usbCtrl.onEndpointRead;
  let waiting = null;
  let unsent = [];
  cdc.onSerialData = say;
  mcu.usbCtrl.onEndpointRead = (endpoint, size) => {
    if (endpoint === cdc.outEndpoint && cdc.txFIFO.empty) waiting = size;
    else answer(endpoint, size);
  };
  const alarm = mcu.clock.createAlarm(() => send([]));
  function send(bytes) {
    unsent = unsent.concat(bytes);
    unsent.splice(0, MOST - cdc.txFIFO.itemCount).forEach((byte) => cdc.sendSerialByte(byte));
    if (waiting !== null && !cdc.txFIFO.empty) {
      const size = waiting;
      waiting = null;
      answer(cdc.outEndpoint, size);
    }
    if (unsent.length) alarm.schedule(AGAIN_NS);
  }
  return send;
}
