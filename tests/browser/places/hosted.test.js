/** The page on a host, as it is published. */

import assert from 'node:assert/strict';
import { inEachBrowser } from './place.js';
import { numbersAt, numbersInNode, numbersOfPhoto } from './same-numbers.js';

const { BAM_LENS_URL: url } = process.env;
const RACCOON = 'www/samples/raccoon.jpg';
const [koala, raccoon] = ['www/samples/koala.jpg', RACCOON].map(numbersInNode);
assert.notDeepEqual(raccoon, koala);

inEachBrowser("the hosted page shows the network's numbers", async (open) => {
  const place = await open(url);
  const numbers = await numbersAt(place);
  assert.equal(numbers.logits.length, 64);
  assert.deepEqual(numbers, koala);
  assert.deepEqual(place.problems, []);
});

inEachBrowser("the hosted page runs a reader's photo", async (open) => {
  const place = await open(url);
  await numbersAt(place);
  const numbers = await numbersOfPhoto(place, RACCOON);
  assert.deepEqual(numbers, raccoon);
  assert.deepEqual(place.problems, []);
});
