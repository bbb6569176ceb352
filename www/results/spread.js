/** Where marks and words of a chart stand so that none covers another. */

/** @typedef {{ x: number, y: number }} Point in px */
/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box in px */

/** How far a mark may be moved. */
const FARTHEST_PX = 120;

/**
 * Moves marks sideways as little as it takes, in the order given; the height of each is its value and stays.
 *
 * @param {Point[]} points
 * @param {number} sizePx of a mark
 * @param {[number, number]} range that marks stay in
 * @returns {Point[]}
 */
export function spread(points, sizePx, [from, to]) {
  /** @type {Point[]} */
  const placed = [];
  for (const { x, y } of points) {
    const free = (/** @type {number} */ at) =>
      at >= from && at <= to && placed.every((other) => Math.hypot(other.x - at, other.y - y) >= sizePx);
    const moves = Array.from({ length: 2 * FARTHEST_PX + 1 }, (_, i) => (i % 2 ? 1 : -1) * Math.ceil(i / 2));
    placed.push({ x: x + (moves.find((move) => free(x + move)) ?? 0), y });
  }
  return placed;
}

/** @param {number} left @param {number} top @param {number} width @param {number} height @returns {Box} */
export const box = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });

/** @param {Box} a @param {Box} b */
const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** How often each name may make room for the others. */
const ROUNDS = 3;

/**
 * Chooses a place for each name, where it meets the fewest of what is there and of the other names; the first of those.
 *
 * @template {Box} Place
 * @param {Place[][]} choices of each name
 * @param {Box[]} there
 * @returns {Place[]}
 */
export function arrange(choices, there) {
  const chosen = choices.map(([first]) => first);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, places] of choices.entries()) {
      const others = [...there, ...chosen.filter((_, other) => other !== i)];
      const counts = places.map((place) => others.filter((other) => meet(place, other)).length);
      chosen[i] = places[counts.indexOf(Math.min(...counts))];
    }
  }
  return chosen;
}

/** About how wide a text is: letters of Hangul and the like are square. @param {string} text @param {number} fontPx */
export function textPx(text, fontPx) {
  const square = text.match(/[\u1100-\u11ff\u2e80-\uffef]/g)?.length ?? 0;
  return fontPx * (square + 0.6 * (text.length - square));
}
