// Fits and places off the main thread, so that the page stays responsive.
import { Umap } from './umap.js';

const REPORT_STEP = 0.05;

// More take too long, and are placed among these instead.
const MAX_FITTED = 500;
const FIT_SHARE = 0.8; // of the time
let umap = null;
let center = [0, 0];
let reach = 1;

onmessage = ({ data }) => {
  if (data.kind === 'fit') fit(data);
  else postMessage({ ...data, vectors: null, places: umap.place(data.vectors).map(scaled) });
};

function fit({ vectors, dimension, initial, run }) {
  const size = Math.min(initial.length, MAX_FITTED);
  umap = new Umap(vectors.subarray(0, size * dimension), dimension, initial.slice(0, size));
  let reported = 0;
  const report = (done, places) => postMessage({ kind: 'fit', run, done, places: places.map(scaled) });
  for (const done of umap.fit()) {
    if (done - reported < REPORT_STEP) continue;
    reported = done;
    measure();
    report(done * FIT_SHARE, pairs(umap.layout));
  }
  measure();
  report(1, [...pairs(umap.layout), ...umap.place(vectors.subarray(size * dimension))]);
}

// Scales by the fitted vectors; vectors placed later may lie outside of -1 to 1.
function measure() {
  const [xs, ys] = [0, 1].map(axis => umap.layout.filter((_, i) => i % 2 === axis));
  center = [xs, ys].map(values => (Math.min(...values) + Math.max(...values)) / 2);
  reach = Math.max(1e-9, ...umap.layout.map((value, i) => Math.abs(value - center[i % 2])));
}

const pairs = layout => Array.from({ length: layout.length / 2 }, (_, i) => [layout[2 * i], layout[2 * i + 1]]);
const scaled = ([x, y]) => [(x - center[0]) / reach, (y - center[1]) / reach];
