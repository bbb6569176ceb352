/** Files that reach the page from anywhere: dropped on it or pasted. A Lit controller, so that it comes and goes with its host. */

export class Intake {
  /** Whether a file hangs over the page. */
  dragging = false;
  #host;
  #onFile;
  /** @type {[string, (event: any) => void][]} */
  #listeners = [
    ['paste', (event) => this.#take(event.clipboardData, event)],
    ['dragover', (event) => this.#hover(event, true)],
    ['dragleave', (event) => this.#hover(event, false)],
    ['drop', (event) => this.#drop(event)],
  ];

  /**
   * @param {import('lit').ReactiveControllerHost} host
   * @param {(file: File) => void} onFile
   */
  constructor(host, onFile) {
    this.#host = host;
    this.#onFile = onFile;
    host.addController(this);
  }

  hostConnected() {
    for (const [name, listener] of this.#listeners) document.addEventListener(name, listener);
  }

  hostDisconnected() {
    for (const [name, listener] of this.#listeners) document.removeEventListener(name, listener);
  }

  /** @param {DragEvent} event @param {boolean} over */
  #hover(event, over) {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.#show(over);
  }

  /** @param {DragEvent} event */
  #drop(event) {
    this.#show(false);
    this.#take(event.dataTransfer, event);
  }

  /** @param {DataTransfer | null} transfer @param {Event} event */
  #take(transfer, event) {
    const [file] = transfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    this.#onFile(file);
  }

  /** @param {boolean} dragging */
  #show(dragging) {
    if (dragging === this.dragging) return;
    this.dragging = dragging;
    this.#host.requestUpdate();
  }
}
