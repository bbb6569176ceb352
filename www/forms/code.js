/**
 * Each form as a PyTorch module of our own, to be read beside the others: the layers, and what `forward` does with them. It
 * computes what `src/model` computes, and tests/js/forms.test.js runs it on the same weights. C channels, m = C / r.
 */

/** @typedef {{ layers: string, forward: string }} Code */

/** Of the paper's and the released module: the names are those of the formulas. */
const BRANCHES = `
        self.f0 = nn.Conv2d(C, m, 1)
        self.bn2 = nn.BatchNorm2d(m)
        self.f1 = nn.Conv2d(m, m, 3, padding=d, dilation=d)
        self.bn3 = nn.BatchNorm2d(m)
        self.f2 = nn.Conv2d(m, m, 3, padding=d, dilation=d)
        self.bn4 = nn.BatchNorm2d(m)
        self.f3 = nn.Conv2d(m, 1, 1)`;

/** Its head. @param {string} name @param {string} parameters @param {string} [imported] before `nn` */
const head = (name, parameters, imported = '') => `from torch import ${imported}nn, relu, sigmoid

class ${name}(nn.Module):
    def __init__(self, C, ${parameters}):
        super().__init__()
        m = C // r`;

/** Its `forward`, up to what weighs the map. @param {string[]} channel @param {string[]} spatial */
const forward = (channel, spatial = []) =>
  [
    'def forward(self, f):',
    '    # what: a logit per channel',
    '    c = f.mean((2, 3))',
    ...channel.map((line) => `    c = ${line}`),
    '    c = c[:, :, None, None]',
    '',
    ...(spatial.length ? ['    # where: a logit per cell', ...spatial.map((line) => `    ${line}`), ''] : []),
  ].join('\n');

/** Of the paper's and the released module: 1 x 1, twice 3 x 3 with gaps; the last 1 x 1 they treat differently. */
const DILATED = ['s = relu(self.bn2(self.f0(f)))', 's = relu(self.bn3(self.f1(s)))', 's = relu(self.bn4(self.f2(s)))'];

/** @type {Readonly<Record<import('./four.js').Form, Code>>} */
export const CODE = Object.freeze({
  paper: {
    layers: `${head('Paper', 'r=16, d=4')}
        self.w0 = nn.Linear(C, m)
        self.bn0 = nn.BatchNorm1d(m)
        self.w1 = nn.Linear(m, C)
        self.bn1 = nn.BatchNorm1d(C)${BRANCHES}
        self.bn5 = nn.BatchNorm2d(1)`,
    forward: `${forward(['relu(self.bn0(self.w0(c)))', 'self.bn1(self.w1(c))'], [...DILATED, 's = self.bn5(self.f3(s))'])}
    return f + f * sigmoid(c + s)`,
  },
  official: {
    layers: `${head('Official', 'r=16, d=4')}
        self.w0 = nn.Linear(C, m)
        self.bn0 = nn.BatchNorm1d(m)
        self.w1 = nn.Linear(m, C)${BRANCHES}`,
    forward: `${forward(['relu(self.bn0(self.w0(c)))', 'self.w1(c)'], [...DILATED, 's = self.f3(s)'])}
    return f + f * sigmoid(c * s)`,
  },
  blog: {
    layers: `${head('Blog', 'r=16', 'cat, ')}
        self.w0 = nn.Linear(C, m, bias=False)
        self.w1 = nn.Linear(m, C, bias=False)
        self.f = nn.Conv2d(2, 1, 7, padding=3, bias=False)`,
    forward: `${forward(
      ['relu(self.w0(c))', 'self.w1(c)'],
      ['mean = f.mean(1, keepdim=True)', 'std = f.std(1, keepdim=True)', 's = cat([mean, std], 1)', 's = self.f(s)'],
    )}
    m = sigmoid(c) * sigmoid(s)
    return f * (1 + m)`,
  },
  se: {
    layers: `${head('SE', 'r=16')}
        self.w0 = nn.Linear(C, m)
        self.w1 = nn.Linear(m, C)`,
    forward: `${forward(['relu(self.w0(c))', 'self.w1(c)'])}
    return f * sigmoid(c)`,
  },
});

/**
 * The lines of `forward`, each with whether the paper's has it too.
 *
 * @param {import('./four.js').Form} form
 * @returns {{ text: string, differs: boolean }[]}
 */
export function linesOf(form) {
  const known = new Set(CODE.paper.forward.split('\n'));
  return CODE[form].forward.split('\n').map((text) => ({ text, differs: !known.has(text) }));
}

/** A whole module, as Python reads it. @param {import('./four.js').Form} form */
export function moduleOf(form) {
  const { layers, forward } = CODE[form];
  return `${layers}\n\n${forward.replace(/^(?=.)/gm, '    ')}\n`;
}
