import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'bam-lens';

function App() {
  const [r, setR] = useState(16);
  const [label, setLabel] = useState('');
  return (
    <>
      <button onClick={() => setR(8)}>r = 8</button>
      <output>{label}</output>
      <bam-lens r={r} onbamlens-run={(event) => setLabel(event.detail.predictions[0].label)} />
    </>
  );
}

createRoot(document.querySelector('#app')).render(<App />);
