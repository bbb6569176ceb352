/**
 * The newest request wins: at most one task is in flight, and when it ends only the newest of what was asked meanwhile
 * is started. A task can ask whether it has become stale, and then draws nothing.
 *
 * @template Input
 * @param {(input: Input, isStale: () => boolean) => Promise<void>} task
 * @returns {(input: Input) => Promise<void>} settles when nothing is left to do
 */
export function latestOnly(task) {
  /** @type {{ input: Input } | undefined} */
  let wanted;
  /** @type {Promise<void> | undefined} */
  let draining;

  async function drain() {
    try {
      while (wanted) {
        const { input } = wanted;
        wanted = undefined;
        await task(input, () => wanted !== undefined);
      }
    } finally {
      draining = undefined;
    }
  }

  return (input) => {
    wanted = { input };
    draining ??= drain();
    return draining;
  };
}
