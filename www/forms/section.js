/** Four formulas under one name: keeps what the network answers under each, and shows it. */

import { correlation } from '../differences.js';
import { learn } from '../languages.js';
import { stageShapes } from '../layout.js';
import phrases from '../locales/en.json?only=forms&phrases';
import { rememberLast } from '../memo.js';
import { pace } from '../pace.js';
import { Section } from '../section.js';
import { STAGES } from '../state.js';
import sheet from './forms.css?inline';
import { FOUR } from './four.js';
import padding from './padding.css?inline';
import { EXAMPLE_EDGE } from './shrink.js';
import { Trials } from './trials.js';
import { besideThePaper, isEven, placeOf } from './verdict.js';
import { view } from './view.js';

/** @typedef {import('./four.js').Form} Form */
/** @typedef {import('../scale.js').Plane} Plane */

learn('en', phrases);

/** The usual input of a ResNet on ImageNet. */
const USUAL_PX = 224;
/** How far below or above the window the section is asked about. */
const NEAR = '300px';

/** @param {HTMLElement} host that it fills @param {import('../element.js').BamLens} element */
export function formsSection(host, element) {
  const { lens } = element;
  const trials = new Trials(lens, () => section.draw());
  const alike = new Map(FOUR.map((form) => [form, rememberLast(correlation)]));
  const section = new Section(host, element, [sheet, padding], (t) =>
    view({ t, lens, cards: FOUR.map((form) => cardOf(form, t)), maps: mapsOf(), measured: measured(), onShow: show }),
  );
  for (const event of ['bamlens-statechange', 'bamlens-ready', 'bamlens-run']) {
    element.addEventListener(event, () => trials.follow());
  }
  new IntersectionObserver(([{ isIntersecting }]) => (trials.near = isIntersecting), { rootMargin: NEAR }).observe(
    host,
  );

  /** @param {Form} form @param {import('../strings.js').Translate} t @returns {import('./card.js').Card} */
  function cardOf(form, t) {
    const setting = trials.setting(form);
    const answer = trials.answer(form);
    const [trial, paper] = [answer?.trial, trials.answer('paper')?.trial];
    const compared = form === 'paper' ? undefined : alikeOf(form, trial?.gain, paper?.gain);
    const { state } = lens;
    return {
      form,
      setting,
      answer,
      weights: trials.hasWeights(form),
      chosen: state.form === form && state.r === setting.r && (form !== 'paper' || state.merge === setting.merge),
      alike: compared,
      verdict: verdictOf(),
    };

    function verdictOf() {
      if (!trial?.gain) return [];
      if (form === 'paper') return [placeOf(trial.gain, t)];
      return paper ? besideThePaper(trial, paper, compared, t) : [];
    }
  }

  /** @param {Form} form @param {Plane | undefined} gain @param {Plane | undefined} paper */
  function alikeOf(form, gain, paper) {
    if (!gain || !paper || isEven(gain) || isEven(paper)) return undefined;
    return alike.get(form)?.(gain.data, paper.data);
  }

  /** @returns {import('./padding.js').Row[]} */
  function mapsOf() {
    // The stem alone decides how large a map is; until a network is here it is the shipped one's.
    const architecture = lens.summary?.architecture ?? { arch: 'resnet18', stem: 'imagenet', width: 64, classes: 0 };
    const sizes = [...new Set([lens.state.size, USUAL_PX])];
    const rows = sizes.flatMap((sizePx) => {
      const shapes = stageShapes(architecture, sizePx);
      return STAGES.map((k) => ({ k, sizePx, edge: shapes[k - 1][1] }));
    });
    return [{ edge: EXAMPLE_EDGE }, ...rows];
  }

  /** Two shares of so many photos differ for certain (19 times of 20) from so many points on, when each is about a half. */
  function measured() {
    const variants = FOUR.map((form) => trials.answer(form)?.trial?.fits[0].variant);
    const photos = variants.find((variant) => variant?.accuracy)?.accuracy?.photos;
    return photos ? { photos, apart: 100 * 1.96 * Math.sqrt(0.5 / photos) } : undefined;
  }

  /** @param {import('./card.js').Card} card */
  function show({ setting: { form, merge, r } }) {
    element.set({ form, merge, r });
    element.scrollIntoView({ block: 'start', behavior: pace() });
  }
}
