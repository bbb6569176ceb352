/** What axe-core finds wrong with a page. It sees no pixels: a canvas counts by its role, label and table. */

import { fileURLToPath } from 'node:url';

const axe = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));

/**
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>} one line for each element that breaks a rule
 */
export async function violations(page) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.addScriptTag({ path: axe });
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run({ resultTypes: ['violations'] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`),
    );
  });
}
