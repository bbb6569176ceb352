/** `<bam-lens>`: attributes in, events out; everything it shows comes from a `Lens`. The page is this element plus text. */

import { LitElement, html } from 'lit';
import { Addresses } from './addresses.js';
import { Camera } from './camera.js';
import { LOCAL, composition } from './composition.js';
import { Connection } from './connection.js';
import { Engine } from './engine.js';
import { Intake } from './intake.js';
import { sentence } from './failure.js';
import { Keyboard } from './keyboard.js';
import { learn, translator } from './languages.js';
import { Lens } from './lens.js';
import { speak } from './locale-files.js';
import english from './locales/en.json?without=article,embed,forms,results,share,tour,worksheet&phrases';
import { Player } from './player.js';
import { precomputedUrl, shippedSamples, shippedWeights } from './samples.js';
import { spawn } from './spawn.js';
import { DEFAULTS } from './state.js';
import { styles } from './styles.js';
import { cardsIn } from './tour/cards.js';
import { Touring } from './tour/touring.js';
import { fromHash } from './url.js';

learn('en', english);

/** All elements of a page share one worker. */
const connection = new Connection(spawn);
/** Attributes that are fields of the state. */
const STATE_ATTRIBUTES = /** @type {const} */ (['r', 'd', 'form', 'merge', 'stage', 'view', 'lang', 'theme']);
/** The attribute that holds any of them. */
const WHOLE_STATE = 'state';
/** How many classes `predictions` holds. */
const TOP = 5;
/** Events of the lens and what the element calls them. */
const EVENTS = { ready: 'bamlens-ready', run: 'bamlens-run', statechange: 'bamlens-statechange' };

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./wasm/bam_lens.js').Setting} Setting
 * @typedef {import('./wasm/bam_lens.js').Prediction} Prediction
 * @typedef {import('./wasm/bam_lens.js').Fit} Fit
 * @typedef {import('./wasm/bam_lens.js').Tap} Tap
 * @typedef {import('./wasm/bam_lens.js').Report} Report
 * @typedef {import('./wasm/bam_lens.js').Summary & { fileBytes: number }} Summary
 */

/**
 * @typedef {object} RunDetail of `bamlens-run`
 * @property {Fit} fit what stands behind the setting: its own weights, those of another, or none
 * @property {Prediction[] | undefined} predictions the five most probable classes; undefined without weights
 * @property {number | undefined} elapsedMs
 * @property {string | null | undefined} recomputedFrom the first place that had to be computed again
 */

/**
 * What the Bottleneck Attention Module does to a photo, computed in the reader's browser.
 *
 * @tag bam-lens
 *
 * @attr {string} state - Any part of the state as an address has it after its `#`, such as `img=cat&stage=2&cell=3,4`. What it
 *   does not name stays; of it and an attribute such as `r` the later one counts.
 * @attr {number} r - Reduction ratio, 1 to 64; 4, 8, 16 and 32 are trained.
 * @attr {number} d - Dilation, 1 to 8; 1, 2, 4 and 6 are trained.
 * @attr {'paper' | 'official' | 'blog' | 'se' | 'none'} form - Formula of the attention module.
 * @attr {'sum' | 'product' | 'max' | 'channel' | 'spatial'} merge - How the two branches are merged.
 * @attr {1 | 2 | 3} stage - The bottleneck on show.
 * @attr {'all' | 'before' | 'attention' | 'after' | 'channel' | 'spatial'} view - The part to show alone.
 * @attr {string} lang - Language of the texts.
 * @attr {'auto' | 'light' | 'dark'} theme - Colours.
 *
 * @fires {CustomEvent<Summary>} bamlens-ready - The network is loaded.
 * @fires {CustomEvent<RunDetail>} bamlens-run - A run of the network is on screen.
 * @fires {CustomEvent<{ message: string, code: string }>} bamlens-error - One sentence that the reader sees as well, and what it is about in no language, such as `image.truncated`.
 * @fires {CustomEvent<State>} bamlens-statechange - Something was chosen, by the reader or by the page.
 *
 * @cssprop --paper - Background.
 * @cssprop --raised - Background of buttons and lists.
 * @cssprop --ink - Text.
 * @cssprop --soft - Text of less weight.
 * @cssprop --line - Thin lines.
 * @cssprop --line-strong - Borders of what can be pressed.
 * @cssprop --accent - What is chosen, in focus or a link.
 * @cssprop --accent-paper - Background of what is chosen.
 * @cssprop --font - Typeface of the texts.
 * @cssprop --math - Typeface of the formulas.
 * @cssprop --mono - Typeface of code.
 * @cssprop --radius - Radius of corners.
 *
 * @csspart photos - The samples and the button for an own photo.
 * @csspart status - Which weights are on screen, how large, how fast.
 * @csspart strip - The network from photo to classes.
 * @csspart maps - Before, attention and after.
 * @csspart side - What changed, or the numbers of one cell or channel.
 * @csspart branches - The channel and the spatial branch.
 * @csspart panels - What opens below the branches.
 * @csspart controls - The settings of the network.
 * @csspart tour - The card of the tour.
 */
