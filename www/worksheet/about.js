/** What a worksheet is about, in words: photo, network, module, and the address that shows it to others. */

import { shapeText } from '../format.js';
import { DEFAULTS } from '../state.js';
import { isolated } from '../texts.js';
import { OWN_PHOTO, toHash } from '../url.js';
import { readBy } from '../variants.js';

/** What of a state a worksheet shows; the rest would only make its address longer. */
const SHOWN = /** @type {const} */ ([
  'img',
  'stage',
  'cell',
  'channel',
  'form',
  'merge',
  'r',
  'd',
  'size',
  'crop',
  'lang',
]);

/** Characters of a file's name for which there is room. */
const LONGEST = 60;

/**
 * @typedef {object} About
 * @property {string} what the photo and the network
 * @property {string} module the BAM and its setting
 * @property {string} address that shows the same; empty where there is none
 * @property {string[]} notes on the weights, and why there is no address
 */

/**
 * @param {import('../strings.js').Translate} t
 * @param {object} of
 * @param {import('../state.js').State} of.state
 * @param {import('../run.js').Run} of.run
 * @param {string} of.photo its title
 * @param {{ arch: string, classes: number }} of.network
 * @param {string} of.checkpoint name of the reader's own; empty for none
 * @param {string} of.href address of the page
 * @returns {About}
 */
export function aboutOf(t, { state, run, photo, network: { arch, classes }, checkpoint, href }) {
  const { setting, stage, shapes, fit } = run;
  const { form, merge, r, d } = setting;
  const reads = readBy(setting);
  const network = t('status.network', { name: arch.replace('resnet', 'ResNet-'), classes });
  const onWeb = /^https?:/.test(href);
  const notes = [
    fit.kind === 'borrowed' && t('worksheet.borrowed'),
    fit.variant?.dAssumed && reads.d && t('fit.dAssumed', { d }),
    state.img === OWN_PHOTO && t('worksheet.ownPhoto'),
    checkpoint && t('worksheet.ownCheckpoint'),
    !onWeb && t('worksheet.noAddress'),
  ].filter((note) => typeof note === 'string' && note !== '');
  const shared = onWeb && state.img !== OWN_PHOTO && !checkpoint;
  return {
    what: [named(photo), named(checkpoint), network, t('compare.size', { size: state.size })]
      .filter(Boolean)
      .join(' · '),
    module: [
      `${t('place.bam', { k: stage })}, ${shapeText(shapes[stage - 1])}`,
      [t(`form.${form}`), reads.merge && t(`merge.${merge}`)].filter(Boolean).join(', '),
      // Not to be broken after the sign.
      [reads.r && `r\u00a0=\u00a0${r}`, reads.d && `d\u00a0=\u00a0${d}`].filter(Boolean).join(', '),
    ].join(' · '),
    address: shared ? addressOf(state, href) : '',
    notes: /** @type {string[]} */ (notes),
  };
}

/** A file can be named at any length. @param {string} name */
const named = (name) => isolated(name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name);

/** @param {import('../state.js').State} state @param {string} href */
function addressOf(state, href) {
  const shown = Object.fromEntries(SHOWN.map((name) => [name, state[name]]));
  return href.replace(/#.*/s, '') + toHash({ ...DEFAULTS, ...shown });
}
