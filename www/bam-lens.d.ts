/** The package's types: those of the element, and what JSDoc cannot say, that its tag and its events are known everywhere. */

import type { BamLens, RunDetail, State, Summary } from './element.js';

export * from './element.js';

declare global {
  interface HTMLElementTagNameMap {
    'bam-lens': BamLens;
  }

  // The events bubble out of every shadow: they can be heard at any element, the document and the window.
  interface GlobalEventHandlersEventMap {
    'bamlens-ready': CustomEvent<Summary>;
    'bamlens-run': CustomEvent<RunDetail>;
    'bamlens-error': CustomEvent<{ message: string }>;
    'bamlens-statechange': CustomEvent<State>;
  }
}
