/** Addresses of scripts, where a page asks for them by policy (Trusted Types): the worker's blob and the service worker. */

const createPolicy = () =>
  /** @type {any} */ (globalThis).trustedTypes?.createPolicy('bam-lens', {
    createScriptURL: (/** @type {string} */ url) => url,
  });

/** Made when it is first needed: a module that is imported a second time must not fail where a page allows each name once. */
let policy = /** @type {ReturnType<typeof createPolicy>} */ (undefined);

/** @param {string} url of a script of ours @returns {string} or what the policy wraps it in */
export function scriptUrl(url) {
  policy ??= createPolicy();
  return policy?.createScriptURL(url) ?? url;
}
