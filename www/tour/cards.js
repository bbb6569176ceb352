/**
 * The cards of the tour. A card is a part of the state: whoever opens one sees what it speaks of, and what a reader changes on
 * it stands in the address beside its number.
 */

/**
 * @typedef {object} Card
 * @property {string} name of its words
 * @property {Partial<import('../state.js').State>} state what it shows, beside `PLAIN`
 * @property {string} region selector of the part of the element that it is about
 * @property {'channel' | 'cell' | 'lattice' | 'gain' | 'spread'} [question] that it asks before it shows
 */

/** What every card starts from. The photo, r, d and the form are the reader's. */
const PLAIN = /** @type {const} */ ({
  stage: 3,
  view: 'all',
  side: 'changes',
  step: 'reduced',
  unit: 'auto',
  cell: '',
  channel: 'mean',
  panel: '',
  scale: 'fixed',
  order: 'sorted',
});

/** @type {readonly Card[]} */
export const CARDS = [
  { name: 'photo', state: { stage: 1 }, region: '.strip' },
  { name: 'why', state: { view: 'before' }, region: '.map-before' },
  { name: 'channel', state: {}, region: '.branch-channel', question: 'channel' },
  { name: 'squeeze', state: { view: 'channel' }, region: '.branch-channel' },
  { name: 'spatial', state: {}, region: '.map-attention', question: 'cell' },
  { name: 'dilation', state: { view: 'spatial' }, region: '.branch-spatial' },
  { name: 'lattice', state: { stage: 2, cell: '0,0' }, region: '.map-attention', question: 'lattice' },
  { name: 'merge', state: { cell: '3,4', side: 'cell', step: 'attention' }, region: '.side', question: 'gain' },
  { name: 'stages', state: {}, region: '.strip', question: 'spread' },
  { name: 'own', state: {}, region: '.bar' },
];

/** @param {number} tour number of a card, counted from 1; 0 for none @returns {Partial<import('../state.js').State>} */
export function stateOfCard(tour) {
  const card = CARDS[tour - 1];
  return card ? { ...PLAIN, ...card.state } : {};
}

const ALL = CARDS.map((_, i) => i + 1);

/**
 * @param {string} list such as `3-5` or `1,4`
 * @returns {number[]} numbers of the cards that it names, ascending
 */
export function cardsNamed(list) {
  const wanted = new Set();
  for (const part of list.split(/[\s,]+/)) {
    const [, from, to] = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(part) ?? [];
    if (from) for (let card = Number(from); card <= Number(to ?? from); card++) wanted.add(card);
  }
  return ALL.filter((card) => wanted.has(card));
}

/** The cards that there are. @param {string} list as above; where it names none: all */
export function cardsIn(list) {
  const named = cardsNamed(list);
  return named.length ? named : ALL;
}

/** What each question is about. */
const NEEDS = /** @type {const} */ ({
  channel: ['channel'],
  cell: ['spatial'],
  lattice: ['dilated'],
  gain: ['channel', 'spatial'],
  spread: ['spatial'],
});

/**
 * The question of the card on show, if the attention module on show has what it is about.
 *
 * @param {Pick<import('../state.js').State, 'tour' | 'form' | 'merge'>} state
 */
export function questionOf({ tour, form, merge }) {
  const question = CARDS[tour - 1]?.question;
  if (!question || form === 'none') return undefined;
  const branches = new Set(['channel', 'spatial', 'dilated']);
  if (form === 'se' || (form === 'paper' && merge === 'channel')) branches.delete('spatial');
  if (form === 'paper' && merge === 'spatial') branches.delete('channel');
  if (form === 'blog' || !branches.has('spatial')) branches.delete('dilated');
  return NEEDS[question].every((branch) => branches.has(branch)) ? question : undefined;
}
