/** Starts Firefox: over WebDriver BiDi, because Playwright drives only a Firefox that it patched itself. */

import { userInfo } from 'node:os';
import puppeteer from 'puppeteer-core';

const { FIREFOX: executablePath } = process.env;

/** Why the tests in Firefox are left out; undefined where they run. */
export const missing = executablePath ? undefined : 'no Firefox was found';

/** @returns {Promise<import('puppeteer-core').Browser>} the caller closes it */
export const openFirefox = () =>
  puppeteer.launch({
    browser: 'firefox',
    protocol: 'webDriverBiDi',
    executablePath,
    headless: true,
    // Puppeteer lets every file read every other; for readers each file is an origin of its own.
    extraPrefsFirefox: { 'security.fileuri.strict_origin_policy': true },
    // As root Firefox refuses a home that belongs to somebody else, which is what HOME names in some containers.
    env: { ...process.env, HOME: userInfo().homedir },
  });
