/** Every language of the page, read from its file as the page's own loader cannot be outside a browser. */

import { readFileSync, readdirSync } from 'node:fs';
import { translatorOf } from '../../www/strings.js';

const folder = new URL('../../www/locales/', import.meta.url);

/** Code to phrases. @type {{ en: Record<string, string> } & Record<string, Record<string, string>>} */
export const TABLES = Object.fromEntries(
  readdirSync(folder).map((name) => [
    name.replace('.json', ''),
    JSON.parse(readFileSync(new URL(name, folder), 'utf8')),
  ]),
);

/** @param {string} lang */
export const translator = (lang) => translatorOf(TABLES, lang);
