/** `<bam-lens>`: attributes in, events out; everything it shows comes from a `Lens`. The page is this element plus text. */

import { LitElement, html, nothing } from 'lit';
import { Engine } from './engine.js';
import { Intake } from './intake.js';
import { Lens } from './lens.js';
import { shippedSamples, shippedWeights } from './samples.js';
import { screen } from './screen.js';
import { DEFAULTS } from './state.js';
import { translator } from './strings.js';
import { styles } from './styles.js';
import { checkpoint } from './views/checkpoint.js';
import { controls } from './views/controls.js';
import { notice } from './views/notice.js';
import { photos } from './views/photos.js';
import { status } from './views/status.js';
import { strip } from './views/strip.js';
import { untrained } from './views/untrained.js';

const spawn = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
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
    hoverCell: { state: true },
    hoverChannel: { state: true },
    filter: { state: true },
    reportOpen: { state: true },
  };

  #lens;
  #intake = new Intake(this, (file) => this.#loadFile(file));
  #t = translator(DEFAULTS.lang);

  constructor() {
    super();
    /** @type {string | null} address of a photo */ this.src = null;
    /** @type {string | null} address of a weights file */ this.weights = null;
    /** @type {string} names of parts, with spaces between */ this.hide = '';
    /** @type {string} names of settings that cannot be changed */ this.lock = '';
    /** @type {string | null} `0` or `false`: wait for a click */ this.autoload = null;
    /** @type {import('./state.js').Cell | null} */ this.hoverCell = null;
    /** @type {number | undefined} */ this.hoverChannel = undefined;
    /** @type {import('./views/checkpoint.js').Filter} */ this.filter = { fate: 'all', text: '' };
    this.reportOpen = false;
    this.#lens = new Lens(new Engine(spawn), shippedSamples, shippedWeights);
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
    // One task later, so that a page can set the state of its address first.
    queueMicrotask(() => this.#start());
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    // Moved within the page, an element is back before this runs, and keeps its network.
    queueMicrotask(() => this.isConnected || this.#lens.stop());
  }

  #start() {
    if (!this.isConnected) return;
    if (!this.#lens.photo) {
      if (this.src) this.loadImage(this.src);
      else this.#lens.set({});
    }
    const autoload = !['0', 'false'].includes(this.autoload ?? '');
    if (autoload && this.#lens.phase === 'waiting') this.#lens.load(this.weights ?? undefined);
  }

  // -- the public interface: DESIGN.md, section 4 ------------------------------------------------------------------

  /** Everything that is chosen, as a plain object: the same as the page's URL hash. */
  get state() {
    return { ...this.#lens.state };
  }

  /** The five most probable classes of the last run. */
  get predictions() {
    return (this.#lens.run?.predictions ?? []).slice(0, TOP);
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
  }

  /** @override */
  render() {
    const lens = this.#lens;
    const { state, photo } = lens;
    this.#t = translator(state.lang);
    const t = this.#t;
    const hidden = new Set(this.hide.split(/[\s,]+/));
    const onSet = (/** @type {Partial<import('./state.js').State>} */ partial) => this.set(partial);
    const shown = (/** @type {string} */ part, /** @type {() => unknown} */ view) =>
      hidden.has(part) ? nothing : view();
    return html`<div class="lens ${lens.phase} view-${state.view} ${this.#intake.dragging ? 'dragging' : ''}">
      ${
        hidden.has('samples') && hidden.has('status')
          ? nothing
          : html`<div class="bar">
              ${shown('samples', () =>
                photos({
                  t,
                  samples: shippedSamples,
                  img: state.img,
                  photo,
                  onSample: (img) => onSet({ img, cell: '' }),
                  onFile: (file) => this.#loadFile(file),
                }),
              )}
              ${shown('status', () =>
                status({
                  t,
                  lens,
                  onLoad: () => lens.load(this.weights ?? undefined),
                  onReport: () => (this.reportOpen = !this.reportOpen),
                  onShipped: () => {
                    this.reportOpen = false;
                    lens.backToShipped();
                  },
                }),
              )}
            </div>`
      }
      ${notice({ t, message: lens.error, onDismiss: () => lens.dismissError() })}
      ${
        this.reportOpen && lens.report
          ? checkpoint({
              t,
              report: lens.report,
              name: lens.reportName,
              filter: this.filter,
              onFilter: (filter) => (this.filter = filter),
              onClose: () => (this.reportOpen = false),
            })
          : nothing
      }
      ${shown('strip', () =>
        strip({
          t,
          run: lens.run,
          photo,
          size: state.size,
          stage: state.stage,
          onStage: (stage) => onSet({ stage, cell: '' }),
        }),
      )}
      ${
        lens.run?.fit.kind === 'untrained'
          ? untrained({ t, run: lens.run, trained: lens.trainedR(), onSet })
          : screen({
              t,
              lens,
              hidden,
              hoverCell: this.hoverCell,
              hoverChannel: this.hoverChannel,
              onHoverCell: (cell) => (this.hoverCell = cell),
              onHoverChannel: (channel) => (this.hoverChannel = channel),
              onSet,
            })
      }
      ${shown('controls', () =>
        controls({
          t,
          state,
          variants: lens.summary?.variants ?? [],
          locked: new Set(this.lock.split(/[\s,]+/)),
          cropped: photo?.widthPx !== photo?.heightPx,
          onSet,
        }),
      )}
      ${this.#intake.dragging ? html`<p class="drop-here" aria-hidden="true">${t('photos.drop')}</p>` : nothing}
    </div>`;
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
    if (this.#lens.report !== before) this.reportOpen = true;
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
