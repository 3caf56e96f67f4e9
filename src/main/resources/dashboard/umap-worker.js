// Fits and places off the page's thread, so that the page stays at hand.
import { Umap } from './umap.js';

const LOOK = 0.05;
let umap = null;
let middle = [0, 0];
let reach = 1;

onmessage = ({ data }) => {
  if (data.kind === 'fit') fit(data);
  else postMessage({ ...data, vectors: null, places: umap.place(data.vectors).map(scaled) });
};

function fit({ vectors, dimension, begin, run }) {
  umap = new Umap(vectors, dimension, begin);
  let told = 0;
  for (const done of umap.fit()) {
    if (done - told < LOOK && done < 1) continue;
    told = done;
    look();
    postMessage({ kind: 'fit', run, done, places: pairs(umap.layout).map(scaled) });
  }
}

// The axes are those of the fit: what is placed later may lie outside of -1 to 1.
function look() {
  const [xs, ys] = [0, 1].map(axis => umap.layout.filter((_, i) => i % 2 === axis));
  middle = [xs, ys].map(values => (Math.min(...values) + Math.max(...values)) / 2);
  reach = Math.max(1e-9, ...umap.layout.map((value, i) => Math.abs(value - middle[i % 2])));
}

const pairs = layout => Array.from({ length: layout.length / 2 }, (_, i) => [layout[2 * i], layout[2 * i + 1]]);
const scaled = ([x, y]) => [(x - middle[0]) / reach, (y - middle[1]) / reach];
