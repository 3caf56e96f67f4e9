// The UMAP layout, computed by a worker. Fetches vectors only while the layout is shown.
import { keyOf } from './input.js';

const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer;

const MIN_IMAGES = 30;

// Fits again when the map has grown by this factor, until it was fitted to this many images.
const REFIT_GROWTH = 4;
const MAX_REFIT_IMAGES = 500;

export class UmapLayout {
  // report: called with the progress of the fit, 0 to 1, and an error message if it failed.
  constructor(report) {
    this.report = report;
    this.places = new Map();
    this.run = 0;
  }

  // Fits the layout anew. initial: returns the first [x, y] of a key, or null.
  async fit(initial) {
    this.stop();
    const run = ++this.run;
    this.busy = true;
    try {
      const all = await this.fetch(0);
      if (run !== this.run) return;
      this.space = all.space;
      this.count = this.fitted = all.images.length;
      if (this.fitted < MIN_IMAGES) throw new Error('too few embeddings yet');
      const ids = all.images.map(keyOf);
      this.worker = new Worker('umap-worker.js', { type: 'module' });
      this.worker.onmessage = ({ data }) => this.take(data, ids);
      this.worker.onerror = () => this.report(0, 'the layout failed');
      this.worker.postMessage({
        kind: 'fit', run, dimension: all.dimension, vectors: new Float32Array(bytes(all.vectors)), initial: ids.map(initial),
      });
    } catch (error) {
      this.busy = false;
      this.report(0, error.message);
    }
  }

  // Places new embeddings. Returns whether a new fit is needed: the space has changed, or the
  // map has grown far beyond the last fit.
  async more() {
    if (this.busy || !this.worker) return false;
    this.busy = true;
    const run = this.run;
    try {
      const fresh = await this.fetch(this.last);
      if (run !== this.run) return false;
      this.busy = fresh.images.length > 0 && fresh.space === this.space;
      if (this.busy) {
        const ids = fresh.images.map(keyOf);
        this.worker.postMessage({ kind: 'place', run, ids, vectors: new Float32Array(bytes(fresh.vectors)) });
      }
      this.count += fresh.images.length;
      return fresh.space !== this.space || (this.count > REFIT_GROWTH * this.fitted && this.fitted < MAX_REFIT_IMAGES);
    } catch {
      this.busy = false; // the next tick tries again
      return false;
    }
  }

  // The position of a vector in the layout, or null without one.
  find(vector) {
    if (!this.worker) return Promise.resolve(null);
    return new Promise(resolve => {
      this.found = resolve;
      this.worker.postMessage({ kind: 'find', run: this.run, vectors: new Float32Array(vector) });
    });
  }

  take(data, ids) {
    if (data.run !== this.run) return;
    if (data.kind === 'find') this.found(data.places[0]);
    if (data.kind === 'find') return;
    const done = data.kind === 'place' || data.done >= 1;
    if (done) this.busy = false;
    if (done && data.kind === 'fit') this.places = new Map(); // until then, the rest keeps its old places
    data.places.forEach((place, i) => this.places.set((data.ids ?? ids)[i], place));
    this.report(data.done ?? 1);
  }

  // Drops the positions of inputs that are no longer on the map.
  keep(ids) {
    for (const id of this.places.keys()) if (!ids.has(id)) this.places.delete(id);
  }

  async fetch(after) {
    const response = await fetch(`/api/embeddings?after=${after}`);
    const body = await response.json();
    if (!response.ok) throw new Error(body.error);
    this.last = body.last;
    return body;
  }

  stop() {
    this.worker?.terminate();
    this.worker = null;
    this.busy = false;
  }
}