export class BamLens extends LitElement {
  /** @internal */
  static styles = styles;
  /** @internal */
  static properties = {
    src: { type: String },
    weights: { type: String },
    hide: { type: String },
    lock: { type: String },
    autoload: { type: String },
    steps: { type: String },
    local: { state: true },
  };

  #lens;
  #addresses;
  #touring;
  #keyboard;
  #player;
  #intake = new Intake(this, (file) => this.#loadFile(file));
  #camera = new Camera(this, (file) => this.#loadFile(file));
  #cameraOpen = false;
  #resized = new ResizeObserver(([{ contentRect }]) => this.#onLocal({ widthPx: Math.round(contentRect.width) }));
  #t = translator(DEFAULTS.lang);

  constructor() {
    super();
    /** Address of a photo. @type {string | null} */
    this.src = null;
    /** Address of a weights file; without it the shipped network is used. @type {string | null} */
    this.weights = null;
    /** Names of parts and settings that are left out, with spaces between; `keys`: keys of one letter do nothing. @type {string} */
    this.hide = '';
    /** Names of settings that cannot be changed, with spaces between. @type {string} */
    this.lock = '';
    /** `0` or `false`: the network is only fetched when the reader asks for it. @type {string | null} */
    this.autoload = null;
    /** Numbers of the tour's cards that there are, such as `3-5`; empty: all. @type {string} */
    this.steps = '';
    /** @private @type {import('./composition.js').Local} */
    this.local = { ...LOCAL };
    this.#lens = new Lens(new Engine(connection, spawn), shippedSamples, shippedWeights, precomputedUrl);
    this.#touring = new Touring(this, this.#lens);
    this.#keyboard = new Keyboard(this, this.#touring, {
      hovered: () => this.local.hoverCell,
      onList: () => this.#onLocal({ keysOpen: true }),
    });
    this.#player = new Player(() => this.#keyboard.step() || this.#onLocal({ playing: false }));
    this.#addresses = new Addresses(this.#lens, (failure) => this.#fail(failure));
    this.#lens.addEventListener('change', () => this.requestUpdate());
    this.#lens.addEventListener('failure', (event) => this.#fail(/** @type {CustomEvent} */ (event).detail));
    for (const [event, name] of Object.entries(EVENTS)) {
      this.#lens.addEventListener(event, () => this.#emit(name, this.#detailOf(event)));
    }
  }

  /** @internal */
  static get observedAttributes() {
    return [...super.observedAttributes, ...STATE_ATTRIBUTES, WHOLE_STATE];
  }

  /** @internal @override @param {string} name @param {string | null} old @param {string | null} value */
  attributeChangedCallback(name, old, value) {
    super.attributeChangedCallback(name, old, value);
    if (name === WHOLE_STATE && value !== null) this.set(fromHash(value));
    const field = STATE_ATTRIBUTES.find((attribute) => attribute === name);
    const wanted = field && (value ?? DEFAULTS[field]);
    if (field && String(wanted) !== String(this.state[field])) this.set({ [field]: wanted });
  }

  /** @internal @override */
  connectedCallback() {
    super.connectedCallback();
    this.#resized.observe(this);
    // One task later, so that a page can set the state of its address first.
    queueMicrotask(() => this.#start());
  }

  /** @internal @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#onLocal({ playing: false });
    // Moved within the page, an element is back before this runs, and keeps its network.
    queueMicrotask(() => this.isConnected || this.#lens.stop());
  }

  /** Follows the attributes that name files; each is fetched once. */
  async #start() {
    if (!this.isConnected) return;
    await this.#addresses.follow(this);
    if (!this.isConnected) return;
    this.#lens.start();
    await this.#lens.pictured();
    await this.updateComplete;
    const autoload = !['0', 'false'].includes(this.autoload ?? '');
    if (autoload && this.isConnected && this.#lens.phase === 'waiting' && !this.#lens.network.needsFile)
      this.#lens.load();
  }

  // -- the public interface: DESIGN.md, section 4 ------------------------------------------------------------------

  /** Everything that is chosen, as a plain object: the same as the page's URL hash. @returns {State} */
  get state() {
    return { ...this.#lens.state };
  }

  /** The five most probable classes of the last run; none before the network is here, whatever is on screen. @returns {Prediction[]} */
  get predictions() {
    return this.#lens.precomputed ? [] : (this.#lens.run?.predictions ?? []).slice(0, TOP);
  }

  /** What became of a reader's own checkpoint; undefined before there is one. @returns {Report | undefined} */
  get report() {
    return this.#lens.network.report;
  }

  /** File name of the reader's own checkpoint; empty while the network is the one that came with the page. */
  get checkpointName() {
    return this.#lens.network.checkpointName ?? '';
  }

  /**
   * Changes what is chosen. What is not valid stays as it was.
   *
   * @param {Partial<State> | Record<string, unknown>} partial
   * @returns {{ name: string, value: string }[]} what was refused
   */
  set(partial) {
    if ('img' in partial) this.#addresses.forgetPhoto();
    return this.#lens.set(partial);
  }

  /** Shows a photo, and fetches the network for it if that waits to be asked for. @param {Blob | string} blobOrUrl */
  async loadImage(blobOrUrl) {
    await this.#addresses.photo(blobOrUrl, true);
  }

  /** Opens a checkpoint. @param {Blob | string} blobOrUrl a safetensors or PyTorch file */
  async loadWeights(blobOrUrl) {
    const file = await this.#addresses.weights(blobOrUrl);
    if (file) await this.#reporting(() => this.#lens.loadCheckpoint(file, file.name));
  }

  /** The tensors that the last run recorded, in forward order. @returns {Promise<string[]>} */
  tapNames() {
    return this.#lens.inquiry.tapNames();
  }

  /** One of them. @param {string} name such as `bam3.attention` @returns {Promise<Tap>} */
  tap(name) {
    return this.#lens.inquiry.tap(name);
  }

  // -- for the parts of our own page -------------------------------------------------------------------------------

  /** What is on screen. @internal */
  get lens() {
    return this.#lens;
  }

  // ----------------------------------------------------------------------------------------------------------------

  /** @internal @override Draws in the reader's language or not at all: words that change under the eye are worse than late ones. */
  async scheduleUpdate() {
    const coming = speak(this.#lens.state.lang);
    if (coming) await coming;
    super.scheduleUpdate();
  }

  /** @internal @override */
  willUpdate() {
    this.dataset.theme = this.#lens.state.theme;
    // The grid of channels opens at its beginning.
    if (this.#lens.state.panel !== 'channels') this.#onLocal({ firstRow: 0 });
  }

  /** @internal @override */
  render() {
    this.#t = translator(this.#lens.state.lang);
    return html`<div lang=${this.#t.lang} @keydown=${(/** @type {KeyboardEvent} */ event) => this.shortcut(event)}>
      ${composition({
        t: this.#t,
        lens: this.#lens,
        hidden: this.#hidden,
        locked: new Set(this.lock.split(/[\s,]+/)),
        camera: this.#camera,
        dragging: this.#intake.dragging,
        local: this.local,
        onLocal: (partial) => this.#onLocal(partial),
        onSet: (partial) => this.set(partial),
        onFile: (file) => this.#loadFile(file),
        onLoad: () => this.#lens.load(),
        veiled: this.#touring.veiled,
        onGuess: this.#touring.asksForCell ? (answer) => this.#touring.guess(answer) : undefined,
        tour: this.#touring.view(this.#t, cardsIn(this.steps)),
      })}
    </div>`;
  }

  /** @internal @override @param {import('lit').PropertyValues} changed */
  updated(changed) {
    this.#touring.follow();
    this.#showCamera();
    if (changed.has('src') || changed.has('weights') || changed.has('autoload')) this.#start();
    if (!changed.has('local')) return;
    this.#player.run(this.local.playing);
    // Only once: while it closes, it is still said to be open.
    if (!this.local.keysOpen || changed.get('local')?.keysOpen) return;
    /** @type {HTMLDialogElement | null} */ (this.renderRoot.querySelector('dialog.keys'))?.showModal();
  }

  #showCamera() {
    const open = this.#camera.phase !== 'off';
    // Only on a change: a dialog that the reader has just closed is told of later.
    if (open === this.#cameraOpen) return;
    this.#cameraOpen = open;
    const dialog = /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector('dialog.camera'));
    // Closed and not taken away: the focus goes back to where it was.
    if (open) dialog.showModal();
    else dialog.close();
  }

  /** A key that the element answers to wherever its focus is; a page may hand over those pressed beside it. @param {KeyboardEvent} event */
  shortcut(event) {
    if (!this.#hidden.has('keys')) this.#keyboard.press(event);
  }

  /** Takes the file of a drag, a drop or a paste; a page may hand over those beside it. @param {Event} event */
  take(event) {
    this.#intake.take(event);
  }

  /** Names of what is left out. */
  get #hidden() {
    return new Set(this.hide.split(/[\s,]+/));
  }

  /** @param {Partial<import('./composition.js').Local>} partial */
  #onLocal(partial) {
    const changes = Object.entries(partial).some(
      ([name, value]) => value !== this.local[/** @type {keyof typeof partial} */ (name)],
    );
    if (changes) this.local = { ...this.local, ...partial };
  }

  /** @param {{ key: string, values?: Record<string, unknown> }} failure */
  async #fail({ key, values }) {
    const { lang } = this.#lens.state;
    const coming = speak(lang);
    if (coming) await coming;
    this.#lens.error = sentence(translator(lang), key, values);
    const { code } = /** @type {import('./failure.js').Cause} */ (values?.message ?? {});
    this.#emit('bamlens-error', { message: this.#lens.error, code: code ?? key });
    this.requestUpdate();
  }

  /** @param {string} event @returns {State | Summary | RunDetail | undefined} */
  #detailOf(event) {
    if (event === 'statechange') return this.state;
    if (event === 'ready') return this.#lens.summary;
    const { fit, predictions, elapsedMs, recomputedFrom } = /** @type {import('./run.js').Run} */ (this.#lens.run);
    return { fit, predictions: predictions?.slice(0, TOP), elapsedMs, recomputedFrom };
  }

  /** @param {string} name @param {unknown} detail */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** @param {File} file of any kind */
  #loadFile(file) {
    this.#addresses.forgetPhoto();
    return this.#reporting(() => this.#lens.loadFile(file));
  }

  /** Opens the report that comes with a reader's own checkpoint. @param {() => Promise<void>} load */
  async #reporting(load) {
    const before = this.#lens.network.report;
    await load();
    if (this.#lens.network.report !== before && this.#lens.network.reportName) this.#onLocal({ reportOpen: true });
  }
}

if (!customElements.get('bam-lens')) customElements.define('bam-lens', BamLens);
