/** The buzzer: a square wave, silent until somebody wants to hear it. */

const GAIN = 0.04; // loud enough, and no more

export class Sound {
  on = false;
  /** @type {{tone: OscillatorNode, gain: GainNode, context: AudioContext} | null} */
  #made = null;

  /** After a person's click: a browser plays nothing before one. @param {boolean} on */
  turn(on) {
    this.on = on;
    if (on && !this.#made) this.#made = made();
    this.#made?.context.resume();
    if (!on) this.play(0);
  }

  /** @param {number} hz 0: silent */
  play(hz) {
    if (!this.#made) return;
    const { tone, gain } = this.#made;
    const loud = this.on && hz > 0;
    if (loud && tone.frequency.value !== hz) tone.frequency.value = hz;
    const wanted = loud ? GAIN : 0;
    if (gain.gain.value !== wanted) gain.gain.value = wanted;
  }
}

function made() {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const gain = context.createGain();
  tone.type = "square";
  gain.gain.value = 0;
  tone.connect(gain).connect(context.destination);
  tone.start();
  return { tone, gain, context };
}
