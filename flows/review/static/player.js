// One sound at a time, with its waveform: an attempt of the line, or the line between its neighbours.

import { clock, el } from "./dom.js";

export class Player {
  constructor(audio, moved) {
    this.audio = audio;
    this.moved = moved; // told where the sound is, and whether it plays
    this.canvas = el("canvas.wave", { role: "img", "aria-label": "Waveform" });
    this.slider = el("input.seek", { type: "range", min: 0, max: 1000, step: 10, value: 0, "aria-label": "Position", tabIndex: 0 });
    this.time = el("span.time.quiet", {}, "0:00");
    this.sound = null; // { url, wave: {duration_ms, peaks, spans}, marks: [{start_ms, end_ms, kind}], main }
    this.speed = 1;
    this.slider.addEventListener("input", () => this.seek(Number(this.slider.value)));
    audio.addEventListener("play", () => this.run());
    audio.addEventListener("pause", () => this.show());
    audio.addEventListener("ended", () => this.show());
    audio.addEventListener("seeked", () => this.show());
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  get playing() { return !this.audio.paused && !this.audio.ended; }
  get ms() { return Math.round(1000 * this.audio.currentTime); }

  /** Takes up a sound; what plays is stopped. */
  load(sound) {
    this.audio.pause();
    this.sound = sound;
    if (sound) { this.audio.src = sound.url; this.audio.playbackRate = this.speed; this.audio.preservesPitch = true; } else this.audio.removeAttribute("src");
    const length = sound?.wave?.duration_ms ?? 0;
    this.slider.max = Math.max(1, length);
    this.slider.disabled = !sound;
    this.show();
  }

  /** The waveform and marks of the sound, which come later than its address. */
  drawn(wave, marks) {
    if (!this.sound) return;
    Object.assign(this.sound, { wave, marks });
    this.slider.max = Math.max(1, wave.duration_ms);
    this.show();
  }

  async play(from = null) {
    if (!this.sound) return;
    if (from !== null) this.audio.currentTime = from / 1000;
    this.audio.playbackRate = this.speed;
    try { await this.audio.play(); } catch (error) { if (error.name !== "AbortError") this.failed?.(error); }
  }

  toggle() {
    if (this.playing) this.audio.pause();
    else this.play(this.audio.ended || this.ms >= (this.sound?.wave?.duration_ms ?? Infinity) - 20 ? 0 : null);
  }

  stop() { this.audio.pause(); }

  seek(ms) { this.audio.currentTime = ms / 1000; this.show(); }

  run() {
    cancelAnimationFrame(this.frame);
    const step = () => { this.show(); if (this.playing) this.frame = requestAnimationFrame(step); };
    step();
  }

  show() {
    const ms = this.ms;
    if (document.activeElement !== this.slider || this.playing) this.slider.value = ms;
    const length = this.sound?.wave?.duration_ms ?? 0;
    this.slider.setAttribute("aria-valuetext", `${clock(ms)} of ${clock(length)}`);
    this.time.textContent = length ? `${(ms / 1000).toFixed(1)} / ${(length / 1000).toFixed(1)} s` : "";
    this.draw();
    this.moved(ms, this.playing);
  }

  draw() {
    const { canvas } = this;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!width) return;
    const scale = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
    if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale);
    const pen = canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    const wave = this.sound?.wave;
    if (!wave || !wave.peaks.length) return;
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const x = (ms) => (ms / Math.max(1, wave.duration_ms)) * width;
    for (const mark of this.sound.marks || []) {
      pen.globalAlpha = 0.16;
      pen.fillStyle = colour(mark.kind);
      pen.fillRect(x(mark.start_ms), 0, Math.max(3, x(mark.end_ms) - x(mark.start_ms)), height);
      pen.globalAlpha = 1;
      pen.fillRect(x(mark.start_ms), height - 3, Math.max(3, x(mark.end_ms) - x(mark.start_ms)), 3);
    }
    const played = x(this.ms);
    const largest = Math.max(40, ...wave.peaks);
    const bars = Math.min(wave.peaks.length, Math.floor(width / 3));
    for (let bar = 0; bar < bars; bar++) {
      const [from, to] = [Math.floor((bar * wave.peaks.length) / bars), Math.max(1, Math.floor(((bar + 1) * wave.peaks.length) / bars))];
      const peak = Math.max(...wave.peaks.slice(from, Math.max(to, from + 1)));
      const size = Math.max(1.5, (peak / largest) * (height - 12));
      const left = (bar / bars) * width;
      const inside = !this.sound.main || !wave.spans?.length || wave.spans.some(([slate, a, b]) => slate === this.sound.main && left >= x(a) - 2 && left <= x(b) + 2);
      pen.globalAlpha = inside ? 1 : 0.42;
      pen.fillStyle = left <= played && this.ms > 0 ? colour("blue") : colour("bar");
      pen.beginPath();
      pen.roundRect(left, (height - size) / 2, Math.max(1.4, width / bars - 1.2), size, 1);
      pen.fill();
    }
    pen.globalAlpha = 1;
    if (this.ms > 0) { pen.fillStyle = colour("ink"); pen.fillRect(Math.min(width - 1.5, played), 0, 1.5, height); }
  }
}
