import assert from 'node:assert/strict';
import { test } from 'node:test';
import { literal, partsOf, rich } from '../../www/rich.js';

/** @param {string} text */
const say = (text) => ({ kind: 'text', text });

for (const { text, parts } of [
  { text: '', parts: [] },
  { text: 'plain words (and brackets) [1]', parts: [say('plain words (and brackets) [1]')] },
  {
    text: 'see [BAM 3](#stage=3&view=spatial).',
    parts: [say('see '), { kind: 'state', href: '#stage=3&view=spatial', parts: [say('BAM 3')] }, say('.')],
  },
  { text: '[gain](#at=gain)', parts: [{ kind: 'place', href: '#at=gain', parts: [say('gain')] }] },
  {
    text: '[paper](https://arxiv.org/abs/1807.06514)',
    parts: [{ kind: 'away', href: 'https://arxiv.org/abs/1807.06514', parts: [say('paper')] }],
  },
  { text: 'the *whole* of it', parts: [say('the '), { kind: 'em', parts: [say('whole')] }, say(' of it')] },
  {
    text: '$gain$을 곱합니다',
    parts: [{ kind: 'formula', name: 'gain', text: '$gain$' }, say('을 곱합니다')],
  },
  {
    text: '[a *cell* of $F$](#cell=3,4)',
    parts: [
      {
        kind: 'state',
        href: '#cell=3,4',
        parts: [
          say('a '),
          { kind: 'em', parts: [say('cell')] },
          say(' of '),
          { kind: 'formula', name: 'F', text: '$F$' },
        ],
      },
    ],
  },
  {
    text: '*see [this](#r=8) now*',
    parts: [{ kind: 'em', parts: [say('see '), { kind: 'state', href: '#r=8', parts: [say('this')] }, say(' now')] }],
  },
  { text: '\\*not\\* \\[a\\](#r=8) \\$F$ \\\\ \\n', parts: [say('*not* [a](#r=8) $F$ \\ \\n')] },
]) {
  test(`markup: ${text}`, () => assert.deepEqual(partsOf(text), parts));
}

test('markup that is not closed, or is none, shows itself', () => {
  for (const text of [
    '*open',
    '[open',
    '[open](#r=8',
    '[](#r=8)',
    '[empty](#)',
    '[spaces](#r=8 d=4)',
    '$open',
    '$ 5 and 6 $',
    '4 * 3 * 2',
    '**',
    '* a*',
    '<b onclick=alert(1)>&amp;',
    '[in](http://example.org)',
    '[in](javascript:alert(1))',
    '[in](data:text/html,x)',
    '[in](//example.org)',
    '[in](/path)',
    '[in](#r=8#d=4)',
    '{value}',
  ]) {
    assert.deepEqual(partsOf(text), [say(text)], text);
  }
});

test('a link in a link is none: the inner one counts', () => {
  const [before, link, after] = partsOf('[outer [inner](#r=8) words](https://example.org)');
  assert.deepEqual(before, say('[outer '));
  assert.equal(link.kind === 'state' && link.href, '#r=8');
  assert.deepEqual(after, say(' words](https://example.org)'));
});

test('a long hostile text is read in no time', () => {
  const before = performance.now();
  for (const piece of ['[', '*', '$', '\\', '[a](#', '*a', '$a', '[a](#b)*', '](', '[[a](https://b)']) {
    const text = piece.repeat(40_000);
    partsOf(text);
  }
  assert.ok(performance.now() - before < 2_000);
});

test('a value is no markup', () => {
  for (const value of ['[free](https://example.org) *x* $F$', '\\', '\\*', 'a*b', 'C:\\new']) {
    assert.deepEqual(partsOf(`${literal(value)}`), [say(value)], value);
    assert.deepEqual(partsOf(`a *${literal(value)}* b`)[1], { kind: 'em', parts: [say(value)] }, value);
  }
});

test('what is drawn: text stays text, a formula that is missing its name, a link its address', () => {
  const formulas = { F: 'MathML' };
  assert.deepEqual(rich('<b>$F$, $G$, $toString$', { formulas }), ['<b>', 'MathML', ', ', '$G$', ', ', '$toString$']);
  const [link] = /** @type {{ values: unknown[] }[]} */ (rich('[a](#r=8)'));
  assert.equal(link.values[0], '#r=8');
});

test('a click sets the state, a click for another tab does not', () => {
  /** @type {unknown[]} */
  const asked = [];
  const [link] = /** @type {{ values: any[] }[]} */ (
    rich('[a](#stage=2&cell=3,4)', { onState: (partial, from) => asked.push(partial, from) })
  );
  const click = link.values.find((/** @type {unknown} */ value) => typeof value === 'function');
  /** @type {string[]} */
  const kept = [];
  const event = { button: 0, currentTarget: 'the link', preventDefault: () => kept.push('here') };
  click({ ...event, ctrlKey: true });
  click({ ...event, metaKey: true });
  click({ ...event, shiftKey: true });
  click({ ...event, button: 1 });
  assert.deepEqual([asked, kept], [[], []]);
  click(event);
  assert.deepEqual(asked, [{ stage: '2', cell: '3,4' }, 'the link']);
  assert.deepEqual(kept, ['here']);
});
