/** What the article leans on, in the order in which it is named: titles and names are in no language of the page. */

/**
 * @typedef {object} Reference
 * @property {string} by
 * @property {string} title
 * @property {string} where
 * @property {string} href
 */

/** @type {Readonly<Record<string, Reference>>} by the name that a phrase has for it, `$cite_bam$` */
export const REFERENCES = {
  resnet: {
    by: 'K. He, X. Zhang, S. Ren, J. Sun',
    title: 'Deep Residual Learning for Image Recognition',
    where: 'CVPR 2016',
    href: 'https://arxiv.org/abs/1512.03385',
  },
  bam: {
    by: 'J. Park, S. Woo, J.-Y. Lee, I. S. Kweon',
    title: 'BAM: Bottleneck Attention Module',
    where: 'BMVC 2018',
    href: 'https://arxiv.org/abs/1807.06514',
  },
  se: {
    by: 'J. Hu, L. Shen, G. Sun',
    title: 'Squeeze-and-Excitation Networks',
    where: 'CVPR 2018',
    href: 'https://arxiv.org/abs/1709.01507',
  },
  cbam: {
    by: 'S. Woo, J. Park, J.-Y. Lee, I. S. Kweon',
    title: 'CBAM: Convolutional Block Attention Module',
    where: 'ECCV 2018',
    href: 'https://arxiv.org/abs/1807.06521',
  },
  ijcv: {
    by: 'J. Park, S. Woo, J.-Y. Lee, I. S. Kweon',
    title: 'A Simple and Light-Weight Attention Module for Convolutional Neural Networks',
    where: 'International Journal of Computer Vision 128, 2020',
    href: 'https://doi.org/10.1007/s11263-019-01283-0',
  },
  norm: {
    by: 'S. Ioffe, C. Szegedy',
    title: 'Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift',
    where: 'ICML 2015',
    href: 'https://arxiv.org/abs/1502.03167',
  },
  cam: {
    by: 'B. Zhou, A. Khosla, A. Lapedriza, A. Oliva, A. Torralba',
    title: 'Learning Deep Features for Discriminative Localization',
    where: 'CVPR 2016',
    href: 'https://arxiv.org/abs/1512.04150',
  },
  code: {
    by: 'Jongchan/attention-module',
    title: 'Official PyTorch code for BAM and CBAM',
    where: 'GitHub',
    href: 'https://github.com/Jongchan/attention-module',
  },
};
