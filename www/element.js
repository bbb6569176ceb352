/** `<bam-lens>`: attributes in, events out; everything it shows comes from a `Lens`. The page is this element plus text. */

import { LitElement, html } from 'lit';
import { LOCAL, composition } from './composition.js';
import { Connection } from './connection.js';
import { Engine } from './engine.js';
import { Intake } from './intake.js';
import { shortcut } from './keys.js';
import { translator } from './languages.js';
import { Lens } from './lens.js';
import { channelOrder, nextStep } from './on-show.js';
import { Player } from './player.js';
import { precomputedUrl, shippedSamples, shippedWeights } from './samples.js';
import { spawn } from './spawn.js';
import { DEFAULTS } from './state.js';
import { styles } from './styles.js';

/** All elements of a page share one worker. */
const connection = new Connection(spawn);
/** Attributes that are fields of the state. */
const STATE_ATTRIBUTES = /** @type {const} */ (['r', 'd', 'form', 'merge', 'stage', 'view', 'lang', 'theme']);
/** How many classes `predictions` holds. */
const TOP = 5;
/** Events of the lens and what the element calls them. */
const EVENTS = { ready: 'bamlens-ready', run: 'bamlens-run', statechange: 'bamlens-statechange' };

/**
 * @fires bamlens-ready the network is loaded; detail: its summary
 * @fires bamlens-run a run is on screen; detail: fit, predictions, elapsedMs, recomputedFrom
 * @fires bamlens-error detail: message
 * @fires bamlens-statechange detail: the state
 */
export class BamLens extends LitElement {
  static styles = styles;
  static properties = {
    src: { type: String },
    weights: { type: String },
    hide: { type: String },
    lock: { type: String },
    autoload: { type: String },
    local: { state: true },
  };

  #lens;
  #intake = new Intake(this, (file) => this.#loadFile(file));
  #player = new Player(() => this.#step() || this.#onLocal({ playing: false }));
  #resized = new ResizeObserver(([{ contentRect }]) => this.#onLocal({ widthPx: Math.round(contentRect.width) }));
  #t = translator(DEFAULTS.lang);

  constructor() {
    super();
    /** @type {string | null} address of a photo */ this.src = null;
    /** @type {string | null} address of a weights file */ this.weights = null;
    /** @type {string} names of parts, with spaces between */ this.hide = '';
    /** @type {string} names of settings that cannot be changed */ this.lock = '';
    /** @type {string | null} `0` or `false`: wait for a click */ this.autoload = null;
    /** @type {import('./composition.js').Local} */ this.local = { ...LOCAL };
    this.#lens = new Lens(new Engine(connection), shippedSamples, shippedWeights, precomputedUrl);
    this.#lens.addEventListener('change', () => this.requestUpdate());
    this.#lens.addEventListener('failure', (event) => this.#fail(/** @type {CustomEvent} */ (event).detail));
    for (const [event, name] of Object.entries(EVENTS)) {
      this.#lens.addEventListener(event, () => this.#emit(name, this.#detailOf(event)));
    }
  }

  static get observedAttributes() {
    return [...super.observedAttributes, ...STATE_ATTRIBUTES];
  }

