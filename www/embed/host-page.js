/** The page around the frame: it is told how high the frame's content is, and may say what to show. */

import { stateIn } from './settings.js';

/**
 * @param {object} props
 * @param {HTMLElement} props.content whose height the frame should have
 * @param {string | undefined} props.origin the only one whose messages count
 * @param {(partial: Record<string, string | number>) => void} props.onSet
 * @returns {{ tell: (state: import('../state.js').State) => void }} tells the page what is shown
 */
export function hostPage({ content, origin, onSet }) {
  // Heights and states are no secrets, and a sandboxed frame cannot know who embeds it.
  const post = (/** @type {object} */ message) => window.parent !== window && window.parent.postMessage(message, '*');
  new ResizeObserver(() => {
    post({ type: 'bam-lens:resize', height: Math.ceil(content.getBoundingClientRect().height) });
  }).observe(content);
  addEventListener('message', (event) => {
    // Any window can send here; only the one around this frame decides.
    if (event.source !== window.parent || window.parent === window) return;
    if (origin !== undefined && event.origin !== origin) return;
    const partial = stateIn(event.data);
    if (partial) onSet(partial);
  });
  return { tell: (state) => post({ type: 'bam-lens:statechange', state }) };
}
