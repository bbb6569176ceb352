import 'bam-lens/element';

const lens = document.querySelector('bam-lens');
lens.addEventListener('bamlens-run', ({ detail }) => {
  document.querySelector('output').value = detail.predictions[0].label;
});
document.querySelector('button').addEventListener('click', () => lens.setAttribute('r', '8'));
