/** Texts that want to be more than texts: 25 kinds in 8 disguises. Each that runs calls `hit()`. */

/** Longer than anything that is shown. */
export const LONG = 'L'.repeat(10_000);

const KINDS = [
  '<img src=x onerror=hit()>',
  '<svg onload=hit()></svg>',
  '<script>hit()</script>',
  '<iframe srcdoc="<script>parent.hit()</script>"></iframe>',
  '<details open ontoggle=hit()>x</details>',
  '<input autofocus onfocus=hit()>',
  '<svg><foreignObject><body onload=hit()></foreignObject></svg>',
  '<math><mtext><img src=x onerror=hit()></mtext></math>',
  '<style>@import url(https://elsewhere.test/a.css)</style>',
  '<link rel=stylesheet href=https://elsewhere.test/b.css>',
  '<object data="javascript:hit()"></object>',
  '<base href="https://elsewhere.test/">',
  '<form action="javascript:hit()"><button>x</button></form>',
  'javascript:hit()',
  'data:text/html,<script>hit()</script>',
  'background:url(https://elsewhere.test/c.png);width:expression(hit())',
  '{{constructor.constructor("hit()")()}}',
  '<!--?lit$0$--><?lit$1$>lit$123$',
  '__proto__',
  'constructor',
  'toString',
  "=cmd|' /C hit'!A0",
  '\u202egnp.\u2066exe\u200f\u2028\u0000\u200b',
  '\u05e9\u05dc\u05d5\u05dd 123 \u0642\u0637',
  LONG,
];

/** @type {((kind: string) => string)[]} */
const DISGUISES = [
  (kind) => kind,
  (kind) => `">${kind}`,
  (kind) => `' autofocus onfocus=hit() x='${kind}`,
  (kind) => `</title></style></textarea></script>${kind}`,
  (kind) => `\${hit()}\`${kind}`,
  (kind) => `%22%3E${encodeURIComponent(kind)}`,
  (kind) => kind.replace(/[<>"'&]/g, (character) => `&amp;#${character.charCodeAt(0)};`).concat('&lt;'),
  (kind) => `a\r\n\u202e${kind}`,
];

export const PAYLOADS = DISGUISES.flatMap((disguise) => KINDS.map(disguise));
