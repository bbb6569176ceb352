/** The parts of the page below the tool: what draws one is fetched when a reader comes near, or is led there. */

/** @typedef {import('./element.js').BamLens} BamLens */

/** By the id of their place, from above to below. @type {Record<string, () => Promise<(host: HTMLElement, lens: BamLens) => unknown>>} */
const SECTIONS = {
  article: async () => (await import('./article/section.js')).articleSection,
  forms: async () => (await import('./forms/section.js')).formsSection,
  results: async () => (await import('./results/section.js')).resultsSection,
};
const IDS = Object.keys(SECTIONS);

export class Sections {
  #lens;
  /** @type {Map<string, Promise<unknown>>} */
  #drawn = new Map();
  #near = new IntersectionObserver(
    (entries) => entries.filter(({ isIntersecting }) => isIntersecting).forEach(({ target }) => this.#draw(target.id)),
    { rootMargin: '600px' },
  );

  /** @param {BamLens} lens that they follow */
  constructor(lens) {
    this.#lens = lens;
    for (const id of IDS) this.#near.observe(hostOf(id));
  }

  /** Leads to a section, or to a term of the article's glossary. @param {string} at its id */
  async goTo(at) {
    const id = IDS.includes(at) ? at : 'article';
    // Those above it as well: when they come later, they push it away.
    await Promise.all(IDS.slice(0, IDS.indexOf(id) + 1).map((each) => this.#draw(each)));
    if (id === at) hostOf(id).scrollIntoView();
    else /** @type {(term: string) => void} */ (await this.#drawn.get('article'))(at);
  }

  /** @param {string} id */
  #draw(id) {
    this.#near.unobserve(hostOf(id));
    const coming = this.#drawn.get(id) ?? SECTIONS[id]().then((section) => section(hostOf(id), this.#lens));
    this.#drawn.set(id, coming);
    return coming;
  }
}

/** @param {string} id */
const hostOf = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
