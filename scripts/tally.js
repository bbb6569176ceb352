/** Counts what test programs say they did, so that `npm test` can end with one sum. */

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const CARGO = /^test result: \w+\. (?<passed>\d+) passed; (?<failed>\d+) failed; (?<skipped>\d+) ignored/;
const PYTEST = /^=* ?(\d+ \w+(?:, \d+ \w+)*) in [\d.]+s/;
const PYTEST_WORDS = {
  passed: 'passed',
  failed: 'failed',
  error: 'failed',
  errors: 'failed',
  skipped: 'skipped',
  xfailed: 'skipped',
  xpassed: 'failed',
};
const NODE = /^ℹ (?<word>pass|fail|cancelled|skipped|todo) (?<count>\d+)$/;
/** Node counts a test that timed out, or whose file died, as cancelled. */
const NODE_WORDS = { pass: 'passed', fail: 'failed', cancelled: 'failed', skipped: 'skipped', todo: 'skipped' };

export class Tally {
  /** @type {Counts} */
  counts = { passed: 0, failed: 0, skipped: 0 };

  /** @param {string} line a line of `cargo test`, of `node --test` with its `spec` reporter, or of `pytest -q` */
  read(line) {
    const cargo = CARGO.exec(line)?.groups;
    if (cargo) this.add({ passed: +cargo.passed, failed: +cargo.failed, skipped: +cargo.skipped });
    const node = NODE.exec(line)?.groups;
    if (node) this.add({ [NODE_WORDS[node.word]]: +node.count });
    for (const part of PYTEST.exec(line)?.[1].split(', ') ?? []) {
      const [count, word] = part.split(' ');
      if (PYTEST_WORDS[word]) this.add({ [PYTEST_WORDS[word]]: +count });
    }
  }

  /** @param {Partial<Counts>} counts */
  add(counts) {
    for (const [word, count] of Object.entries(counts)) this.counts[word] += count;
  }

  /**
   * A part of the tests has ended. One that failed without counting a failure (it did not compile, it crashed), or that
   * ended well without a single test, counts as one failure: silence is not success.
   *
   * @param {number | string} status 0 or how it failed
   */
  close(status) {
    const { passed, failed, skipped } = this.counts;
    const silent = passed + failed + skipped === 0;
    if ((status !== 0 && failed === 0) || silent) this.add({ failed: 1 });
  }

  /** @returns {string} `3 passed, 0 failed`, with `, 1 skipped` when there were any */
  toString() {
    const { passed, failed, skipped } = this.counts;
    return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
  }
}
