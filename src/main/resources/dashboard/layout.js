// Places by UMAP. A worker computes them; the vectors are fetched when somebody wants to see them.
const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer;

const FEWEST = 30;
const MANY = 500;
const GROWN = 4;

export class UmapLayout {
  // told: called with how much of the fit is done, 0 to 1, or with an error.
  constructor(told) {
    this.told = told;
    this.places = new Map();
    this.run = 0;
  }

  // Lays all out anew. begin: gives [x, y] of an id, or null, to begin with.
  async fit(begin) {
    this.stop();
    const run = ++this.run;
    this.busy = true;
    try {
      const all = await this.fetch(0);
      if (run !== this.run) return;
      this.checkpoint = all.checkpoint;
      this.count = this.fitted = all.images.length;
      if (this.fitted < FEWEST) throw new Error('too few embeddings yet');
      const ids = all.images.map(image => image.id);
      this.worker = new Worker('umap-worker.js', { type: 'module' });
      this.worker.onmessage = ({ data }) => this.take(data, ids);
      this.worker.onerror = () => this.told(0, 'the layout failed');
      this.worker.postMessage({
        kind: 'fit', run, dimension: all.dimension, vectors: new Float32Array(bytes(all.vectors)), begin: ids.map(begin),
      });
    } catch (error) {
      this.busy = false;
      this.told(0, error.message);
    }
  }

  // Finds places for what is new; says whether that takes a new fit: where the checkpoint is another,
  // or the fit knows few of those that are there.
  async more() {
    if (this.busy || !this.worker) return false;
    this.busy = true;
    const run = this.run;
    try {
      const fresh = await this.fetch(this.last);
      if (run !== this.run) return false;
      this.busy = fresh.images.length > 0 && fresh.checkpoint === this.checkpoint;
      if (this.busy) {
        const ids = fresh.images.map(image => image.id);
        this.worker.postMessage({ kind: 'place', run, ids, vectors: new Float32Array(bytes(fresh.vectors)) });
      }
      this.count += fresh.images.length;
      return fresh.checkpoint !== this.checkpoint || (this.count > GROWN * this.fitted && this.fitted < MANY);
    } catch {
      this.busy = false; // the next tick tries again
      return false;
    }
  }

  // Where a vector lies among those that were laid out; null where nothing is.
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
    if (data.kind === 'fit' && data.done >= 1) this.busy = false;
    if (data.kind === 'fit') this.places = new Map();
    else this.busy = false;
    (data.ids ?? ids).forEach((id, i) => this.places.set(id, data.places[i]));
    this.told(data.done ?? 1);
  }

  // Forgets places of what is no longer on the map.
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
