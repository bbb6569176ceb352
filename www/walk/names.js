/** The steps from F to F', in the order they are walked. Each ends in the tap of its name, or in Mc or Ms. */

export const STEPS = /** @type {const} */ ([
  'reduced',
  'dilated1',
  'dilated2',
  'spatial',
  'pooled',
  'hidden',
  'channel',
  'attention',
  'after',
]);

/** @typedef {typeof STEPS[number]} StepName */
