/** The benchmark's numbers as a person reads them; `docs/PERFORMANCE.md` keeps what this prints. */

const KB = 1024;

/** @param {any} result of `scripts/bench.js` */
export function printBench({ browser, cpu, simdPeakGflops, rows, shipped, changeOfD, bytes }) {
  console.log(`\nChromium ${browser} on ${cpu}; one thread; medians, minima in brackets, in ms`);
  console.log(`SIMD peak ${simdPeakGflops.toFixed(1)} GFLOP/s\n`);
  printEngines(rows);
  printShipped(shipped, simdPeakGflops);
  const { drawn, shown } = changeOfD;
  console.log(`New d of all BAMs at 128 px: maps drawn after ${both(drawn)}, in the frame at ${both(shown)}\n`);
  for (const [path, { raw, brotli }] of Object.entries(bytes)) {
    console.log(`${path}: ${(raw / KB).toFixed(0)} KB, ${(brotli / KB).toFixed(0)} KB as sent`);
  }
}

/** A line for each network and size, a column for each engine, and ours as a share of theirs. */
function printEngines(rows) {
  const engines = [...new Set(rows.map(({ engine }) => engine))];
  const places = [...new Set(rows.map(place))];
  const peers = engines.filter((engine) => engine !== 'bam-lens');
  const table = places.map((name) => {
    const of = (engine) => rows.find((row) => row.engine === engine && place(row) === name);
    const share = (peer) => of('bam-lens').medianMs / of(peer).medianMs;
    const fastest = peers.reduce((a, b) => (of(a).medianMs <= of(b).medianMs ? a : b));
    return [name, ...engines.map((engine) => both(of(engine))), share(fastest).toFixed(2), share('candle').toFixed(2)];
  });
  printTable([['network', ...engines, 'of the fastest', 'of candle'], ...table]);
}

function printShipped({ load, heapMib, sizes, multiplyAdds }, peak) {
  const table = sizes.map(({ sizePx, whole, changed }) => {
    const share = ({ medianMs }) => `${((100 * medianMs) / whole.medianMs).toFixed(0)} %`;
    const rate = (2 * multiplyAdds[sizePx]) / (whole.medianMs * 1e6);
    const shares = [1, 2, 3].map((k) => share(changed[`bam${k}`]));
    return [`${sizePx} px`, both(whole), ...shares, `${rate.toFixed(0)} GFLOP/s`, (rate / peak).toFixed(2)];
  });
  const changes = [1, 2, 3].map((k) => `d of BAM ${k}`);
  printTable([['shipped network', 'whole run', ...changes, 'as direct convolution', 'of the SIMD peak'], ...table]);
  const { fetchMs, compileMs, openMs, firstRunMs } = load;
  const ms = (value) => `${value.toFixed(0)} ms`;
  console.log(
    `Fetched in ${ms(fetchMs)} (this machine), compiled in ${ms(compileMs)}, weights open after ${ms(openMs)},` +
      ` first run ${ms(firstRunMs)}`,
  );
  const mib = (value) => `${value.toFixed(0)} MiB`;
  console.log(`WebAssembly memory: ${mib(heapMib.afterLoad)} after the first run, ${mib(heapMib.peak)} at its peak`);
}

const place = ({ network, sizePx }) => `${network.replace('-bam', '')}, ${sizePx} px`;
const both = ({ medianMs, minMs }) => `${medianMs.toFixed(1)} (${minMs.toFixed(1)})`;

/** @param {string[][]} table with a heading */
function printTable(table) {
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const [heading, ...rows] = table;
  console.log(
    [line(heading), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n'),
  );
  console.log('');
}
