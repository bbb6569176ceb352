import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tally } from '../../../scripts/tally.js';

function tallyOf(lines, status = 0) {
  const tally = new Tally();
  for (const line of lines) tally.read(line);
  tally.close(status);
  return tally.toString();
}

const ONE_CRATE = 'test result: ok. 7 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.50s';

test('the test programs of a Cargo run are summed', () => {
  const failed = 'test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s';
  assert.equal(tallyOf([ONE_CRATE, 'running 4 tests', failed], 101), '10 passed, 1 failed, 2 skipped');
});

test('what Node cancels has failed, what is left to do was skipped', () => {
  const lines = ['ℹ tests 9', 'ℹ suites 4', 'ℹ pass 5', 'ℹ fail 1', 'ℹ cancelled 1', 'ℹ skipped 1', 'ℹ todo 1'];
  assert.equal(tallyOf(lines, 1), '5 passed, 2 failed, 2 skipped');
});

test('the last line of pytest is read, with rules around it or without', () => {
  assert.equal(tallyOf(['1 failed, 34 passed, 2 skipped, 1 error in 49.60s'], 1), '34 passed, 2 failed, 2 skipped');
  assert.equal(tallyOf(['===== 5 passed in 264.70s (0:04:24) =====']), '5 passed, 0 failed');
  assert.equal(tallyOf([ONE_CRATE, '5 passed photos in a test']), '7 passed, 0 failed, 2 skipped');
});

test('a part that ends badly without a failed test counts as one failure', () => {
  assert.equal(tallyOf([ONE_CRATE], 'SIGKILL'), '7 passed, 1 failed, 2 skipped');
});

test('a part without tests counts as one failure', () => {
  assert.equal(tallyOf(['ℹ pass 0', 'ℹ fail 0']), '0 passed, 1 failed');
});

test('a test that prints a summary in the middle of a line changes nothing', () => {
  assert.equal(tallyOf([ONE_CRATE, 'it said: ℹ pass 90']), '7 passed, 0 failed, 2 skipped');
});
