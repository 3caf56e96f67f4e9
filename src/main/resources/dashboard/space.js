// The map of the embedding space, by principal components or UMAP, and the note above it.
import { EmbeddingMap } from './map.js';
import { UmapLayout } from './layout.js';

const $ = id => document.getElementById(id);

export class Space {
  constructor() {
    this.map = new EmbeddingMap($('map'), $('tip'), $('labels'));
    this.map.changed = () => this.note();
    this.layout = new UmapLayout((done, fault) => this.laidOut(done, fault));
    this.byUmap = false;
    $('pca').addEventListener('click', () => this.choose(false));
    $('umap').addEventListener('click', () => this.choose(true));
    $('refit').addEventListener('click', () => this.fit());
  }

  choose(byUmap) {
    if (byUmap === this.byUmap) return;
    this.byUmap = byUmap;
    $('pca').setAttribute('aria-pressed', String(!byUmap));
    $('umap').setAttribute('aria-pressed', String(byUmap));
    $('refit').hidden = !byUmap;
    if (byUmap) this.fit();
    else {
      this.layout.stop();
      this.map.use(null);
    }
    this.note();
  }

  // Starts from the old positions, to show what moves where.
  fit() {
    const former = this.layout.places;
    const dots = new Map(this.map.dots.map(dot => [dot.id, dot]));
    this.fault = null;
    this.done = 0;
    this.layout.fit(id => (dots.has(id) ? former.get(id) ?? [dots.get(id).x, dots.get(id).y] : null));
    this.note();
  }

  laidOut(done, fault) {
    if (!this.byUmap) return;
    const fitting = this.done < 1;
    this.done = done;
    this.fault = fault;
    const { places } = this.layout;
    if (places.size && fitting) this.map.use(dot => places.get(dot.id) ?? null, 300);
    else this.map.animate(0);
    document.body.dataset.laidOut = this.map.dots.filter(dot => places.has(dot.id)).length;
    this.note();
  }

  async add(dots) {
    this.map.add(dots);
    if (!this.byUmap) return;
    if (dots?.all) this.layout.keep(new Set(this.map.dots.map(dot => dot.id)));
    if (this.fault || await this.layout.more()) this.fit();
  }

  // Shows the embedding of a drawing. place: its position by principal components.
  async drawn(place, vector) {
    this.map.drawn = place;
    if (place && this.byUmap) this.layout.places.set(place.id, await this.layout.find(vector));
    this.map.draw();
  }

  note() {
    const { checkpoint, former } = this.map;
    document.body.dataset.checkpoint = checkpoint;
    if (!checkpoint) return;
    const way = this.byUmap ? this.umapNote() : 'Principal components';
    const moved = former && !this.byUmap ? `; lines lead from the labels' positions under ${former.checkpoint}` : '';
    const text = `${way}, checkpoint ${checkpoint}${moved}`;
    if ($('space-note').textContent !== text) $('space-note').textContent = text;
  }

  umapNote() {
    if (this.fault) return `UMAP is waiting: ${this.fault}`;
    return this.done < 1 ? `UMAP, ${Math.round(100 * this.done)} % laid out` : 'UMAP';
  }
}
