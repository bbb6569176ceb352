/**
 * Breaks the network's worker where a test wants it: its text gets a beginning that lets chosen exports of the module end in
 * a real trap, a real overflow, a loop without end. Nothing in the product knows of it.
 */

/** @typedef {'panic' | 'memory' | 'stack' | 'loop' | 'terminated'} Fault */

/** Exports of the module by what the reader is doing. */
export const MOMENTS = {
  start: ['session_new'],
  load: ['session_loadPhoto'],
  run: ['session_run'],
  draw: ['session_map'],
};

/** Runs in the worker, before its own text. @param {{ exports: string[], fault: Fault }} plan */
function prefix({ exports: names, fault }) {
  // (module (func (export "f") ...)): one that divides by zero, and one that calls itself.
  const small = (/** @type {number[]} */ body) =>
    new WebAssembly.Instance(
      new WebAssembly.Module(
        new Uint8Array([
          ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0],
          ...[10, body.length + 4, 1, body.length + 2, 0, ...body, 11],
        ]),
      ),
    ).exports;
  /** @type {Record<string, (instance: any) => void>} */
  const faults = {
    // `unreachable` without a panic's text is what a failed allocation ends in: `memory`.
    panic: () => /** @type {any} */ (small([65, 1, 65, 0, 109, 26])).f(),
    stack: () => /** @type {any} */ (small([16, 0])).f(),
    // The module's own allocator, until there is no more.
    memory: (instance) => {
      for (;;) instance.exports.__wbindgen_malloc(2 ** 30, 1);
    },
    loop: () => {
      for (;;);
    },
    terminated: () => {
      close();
      // The task that is under way still ends, but nothing is heard of it.
      globalThis.postMessage = () => {};
      throw new Error('closed');
    },
  };
  const channel = new BroadcastChannel('faults');
  let left = 0;
  channel.onmessage = ({ data }) => {
    left = data;
    channel.postMessage('armed');
  };
  // A replacement asks how often it shall fail.
  channel.postMessage('?');
  const { instantiate, instantiateStreaming } = WebAssembly;
  const spoil = (/** @type {any} */ result) => {
    const { instance, module } = result;
    const exports = { ...instance.exports };
    for (const name of names) {
      const original = exports[name];
      exports[name] = (/** @type {any[]} */ ...args) => {
        if (left > 0) {
          left -= 1;
          channel.postMessage('failed');
          faults[fault](instance);
        }
        return original(...args);
      };
    }
    return { instance: { exports }, module };
  };
  // The glue looks whether what it got is an instance.
  Object.assign(WebAssembly, {
    instantiate: async (/** @type {any[]} */ ...args) => spoil(await Reflect.apply(instantiate, WebAssembly, args)),
    instantiateStreaming: async (/** @type {any[]} */ ...args) =>
      spoil(await Reflect.apply(instantiateStreaming, WebAssembly, args)),
  });
}

/** Runs in the page, before its own scripts. @param {{ prefix: string, times: number }} plan */
function inPage({ prefix, times }) {
  /** @type {{ left: number, failedMs: number[] }} */
  const faults = { left: times, failedMs: [] };
  Object.assign(window, { faults });
  const channel = new BroadcastChannel('faults');
  let armed = () => {};
  channel.onmessage = ({ data }) => {
    if (data === 'armed') armed();
    else if (data === 'failed') {
      faults.left -= 1;
      faults.failedMs.push(performance.now());
    } else channel.postMessage(faults.left);
  };
  const tell = (/** @type {number} */ left) => channel.postMessage((faults.left = left));
  Object.assign(window, {
    // What the page asks of the worker goes another way, and could be there first.
    arm: (/** @type {number} */ left) =>
      new Promise((resolve) => {
        armed = () => resolve(undefined);
        tell(left);
      }),
    disarm: () => tell(0),
  });
  window.Blob = class extends Blob {
    constructor(/** @type {BlobPart[]} */ parts = [], /** @type {BlobPropertyBag} */ options = {}) {
      super(options.type === 'text/javascript' ? [prefix, ...parts] : parts, options);
    }
  };
}

/**
 * @param {import('playwright-core').BrowserContext} context in which no page is open yet
 * @param {keyof typeof MOMENTS} moment
 * @param {Fault} fault
 * @param {number} [times] how often it fails from the beginning; later, the page's `arm(times)` of a living worker says so
 */
export async function breakAt(context, moment, fault, times = 0) {
  const plan = JSON.stringify({ exports: MOMENTS[moment], fault });
  await context.addInitScript(inPage, { prefix: `(${prefix})(${plan});\n`, times });
}
