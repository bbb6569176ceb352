import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvOf } from '../../../www/export/csv.js';

/** A table of one row, without its column names and its last line end. */
const fields = (/** @type {(string | number)[]} */ ...row) =>
  csvOf(
    row.map(() => 'c'),
    [row],
  )
    .split('c\r\n')[1]
    .slice(0, -2);

test('columns and rows end in CRLF; commas, quotes and line ends are quoted', () => {
  assert.equal(
    csvOf(
      ['label', 'share, %'],
      [
        ['koala', 98.5],
        ['"teddy", bear', 1],
        ['two\nlines', 0],
      ],
    ),
    'label,"share, %"\r\nkoala,98.5\r\n"""teddy"", bear",1\r\n"two\nlines",0\r\n',
  );
  assert.equal(csvOf(['a'], []), 'a\r\n');
});

test('a float32 has the fewest digits that give it back', () => {
  const values = new Float32Array([
    0.1,
    -0.3,
    1 / 3,
    100,
    1000.00024,
    16777216,
    1e-45,
    3.4028234663852886e38,
    1.17549435e-38,
  ]);
  assert.equal(fields(...values), '0.1,-0.3,0.33333334,100,1000.00024,16777216,1e-45,3.4028235e+38,1.1754944e-38');
  let seed = 1;
  const bits = Uint32Array.from({ length: 20_000 }, () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0));
  const random = new Float32Array(bits.buffer).filter(Number.isFinite);
  assert.deepEqual(
    new Float32Array(
      fields(...random)
        .split(',')
        .map(Number),
    ),
    random,
  );
});

test('a double keeps all its digits', () => {
  assert.equal(fields(Math.PI, 0.1, 16777217, 1e300), '3.141592653589793,0.1,16777217,1e+300');
});

test('what is not finite, and the sign of zero', () => {
  assert.equal(fields(NaN, Infinity, -Infinity, 0, -0), 'NaN,Infinity,-Infinity,0,-0');
});

test('a text never begins a formula; a negative number stays one', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\ufeff=1', '\u0000=1', '＝1', '\tx']) {
    assert.equal(fields(text), `'${text}`);
  }
  assert.equal(fields('\rx'), '"\'\rx"');
  assert.equal(fields('=HYPERLINK("http://a","b")'), '"\'=HYPERLINK(""http://a"",""b"")"');
  assert.equal(csvOf(['=cmd'], []), "'=cmd\r\n");
  assert.equal(fields(-1, 'a=b', 'x-y', "it's"), "-1,a=b,x-y,it's");
});

test('a row of another length is refused', () => {
  assert.throws(() => csvOf(['a', 'b'], [[1, 2], [1]]), { message: 'row 2 has 1 fields, expected 2' });
});
