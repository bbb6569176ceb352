/** The article below the tool: its links set the tool's state, and lead to where it can be seen. */

import { guard } from 'lit/directives/guard.js';
import { learn } from '../languages.js';
import phrases from '../locales/en.json?only=article&phrases';
import { Section } from '../section.js';
import sheet from './article.css?inline';
import { idOf } from './contents.js';
import { Excursion } from './excursion.js';
import { bringIntoSight, inSight, partOf } from './tool.js';
import { view } from './view.js';

learn('en', phrases);

/**
 * @param {HTMLElement} host that it fills
 * @param {import('../element.js').BamLens} lens
 * @returns {Promise<(term: string) => void>} leads to a term of the glossary, once all of it is there
 */
export async function articleSection(host, lens) {
  const excursion = new Excursion(async () => {
    const { activeElement } = root();
    await section.draw();
    // Where the link was, there is nothing in sight that a key could reach.
    if (excursion.away && activeElement?.matches('a')) back()?.focus({ preventScroll: true });
  });
  const root = () => /** @type {ShadowRoot} */ (host.shadowRoot);
  const back = () => /** @type {HTMLElement | null} */ (root().querySelector('.back'));

  /** @type {import('../rich.js').OnState} */
  async function show(partial, link) {
    // A card of the tour may hide what it asks about.
    lens.set({ tour: 0, ...partial });
    await lens.updateComplete;
    const part = lens.renderRoot.querySelector(partOf(partial)) ?? lens;
    if (inSight(part)) return;
    excursion.begin(link);
    bringIntoSight(part);
  }

  const section = new Section(host, lens, [sheet], (t) =>
    // Hundreds of phrases, and a slider moves many times a second.
    guard([t.lang, excursion.away], () =>
      view({
        t,
        away: excursion.away,
        onState: show,
        onPlace: (link) => excursion.begin(link),
        onBack: () => excursion.back(),
      }),
    ),
  );
  await section.draw();

  return (term) => {
    const place = root().getElementById(idOf(term));
    place?.scrollIntoView({ block: 'center' });
    place?.focus({ preventScroll: true });
  };
}
