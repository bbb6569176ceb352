/** A snippet for PyTorch. */

import { planOf } from './snippet-plan.js';
import { quoted } from './snippet-quoted.js';

/** @typedef {import('./snippet-plan.js').Plan} Plan */

/** Those of training/requirements.txt, which the snippets are tested with. */
const PACKAGES = 'torch==2.15.0 safetensors==0.8.0';

/** @type {Record<NonNullable<Plan['merge']>, string>} */
const MERGES = {
  sum: 'torch.sigmoid(mc + ms)',
  product: 'torch.sigmoid(mc * ms)',
  max: 'torch.sigmoid(torch.maximum(mc, ms))',
  sigmoids: 'torch.sigmoid(mc) * torch.sigmoid(ms)',
  channel: 'torch.sigmoid(mc)',
  spatial: 'torch.sigmoid(ms)',
};
/** @type {Record<NonNullable<Plan['effect']>, string>} */
const EFFECTS = { raise: 'f + f * attention', scale: 'f * attention' };

/** @param {import('./snippet.js').Request} request @returns {string} formatted as by ruff */
export function pythonSnippet(request) {
  const plan = planOf(request);
  const bam = `bam${request.stage}`;
  const lines = [
    `# ${plan.title}`,
    `# pip install ${PACKAGES}`,
    '',
    'import sys',
    '',
    ...(plan.statistics || plan.merge ? ['import torch'] : []),
    'from safetensors.torch import load_file',
    ...(plan.layered ? ['from torch.nn import functional'] : []),
    '',
    `FILE = ${pythonString(request.file)}`,
    'tensors = load_file(sys.argv[1] if len(sys.argv) > 1 else FILE)',
    `f = tensors["${bam}.before"]  # F, (1, C, H, W)`,
    ...(plan.layered ? [`p = {name.removeprefix("${bam}.parameters."): tensors[name] for name in tensors}`] : []),
    ...helpersOf(plan).flatMap((helper) => ['', '', ...helper]),
    ...(plan.layered ? [''] : []),
    ...blocksOf(plan).flatMap((block) => ['', ...block]),
    `print(f"{${plan.result}[${plan.index.join(', ')}].item():.7g} (on the page: ${plan.value})")`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The functions that the layers are written with. @param {Plan} plan @returns {string[][]} */
function helpersOf({ channel, spatial, biased, normed, dilated }) {
  const values = biased ? 'p[f"{name}.weight"], p[f"{name}.bias"]' : 'p[f"{name}.weight"]';
  const linear = ['def linear(x, name):', `    return functional.linear(x, ${values})`];
  const conv = [
    `def conv(x, name${dilated ? ', d=1' : ''}):`,
    // In one line the two would be too long.
    ...(biased ? [`    weight, bias = ${values}`] : []),
    `    return functional.conv2d(x, ${biased ? 'weight, bias' : values}, padding="same"${dilated ? ', dilation=d' : ''})`,
  ];
  const norm = [
    'def norm(x, name):  # BatchNorm in evaluation, by its running statistics',
    '    mean, var = p[f"{name}.running_mean"], p[f"{name}.running_var"]',
    '    weight, bias = p[f"{name}.weight"], p[f"{name}.bias"]',
    '    return functional.batch_norm(x, mean, var, weight, bias, eps=1e-5)',
  ];
  return [...(channel.length ? [linear] : []), ...(spatial.length ? [conv] : []), ...(normed ? [norm] : [])];
}

/** @param {Plan} plan @returns {string[][]} */
function blocksOf({ pools, channel, statistics, spatial, merge, effect }) {
  const blocks = [];
  if (pools) blocks.push(['# Mc, the channel branch: (1, C)', 'pooled = f.mean((2, 3))', ...channel.map(lineOf)]);
  if (spatial.length) {
    const input = 'statistics = torch.cat([f.mean(1, keepdim=True), f.std(1, keepdim=True)], 1)';
    blocks.push(['# Ms, the spatial branch: (1, 1, H, W)', ...(statistics ? [input] : []), ...spatial.map(lineOf)]);
  }
  if (merge) {
    const reshaped = pools ? ['mc = mc[:, :, None, None]  # (1, C) -> (1, C, 1, 1)'] : [];
    const after = effect ? [`after = ${EFFECTS[effect]}  # F'`] : [];
    blocks.push([...reshaped, `attention = ${MERGES[merge]}  # M(F)`, ...after]);
  }
  return blocks;
}

/** @param {import('./snippet-plan.js').Layer} layer */
function lineOf({ result, input, kind, name, norm, rectified, d }) {
  const layer = `${kind}(${input}, "${name}"${d === undefined ? '' : `, d=${d}`})`;
  return `${result} = ${norm ? `norm(${layer}, "${norm}")` : layer}${rectified ? '.relu()' : ''}`;
}

/** @param {string} text */
const pythonString = (text) => quoted(text, (codePoint) => `\\U${codePoint.toString(16).padStart(8, '0')}`);
