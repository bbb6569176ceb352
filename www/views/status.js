/** Which weights are on screen, how large, how fast: in words. */

import { html, nothing } from 'lit/html.js';

/** How often a network that cannot be had is asked for. */
const TRIES = 3;

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../lens.js').Lens} props.lens
 * @param {() => unknown} props.ask what brings a network that does not come by itself
 * @param {() => void} props.onLoad
 * @param {() => void} props.onHalt ends what takes long
 * @param {() => void} props.onAgain runs once more what did not come to its end
 * @param {() => void} props.onReport shows or hides the checkpoint's report
 * @param {() => void} props.onShipped
 */
export function status({ t, lens, ask, onLoad, onHalt, onAgain, onReport, onShipped }) {
  const { decimal, fileSize } = t.numbers;
  const { phase, run, network } = lens;
  const { summary, checkpointName } = network;
  const fit = phase === 'stopped' ? 'none' : (run?.fit.kind ?? 'none');
  return html`<section class="status" part="status" aria-label=${t('status.label')}>
    <p class="badge fit-${fit}" role="status">${fitText(t, lens)}</p>
    <p class="facts">
      ${summary ? html`<span>${networkName(t, summary)}, ${fileSize(summary.fileBytes)}</span>` : nothing}
      ${lens.long || phase === 'stopped' ? nothing : ofRun()}
      ${lens.precomputed && !network.needsFile ? html`<span>${t('status.precomputed')}</span>` : nothing}
      ${phase === 'waiting' ? ask() : nothing} ${phase === 'failed' ? retry() : nothing}
      ${phase === 'stopped' ? button('status.retry', onAgain) : nothing}
      ${lens.long ? html`<span role="status">${t('status.long')}</span> ${button('status.halt', onHalt)}` : nothing}
      ${
        checkpointName
          ? html`<button type="button" class="link" @click=${onReport}>${t('status.report')}</button>
              ${network.needsFile ? nothing : html`<button type="button" class="link" @click=${onShipped}>${t('status.shipped')}</button>`}`
          : nothing
      }
    </p>
    ${phase === 'loading' ? progressBar(t, lens) : nothing}
  </section>`;

  function ofRun() {
    return html`${run?.elapsedMs === undefined ? nothing : html`<span class="time">${decimal(run.elapsedMs, 0)} ms</span>`}
    ${run?.recomputedFrom !== undefined ? html`<span>${fromText(t, run.recomputedFrom)}</span>` : nothing}`;
  }

  /** What failed three times will not be mended by a fourth. */
  function retry() {
    if (network.needsFile) return ask();
    if (network.tries >= TRIES) return html`<span>${t('status.gaveUp')}</span>`;
    return button('status.retry', onLoad);
  }

  /** @param {string} key @param {() => void} onClick */
  function button(key, onClick) {
    return html`<button type="button" class="button" @click=${onClick}>${t(key)}</button>`;
  }
}

/** @param {import('../strings.js').Translate} t @param {import('../lens.js').Lens} lens */
function progressBar(t, { network: { progress } }) {
  if (!progress?.totalBytes) return html`<progress aria-label=${t('status.progress')}></progress>`;
  return html`<progress
    aria-label=${t('status.progress')}
    max=${progress.totalBytes}
    value=${Math.min(progress.loadedBytes, progress.totalBytes)}
  ></progress>`;
}

/** @param {import('../strings.js').Translate} t @param {import('../lens.js').Lens} lens */
function fitText(t, { phase, run, sought, network: { progress, source, summary }, photo }) {
  const { fileSize } = t.numbers;
  if (phase === 'loading') {
    const total = progress?.totalBytes ?? source.bytes;
    if (!progress || !total) return t('status.loading', { size: total ? fileSize(total) : '' });
    const percent = Math.min(100, Math.floor((100 * progress.loadedBytes) / total));
    return t('status.loadingPercent', { percent, size: fileSize(total) });
  }
  if (phase === 'failed' || phase === 'stopped') return t(`status.${phase}`);
  if (!run) return t(summary ? 'status.running' : photo && sought ? 'status.notPrecomputed' : 'status.waiting');
  return [t(fitKey(run), fitValues(run)), accuracyText(t, run.fit)].filter(Boolean).join(' · ');
}

/** @param {import('../run.js').Run} run */
function fitKey({ fit: { kind, variant }, setting }) {
  if (kind === 'borrowed') {
    if (variant && variant.setting.form !== setting.form) return 'fit.borrowedPlain';
    return variant?.setting.merge === setting.merge ? 'fit.borrowedD' : 'fit.borrowedMerge';
  }
  return kind === 'trained' && variant?.dAssumed ? 'fit.dAssumed' : `fit.${kind}`;
}

/** @param {import('../run.js').Run} run */
function fitValues({ fit: { variant }, setting: { d, merge } }) {
  return { d, merge, trainedD: variant?.setting.d ?? '', trainedMerge: variant?.setting.merge ?? '' };
}

/** The accuracy was measured with the variant's own setting. */
/** @param {import('../strings.js').Translate} t @param {import('../run.js').Fit} fit */
function accuracyText(t, { kind, variant }) {
  const accuracy = variant?.accuracy;
  if (kind !== 'trained' || !accuracy) return '';
  const { decimal, whole } = t.numbers;
  return t('fit.accuracy', { top1: decimal(accuracy.top1, 1), photos: whole(accuracy.photos) });
}

/** @param {import('../strings.js').Translate} t @param {import('../network.js').Summary} summary */
function networkName(t, { architecture: { arch, classes } }) {
  return t('status.network', { name: arch.replace('resnet', 'ResNet-'), classes: t.numbers.whole(classes) });
}

/** @param {import('../strings.js').Translate} t @param {string | null} place */
function fromText(t, place) {
  if (place === null) return t('status.nothing');
  const [, word, number] = place.match(/^(stage|bam)(\d)$/) ?? [];
  const where = word ? t(`place.${word}`, { k: number }) : t(`place.${place}`);
  return t('status.from', { where });
}
