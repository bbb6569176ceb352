/** What a snippet computes, in no language yet: the steps that lead to a number, and only those. */

/**
 * @typedef {import('./snippet.js').Request} Request
 * @typedef {import('../walk/names.js').StepName} StepName
 */

/**
 * @typedef {object} Layer
 * @property {string} result variable
 * @property {string} input variable
 * @property {'linear' | 'conv'} kind
 * @property {string} name such as `channel.fc0`
 * @property {string | undefined} norm name of the BatchNorm behind it
 * @property {boolean} rectified whether it ends in a ReLU
 * @property {number} [d] of a dilated convolution
 */

/**
 * @typedef {object} Plan
 * @property {string} title
 * @property {boolean} pools whether the channel branch has a part in it, which begins with the mean of each channel
 * @property {Layer[]} channel the branch as far as it is needed
 * @property {boolean} statistics whether the spatial branch starts from mean and deviation instead of F
 * @property {Layer[]} spatial
 * @property {boolean} layered whether any layer is needed
 * @property {boolean} biased whether the layers have a bias
 * @property {boolean} normed whether one of them ends in a BatchNorm
 * @property {boolean} dilated whether one of them is dilated
 * @property {'sum' | 'product' | 'max' | 'sigmoids' | 'channel' | 'spatial' | undefined} merge of the branches into M
 * @property {'raise' | 'scale' | undefined} effect of M on F: F + F ⊗ M, or F ⊗ M
 * @property {string} result variable that holds the number
 * @property {number[]} index of the number in it
 * @property {string} value what the page shows
 */

/** @typedef {{ channel: boolean, spatial: boolean }} Branches which of them a module has */

/**
 * Each step's variable, its name (the paper's where it has one), and what picks one number of it.
 *
 * @type {Record<StepName, { variable: string, title: string, along?: 'unit' | 'channel', atCell: boolean }>}
 */
const RESULTS = {
  reduced: { variable: 'reduced', title: 'reduced', along: 'unit', atCell: true },
  dilated1: { variable: 'dilated1', title: 'dilated1', along: 'unit', atCell: true },
  dilated2: { variable: 'dilated2', title: 'dilated2', along: 'unit', atCell: true },
  spatial: { variable: 'ms', title: 'Ms', atCell: true },
  pooled: { variable: 'pooled', title: 'pooled', along: 'channel', atCell: false },
  hidden: { variable: 'hidden', title: 'hidden', along: 'unit', atCell: false },
  channel: { variable: 'mc', title: 'Mc', along: 'channel', atCell: false },
  attention: { variable: 'attention', title: 'M', along: 'channel', atCell: true },
  after: { variable: 'after', title: "F'", along: 'channel', atCell: true },
};

/** A float32 has no more. */
const DIGITS = 7;

/** @param {Request} request @returns {Plan} */
export function planOf(request) {
  const { setting, names, step, value } = request;
  const merged = step === 'attention' || step === 'after';
  const { variable } = RESULTS[step];
  const upToStep = (/** @type {Layer[]} */ layers) =>
    merged ? layers : layers.slice(0, layers.findIndex(({ result }) => result === variable) + 1);
  const whole = { channel: channelLayers(names), spatial: spatialLayers(names, setting.d) };
  const has = { channel: whole.channel.length > 0, spatial: whole.spatial.length > 0 };
  const [channel, spatial] = [upToStep(whole.channel), upToStep(whole.spatial)];
  const pools = channel.length > 0 || (has.channel && step === 'pooled');
  if (!pools && spatial.length === 0) throw new Error(`form ${setting.form} has no step "${step}"`);
  const layers = [...channel, ...spatial];
  return {
    title: titleOf(request),
    pools,
    channel,
    statistics: spatial[0]?.input === 'statistics',
    spatial,
    layered: layers.length > 0,
    // All layers of a module have one or none has: each form is one class (src/model/layer.rs).
    biased: layers.every(({ name }) => names.includes(`${name}.bias`)),
    normed: layers.some(({ norm }) => norm !== undefined),
    dilated: layers.some(({ d }) => d !== undefined),
    merge: merged ? mergeOf(setting, has) : undefined,
    effect: step === 'after' ? effectOf(setting) : undefined,
    result: variable,
    index: indexOf(request, has),
    value: String(Number(value.toPrecision(DIGITS))),
  };
}

/** @param {string[]} names @returns {Layer[]} */
function channelLayers(names) {
  if (!names.includes('channel.fc0.weight')) return [];
  const layer = layerWith(names, 'linear');
  return [
    layer('hidden', 'pooled', 'channel.fc0', 'channel.bn0', true),
    layer('mc', 'hidden', 'channel.fc1', 'channel.bn1'),
  ];
}

/** @param {string[]} names @param {number} d @returns {Layer[]} */
function spatialLayers(names, d) {
  const layer = layerWith(names, 'conv');
  if (names.includes('spatial.conv.weight')) return [layer('ms', 'statistics', 'spatial.conv')];
  if (!names.includes('spatial.reduce.weight')) return [];
  // The reduction has a ReLU exactly where it has a BatchNorm (src/model/spatial.rs).
  const rectified = names.includes('spatial.bn0.weight');
  return [
    layer('reduced', 'f', 'spatial.reduce', 'spatial.bn0', rectified),
    { ...layer('dilated1', 'reduced', 'spatial.dilated1', 'spatial.bn1', true), d },
    { ...layer('dilated2', 'dilated1', 'spatial.dilated2', 'spatial.bn2', true), d },
    layer('ms', 'dilated2', 'spatial.project', 'spatial.bn3'),
  ];
}

/**
 * @param {string[]} names
 * @param {Layer['kind']} kind
 * @returns {(result: string, input: string, name: string, norm?: string, rectified?: boolean) => Layer}
 */
const layerWith =
  (names, kind) =>
  (result, input, name, norm, rectified = false) => ({
    result,
    input,
    kind,
    name,
    norm: names.includes(`${norm}.weight`) ? norm : undefined,
    rectified,
  });

/** @param {Request['setting']} setting @param {Branches} has @returns {Plan['merge']} */
function mergeOf({ form, merge }, has) {
  if (!has.channel || !has.spatial) return has.channel ? 'channel' : 'spatial';
  if (form === 'blog') return 'sigmoids';
  return form === 'official' ? 'product' : merge;
}

/** Squeeze-and-Excitation can only dampen. @param {Request['setting']} setting */
const effectOf = ({ form }) => (form === 'se' ? 'scale' : 'raise');

/** @param {Request} request @param {Branches} has */
function indexOf(request, has) {
  const { along, atCell } = RESULTS[request.step];
  const first = along ? request[along] : 0;
  const place = [request.cell.row, request.cell.column];
  if (request.step !== 'attention') return [0, first, ...(atCell ? place : [])];
  // Of one branch alone M has the branch's shape: one number per channel, or one per cell.
  return [0, has.channel ? first : 0, ...(has.spatial ? place : [0, 0])];
}

/** @param {Request} request */
function titleOf(request) {
  const { form, merge, r, d } = request.setting;
  const { title, along, atCell } = RESULTS[request.step];
  const formula = form === 'paper' ? `paper (${merge})` : form;
  const dilation = form === 'paper' || form === 'official' ? `, d = ${d}` : '';
  const of = along ? ` of ${along} ${request[along]}` : '';
  const at = atCell ? ` at row ${request.cell.row}, column ${request.cell.column}` : '';
  return `BAM ${request.stage}, form ${formula}, r = ${r}${dilation}: ${title}${of}${at}, counted from 0`;
}