  /** @override @param {string} name @param {string | null} old @param {string | null} value */
  attributeChangedCallback(name, old, value) {
    super.attributeChangedCallback(name, old, value);
    const field = STATE_ATTRIBUTES.find((attribute) => attribute === name);
    if (field && value !== null && value !== String(this.state[field])) this.set({ [field]: value });
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#resized.observe(this);
    // One task later, so that a page can set the state of its address first.
    queueMicrotask(() => this.#start());
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#onLocal({ playing: false });
    // Moved within the page, an element is back before this runs, and keeps its network.
    queueMicrotask(() => this.isConnected || this.#lens.stop());
  }

  async #start() {
    if (!this.isConnected) return;
    if (this.weights) this.#lens.weights = new URL(this.weights, document.baseURI).href;
    if (!this.#lens.photo) {
      if (this.src) this.loadImage(this.src);
      else this.#lens.set({});
    }
    await this.#lens.pictured();
    await this.updateComplete;
    const autoload = !['0', 'false'].includes(this.autoload ?? '');
    if (autoload && this.isConnected && this.#lens.phase === 'waiting' && !this.#lens.needsFile) this.#lens.load();
  }

  // -- the public interface: DESIGN.md, section 4 ------------------------------------------------------------------

  /** Everything that is chosen, as a plain object: the same as the page's URL hash. */
  get state() {
    return { ...this.#lens.state };
  }

  /** The five most probable classes of the last run; none before the network is here, whatever is on screen. */
  get predictions() {
    return this.#lens.precomputed ? [] : (this.#lens.run?.predictions ?? []).slice(0, TOP);
  }

  /** What became of a reader's own checkpoint; undefined before there is one. */
  get report() {
    return this.#lens.report;
  }

  /** Changes what is chosen. @param {Record<string, unknown>} partial @returns what was refused, by name and value */
  set(partial) {
    return this.#lens.set(partial);
  }

  /** @param {Blob | string} blobOrUrl */
  async loadImage(blobOrUrl) {
    const blob = await this.#blobOf(blobOrUrl, 'error.photo');
    if (blob) await this.#lens.loadPhoto(blob, nameOf(blobOrUrl));
  }

  /** @param {Blob | string} blobOrUrl a safetensors or PyTorch file */
  async loadWeights(blobOrUrl) {
    const blob = await this.#blobOf(blobOrUrl, 'error.weights');
    if (blob) await this.#loadFile(new File([blob], nameOf(blobOrUrl) || 'checkpoint.safetensors'));
  }

  /** The tensors that the last run recorded. */
  tapNames() {
    return this.#lens.tapNames();
  }

  /** @param {string} name such as `bam3.attention` @returns {Promise<import('./run.js').Tap>} */
  tap(name) {
    return this.#lens.tap(name);
  }

  // ----------------------------------------------------------------------------------------------------------------

  /** @override */
  willUpdate() {
    this.dataset.theme = this.#lens.state.theme;
    // The grid of channels opens at its beginning.
    if (this.#lens.state.panel !== 'channels') this.#onLocal({ firstRow: 0 });
  }

  /** @override */
  render() {
    this.#t = translator(this.#lens.state.lang);
    return html`<div @keydown=${(/** @type {KeyboardEvent} */ event) => this.shortcut(event)}>
      ${composition({
        t: this.#t,
        lens: this.#lens,
        hidden: new Set(this.hide.split(/[\s,]+/)),
        locked: new Set(this.lock.split(/[\s,]+/)),
        dragging: this.#intake.dragging,
        local: this.local,
        onLocal: (partial) => this.#onLocal(partial),
        onSet: (partial) => this.set(partial),
        onFile: (file) => this.#loadFile(file),
        onLoad: () => this.#lens.load(),
      })}
    </div>`;
  }

  /** @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    if (!changed.has('local')) return;
    this.#player.run(this.local.playing);
    // Only once: while it closes, it is still said to be open.
    if (!this.local.keysOpen || changed.get('local')?.keysOpen) return;
    /** @type {HTMLDialogElement | null} */ (this.renderRoot.querySelector('dialog.keys'))?.showModal();
  }

  /** A key that the element answers to wherever its focus is; a page may hand over those pressed beside it. @param {KeyboardEvent} event */
  shortcut(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    const target = /** @type {Element} */ (event.composedPath()[0]);
    if (target.matches?.('input:not([type=range]), select, textarea, dialog *')) return;
    const answer = shortcut(event.key, {
      state: this.#lens.state,
      map: this.#lens.lastShown?.detail?.before,
      hovered: this.local.hoverCell,
      order: channelOrder(this.#lens),
      busy: target.matches?.('button, a, summary, input, [role=group], [role=listbox]') ?? false,
    });
    if (!answer) return;
    event.preventDefault();
    if (answer === 'list') this.#onLocal({ keysOpen: true });
    else if (answer === 'step') this.#step();
    else if (answer === 'compare') this.#compare();
    else this.set(answer);
  }

  /** @param {Partial<import('./composition.js').Local>} partial */
  #onLocal(partial) {
    const changes = Object.entries(partial).some(
      ([name, value]) => value !== this.local[/** @type {keyof typeof partial} */ (name)],
    );
    if (changes) this.local = { ...this.local, ...partial };
  }

  /** Keeps the run on screen when none is kept; then opens what compares, or closes it. */
  #compare() {
    const { kept, state } = this.#lens;
    if (!kept) this.#lens.keep();
    else this.set({ panel: state.panel === 'compare' ? '' : 'compare' });
  }

  /** @returns {boolean} whether there was a next step */
  #step() {
    const next = nextStep(this.#lens);
    if (next) this.set({ step: next, unit: 'auto' });
    return next !== undefined;
  }

  /** @param {{ key: string, values?: Record<string, string> }} failure */
  #fail({ key, values }) {
    this.#lens.error = this.#t(key, values);
    this.#emit('bamlens-error', { message: this.#lens.error });
    this.requestUpdate();
  }

  /** @param {string} event */
  #detailOf(event) {
    if (event === 'statechange') return this.state;
    if (event === 'ready') return this.#lens.summary;
    const { fit, predictions, elapsedMs, recomputedFrom } = this.#lens.run ?? {};
    return { fit, predictions: predictions?.slice(0, TOP), elapsedMs, recomputedFrom };
  }

  /** @param {string} name @param {unknown} detail */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** @param {File} file */
  async #loadFile(file) {
    const before = this.#lens.report;
    await this.#lens.loadFile(file);
    if (this.#lens.report !== before && this.#lens.reportName) this.#onLocal({ reportOpen: true });
  }

  /** @param {Blob | string} blobOrUrl @param {string} errorKey */
  async #blobOf(blobOrUrl, errorKey) {
    if (typeof blobOrUrl !== 'string') return blobOrUrl;
    try {
      const response = await fetch(blobOrUrl);
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      return await response.blob();
    } catch (error) {
      this.#fail({ key: errorKey, values: { message: /** @type {Error} */ (error).message } });
      return undefined;
    }
  }
}

/** @param {Blob | string} blobOrUrl */
function nameOf(blobOrUrl) {
  if (typeof blobOrUrl === 'string') return blobOrUrl.split(/[?#]/)[0].split('/').pop() ?? '';
  return blobOrUrl instanceof File ? blobOrUrl.name : '';
}

if (!customElements.get('bam-lens')) customElements.define('bam-lens', BamLens);
