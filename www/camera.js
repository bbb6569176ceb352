/** The reader's camera: its live picture, and one frame of it as a file. A Lit controller, so that it ends with its host. */

import { scrambles, surface } from './canvas.js';

/** @typedef {'off' | 'asking' | 'live' | 'refused' | 'missing' | 'busy' | 'ended' | 'noisy' | 'failed'} Phase */

/** What a browser calls a camera that it does not give. @type {Record<string, Phase>} */
const PHASES = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
};
/** The network's largest input is a square of 512 px. */
const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } };

export class Camera {
  /** @type {Phase} */ phase = 'off';
  /** Why it failed. @type {unknown} */ reason;
  /** Whether there is another camera to switch to. */ several = false;
  /** Whether the picture looks back at the reader, who expects a mirror. The photo is none. */ mirrored = false;
  /** The live picture, for the host to put somewhere. */
  video = Object.assign(document.createElement('video'), { autoplay: true, muted: true, playsInline: true });

  #host;
  #onFile;
  /** @type {MediaStream | undefined} */ #stream;
  /** Counts openings and closings: an answer to an earlier one comes too late. */ #last = 0;

  /**
   * @param {import('lit').ReactiveControllerHost} host
   * @param {(file: File) => void} onFile
   */
  constructor(host, onFile) {
    this.#host = host;
    this.#onFile = onFile;
    host.addController(this);
    // A stream without its first picture is nothing to take a photo of.
    this.video.addEventListener('loadeddata', () => this.#stream && this.#become('live'));
  }

  hostDisconnected() {
    this.stop();
  }

  /** Whether the page may ask for a camera at all: not over plain http. */
  get available() {
    return Boolean(navigator.mediaDevices?.getUserMedia);
  }

  async start() {
    // The network knows things and animals: on a phone, the camera that faces away from the reader.
    await this.#open({ ...SIZE, facingMode: 'environment' });
  }

  /** The next camera in the browser's order. */
  async switch() {
    const from = this.#stream?.getVideoTracks()[0].getSettings().deviceId;
    const ids = (await inputs()).map(({ deviceId }) => deviceId);
    const next = ids[(ids.indexOf(from ?? '') + 1) % ids.length];
    if (this.#stream && next) await this.#open({ ...SIZE, deviceId: { exact: next } });
  }

  /** The frame on show as a file, without loss and at its full size; then the camera is off. */
  async take() {
    if (this.phase !== 'live') return;
    const opening = this.#last;
    try {
      const { canvas, context } = surface(this.video.videoWidth, this.video.videoHeight);
      context.drawImage(this.video, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/png' });
      if (opening !== this.#last) return;
      this.stop();
      this.#onFile(new File([blob], 'camera.png', { type: blob.type }));
    } catch (error) {
      if (opening === this.#last) this.#fail(error);
    }
  }

  stop() {
    this.#end('off');
  }

  /** @param {MediaTrackConstraints} video */
  async #open(video) {
    // Some phones give one camera at a time.
    this.#end('asking');
    const opening = this.#last;
    try {
      // Nobody is asked for a camera that would be of no use.
      if (scrambles()) {
        this.#end('noisy');
        return;
      }
      const stream = await navigator.mediaDevices.getUserMedia({ video });
      if (opening === this.#last) this.#show(stream);
      else end(stream);
    } catch (error) {
      if (opening === this.#last) this.#fail(error);
      return;
    }
    // Browsers name all cameras only after one was allowed.
    this.several = (await inputs()).length > 1;
    this.#host.requestUpdate();
  }

  /** @param {MediaStream} stream */
  #show(stream) {
    const [track] = stream.getVideoTracks();
    // Pulled out, or no longer allowed; a track that the page stops says nothing.
    track.addEventListener('ended', () => this.#end('ended'));
    this.mirrored = track.getSettings().facingMode === 'user';
    this.#stream = stream;
    this.video.srcObject = stream;
  }

  /** @param {unknown} error */
  #fail(error) {
    this.reason = error;
    this.#end(PHASES[/** @type {Error} */ (error).name] ?? 'failed');
  }

  /** @param {Phase} phase the one after */
  #end(phase) {
    this.#last += 1;
    if (this.#stream) end(this.#stream);
    this.#stream = undefined;
    this.video.srcObject = null;
    this.#become(phase);
  }

  /** @param {Phase} phase */
  #become(phase) {
    this.phase = phase;
    this.#host.requestUpdate();
  }
}

/** @param {MediaStream} stream */
function end(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/** The cameras that the browser names. A list that it does not give is no reason to fail: there is a picture already. */
async function inputs() {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return devices.filter(({ kind }) => kind === 'videoinput');
}
