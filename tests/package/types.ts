/** What TypeScript must say about the package: this file is compiled, never run. */

import { BamLens, type Prediction, type RunDetail, type Setting, type State, type Tap } from 'bam-lens';
import { BamLens as Same } from 'bam-lens/element';

const lens: BamLens = document.createElement('bam-lens');
const found: Same | null = document.querySelector('bam-lens');

lens.addEventListener('bamlens-run', (event: CustomEvent<RunDetail>) => {
  const predictions: Prediction[] | undefined = event.detail.predictions;
  console.log(predictions?.[0].label.length, event.detail.elapsedMs?.toFixed());
});
// The events bubble.
document.addEventListener('bamlens-error', ({ detail }) => console.log(detail.message.length));
lens.addEventListener('bamlens-ready', ({ detail }) => console.log(detail.architecture.classes, detail.fileBytes));
lens.addEventListener('bamlens-statechange', ({ detail }) => detail.r.toFixed());

const state: State = lens.state;
const setting: Setting = { form: state.form, merge: state.merge, r: state.r, d: state.d };
const refused: { name: string; value: string }[] = lens.set({ ...setting, stage: 2 });
lens.src = 'photo.jpg';
lens.hide = 'strip';

export async function taps(): Promise<Tap[]> {
  await lens.loadImage(new Blob());
  await lens.loadWeights('weights.safetensors');
  return Promise.all((await lens.tapNames()).map((name) => lens.tap(name)));
}

export const sum = async () => (await lens.tap('logits')).data.reduce((total, value) => total + value, 0);

// @ts-expect-error Its state is changed with set().
lens.state = state;
// @ts-expect-error There is no such form.
const wrong: Setting = { ...setting, form: 'paperr' };
// @ts-expect-error An address is text.
lens.src = 3;

console.log(found, refused, wrong);
