/** The languages of the element. */

import en from './locales/en.json' with { type: 'json' };
import ko from './locales/ko.json' with { type: 'json' };
import { translatorOf } from './strings.js';

/** @param {string} lang */
export const translator = (lang) => translatorOf({ en, ko }, lang);
