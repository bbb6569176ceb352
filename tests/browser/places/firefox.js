/** Starts Firefox: over WebDriver BiDi, because Playwright drives only a Firefox that it patched itself. */

import { userInfo } from 'node:os';
import puppeteer from 'puppeteer-core';

const { FIREFOX: executablePath } = process.env;

/** Why the tests in Firefox are left out; undefined where they run. */
export const missing = executablePath ? undefined : 'no Firefox was found';

/**
 * @param {Record<string, boolean | number | string>} [prefs] of this browser alone, as `about:config` has them
 * @returns {Promise<import('puppeteer-core').Browser>} the caller closes it
 */
export const openFirefox = (prefs) =>
  puppeteer.launch({
    browser: 'firefox',
    protocol: 'webDriverBiDi',
    executablePath,
    headless: true,
    // Puppeteer lets every file read every other; for readers each file is an origin of its own.
    // A camera that shows a pattern, for whoever asks.
    extraPrefsFirefox: {
      'security.fileuri.strict_origin_policy': true,
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      ...prefs,
    },
    // As root Firefox refuses a home that belongs to somebody else, which is what HOME names in some containers.
    env: { ...process.env, HOME: userInfo().homedir },
  });
