/** A run in a few words: photo, network, setting. */

import { isolated } from './texts.js';

/**
 * @param {import('./strings.js').Translate} t
 * @param {import('./state.js').State} state
 * @param {string} [photo] its title
 * @param {string} [network] a reader's own file
 */
export function nameOfRun(t, { form, merge, r, d, size }, photo, network) {
  const formula = form === 'paper' ? `${t('form.paper')}, ${t(`merge.${merge}`)}` : t(`form.${form}`);
  const setting = form === 'none' ? formula : t('compare.setting', { formula, r, d });
  const names = [photo, network].filter((name) => name !== undefined).map(isolated);
  return [...names, setting, t('compare.size', { size })].filter(Boolean).join(' · ');
}
