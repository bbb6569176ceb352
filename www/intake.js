/**
 * Files that reach an element from anywhere: dropped on it or pasted. What is dropped elsewhere on its page, or pasted into
 * something else there, is none of its business. A Lit controller, so that it comes and goes with its host.
 */

/** Those on the page. @type {Set<Intake>} */
const present = new Set();
/** @type {Intake | undefined} whose element had the focus last */
let lastFocused;

/** One listener for all: a paste has no place, and only one of them may take it. @param {ClipboardEvent} event */
function onPaste(event) {
  const path = event.composedPath();
  const around = [...present].find(({ host }) => path.includes(host));
  const idle = !document.activeElement || document.activeElement === document.body;
  const taker = around ?? (idle ? (lastFocused ?? first()) : undefined);
  taker?.take(event);
}

/** @returns {Intake | undefined} of the element that stands before the others */
function first() {
  const follows = (/** @type {Intake} */ a, /** @type {Intake} */ b) =>
    a.host.compareDocumentPosition(b.host) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1;
  return [...present].sort(follows)[0];
}

export class Intake {
  /** Whether a file hangs over the element. */
  dragging = false;
  #onFile;
  #take = (/** @type {Event} */ event) => this.take(event);
  #focused = () => (lastFocused = this);

  /**
   * @param {import('lit').ReactiveControllerHost & HTMLElement} host
   * @param {(file: File) => void} onFile
   */
  constructor(host, onFile) {
    this.host = host;
    this.#onFile = onFile;
    host.addController(this);
    // They live as long as the element itself.
    for (const name of ['dragover', 'dragleave', 'drop']) host.addEventListener(name, this.#take);
    host.addEventListener('focusin', this.#focused);
  }

  hostConnected() {
    if (present.size === 0) document.addEventListener('paste', onPaste);
    present.add(this);
  }

  hostDisconnected() {
    present.delete(this);
    if (lastFocused === this) lastFocused = undefined;
    if (present.size === 0) document.removeEventListener('paste', onPaste);
    this.#show(false);
  }

  /** Takes the file of a drag, a drop or a paste, unless somebody else has done so. @param {Event} event */
  take(event) {
    if (event.defaultPrevented) return;
    if (event.type === 'paste') this.#accept(/** @type {ClipboardEvent} */ (event).clipboardData, event);
    else this.#drag(/** @type {DragEvent} */ (event));
  }

  /** @param {DragEvent} event */
  #drag(event) {
    if (event.type === 'dragover') {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      this.#show(true);
      return;
    }
    const { currentTarget: around, relatedTarget: next } = event;
    // From one part to another it has not left.
    if (event.type === 'dragleave' && around instanceof Node && next instanceof Node && around.contains(next)) return;
    this.#show(false);
    if (event.type === 'drop') this.#accept(event.dataTransfer, event);
  }

  /** @param {DataTransfer | null} transfer @param {Event} event */
  #accept(transfer, event) {
    const [file] = transfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    this.#onFile(file);
  }

  /** @param {boolean} dragging */
  #show(dragging) {
    if (dragging === this.dragging) return;
    this.dragging = dragging;
    this.host.requestUpdate();
  }
}
