/** A snippet for Candle. */

import { planOf } from './snippet-plan.js';
import { quoted } from './snippet-quoted.js';

/** @typedef {import('./snippet-plan.js').Plan} Plan */

/** Those of Cargo.lock. */
const CRATES = 'candle-core@0.11.1 candle-nn@0.11.1';

/** @type {Record<NonNullable<Plan['merge']>, string>} */
const MERGES = {
  sum: 'sigmoid(&mc.broadcast_add(&ms)?)?',
  product: 'sigmoid(&mc.broadcast_mul(&ms)?)?',
  max: 'sigmoid(&mc.broadcast_maximum(&ms)?)?',
  sigmoids: 'sigmoid(&mc)?.broadcast_mul(&sigmoid(&ms)?)?',
  channel: 'sigmoid(&mc)?',
  spatial: 'sigmoid(&ms)?',
};
/** @type {Record<NonNullable<Plan['effect']>, string>} */
const EFFECTS = { raise: '(&f + f.broadcast_mul(&attention)?)?', scale: 'f.broadcast_mul(&attention)?' };

/** @param {import('./snippet.js').Request} request @returns {string} formatted as by rustfmt */
export function rustSnippet(request) {
  const plan = planOf(request);
  const bam = `bam${request.stage}`;
  const core = ['DType', 'Device', 'IndexOp', 'Result', ...(plan.layered ? ['Tensor'] : [])];
  const nn = ['VarBuilder', ...(plan.normed ? ['batch_norm'] : []), ...(plan.merge ? ['ops::sigmoid'] : [])];
  const body = [
    'let path = std::env::args_os().nth(1).unwrap_or(FILE.into());',
    'let file = std::fs::read(path)?;',
    'let vb = VarBuilder::from_buffered_safetensors(file, DType::F32, &Device::Cpu)?;',
    `let f = vb.get_unchecked("${bam}.before")?; // F, (1, C, H, W)`,
    ...(plan.layered ? [`let p = vb.pp("${bam}.parameters");`, ''] : []),
    ...helpersOf(plan),
    ...blocksOf(plan).flatMap((block) => ['', ...block]),
    `let value: f32 = ${plan.result}.i((${plan.index.join(', ')}))?.to_scalar()?;`,
    `println!("{value} (on the page: ${plan.value})");`,
    'Ok(())',
  ];
  const lines = [
    `//! ${plan.title}`,
    `//! cargo add ${CRATES}`,
    '',
    `use candle_core::{${core.join(', ')}};`,
    `use candle_nn::${nn.length > 1 ? `{${nn.join(', ')}}` : nn[0]};`,
    '',
    `const FILE: &str = ${rustString(request.file)};`,
    '',
    'fn main() -> Result<()> {',
    ...body.map((line) => line && `    ${line}`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** The closures that the layers are written with. @param {Plan} plan @returns {string[]} */
function helpersOf({ channel, spatial, biased, normed, dilated }) {
  const bias = 'p.pp(name).get_unchecked("bias")?';
  const linear = biased
    ? [
        'let linear = |x: &Tensor, name: &str| {',
        '    let product = x.matmul(&p.pp(name).get_unchecked("weight")?.t()?)?;',
        `    product.broadcast_add(&${bias})`,
        '};',
      ]
    : ['let linear = |x: &Tensor, name: &str| x.matmul(&p.pp(name).get_unchecked("weight")?.t()?);'];
  const conv = [
    `let conv = |x: &Tensor, name: &str${dilated ? ', d: usize' : ''}| {`,
    '    let weight = p.pp(name).get_unchecked("weight")?;',
    `    let padding = weight.dim(2)? / 2${dilated ? ' * d' : ''}; // keeps height and width`,
    ...(biased
      ? [
          `    let bias = ${bias}.reshape((1, (), 1, 1))?;`,
          `    x.conv2d(&weight, padding, 1, ${dilated ? 'd' : '1'}, 1)?.broadcast_add(&bias)`,
        ]
      : [`    x.conv2d(&weight, padding, 1, ${dilated ? 'd' : '1'}, 1)`]),
    '};',
  ];
  const norm = [
    '// In evaluation: by the running statistics.',
    'let norm = |x: Tensor, name: &str| x.apply_t(&batch_norm(x.dim(1)?, 1e-5, p.pp(name))?, false);',
  ];
  return [...(channel.length ? linear : []), ...(spatial.length ? conv : []), ...(normed ? norm : [])];
}

/** @param {Plan} plan @returns {string[][]} */
function blocksOf({ pools, channel, statistics, spatial, dilated, merge, effect }) {
  const blocks = [];
  const lineOf = lineWith(dilated);
  if (pools) {
    blocks.push(['// Mc, the channel branch: (1, C)', 'let pooled = f.mean((2, 3))?;', ...channel.map(lineOf)]);
  }
  if (spatial.length) {
    const input = [
      'let deviation = f.var_keepdim(1)?.sqrt()?;',
      'let statistics = Tensor::cat(&[f.mean_keepdim(1)?, deviation], 1)?;',
    ];
    blocks.push(['// Ms, the spatial branch: (1, 1, H, W)', ...(statistics ? input : []), ...spatial.map(lineOf)]);
  }
  if (merge) {
    const reshaped = pools ? ['let mc = mc.unsqueeze(2)?.unsqueeze(3)?; // (1, C) -> (1, C, 1, 1)'] : [];
    const after = effect ? [`let after = ${EFFECTS[effect]}; // F'`] : [];
    blocks.push([...reshaped, `let attention = ${MERGES[merge]}; // M(F)`, ...after]);
  }
  return blocks;
}

/** @param {boolean} dilated whether the convolutions are told their d @returns {(layer: import('./snippet-plan.js').Layer) => string} */
const lineWith =
  (dilated) =>
  ({ result, input, kind, name, norm, rectified, d = 1 }) => {
    const layer = `${kind}(&${input}, "${name}"${dilated && kind === 'conv' ? `, ${d}` : ''})?`;
    return `let ${result} = ${norm ? `norm(${layer}, "${norm}")?` : layer}${rectified ? '.relu()?' : ''};`;
  };

/** @param {string} text */
const rustString = (text) => quoted(text, (codePoint) => `\\u{${codePoint.toString(16)}}`);
