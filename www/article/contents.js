/** What stands in the article, in its order: paragraphs by their numbers, formulas by their names, then the terms that it explains. */

/**
 * @typedef {object} Chapter
 * @property {string} name of its words
 * @property {(number | string)[]} parts
 */

/** @type {readonly Chapter[]} */
export const CHAPTERS = [
  { name: 'photo', parts: [1, 2] },
  { name: 'why', parts: [1, 2] },
  { name: 'two', parts: [1, 'attention', 2, 'output', 3] },
  { name: 'channel', parts: [1, 'channel', 2, 3] },
  { name: 'spatial', parts: [1, 'spatial', 2, 3] },
  { name: 'merge', parts: [1, 2, 3] },
  { name: 'maps', parts: [1, 2, 3] },
  { name: 'claim', parts: [1, 2] },
  { name: 'network', parts: [1, 2] },
  { name: 'forms', parts: [1] },
  { name: 'check', parts: [1] },
];

/** From what a photo becomes to what is said about it; `#at=gain` leads to one. */
export const TERMS = /** @type {const} */ ([
  'backbone',
  'stage',
  'block',
  'bottleneck',
  'map',
  'channel',
  'cell',
  'gap',
  'batchnorm',
  'branch',
  'reduction',
  'dilation',
  'lattice',
  'field',
  'logits',
  'sigmoid',
  'attention',
  'gain',
  'spread',
  'merge',
  'form',
  'variant',
  'run',
  'tap',
  'cam',
]);

/** @param {string} term @returns {string} id of its place in the article */
export const idOf = (term) => `term-${term}`;
