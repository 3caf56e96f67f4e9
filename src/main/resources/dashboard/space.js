// The map of the embedding space, linear or by UMAP, with its search, its zoom and the note above it.
import { keyOf } from './input.js';
import { EmbeddingMap } from './map.js';
import { Hand } from './hand.js';
import { Search } from './search.js';
import { UmapLayout } from './layout.js';

const $ = id => document.getElementById(id);

export class Space {
  // neighbours: shows those of a dot. name: returns what people call a checkpoint.
  constructor(neighbours, name) {
    this.neighbours = neighbours;
    this.name = name;
    this.map = new EmbeddingMap($('map'), $('tip'), $('labels'), $('modalities'));
    this.map.changed = () => this.note();
    this.layout = new UmapLayout((done, fault) => this.laidOut(done, fault));
    this.byUmap = false;
    const hand = new Hand(this.map, $('map'), dot => this.pick(dot));
    new Search($('search'), this.map, dot => this.pick(dot));
    const onClick = (id, act) => $(id).addEventListener('click', act);
    onClick('linear', () => this.choose(false));
    onClick('umap', () => this.choose(true));
    onClick('refit', () => this.fit());
    onClick('zoom-in', () => hand.zoom(1.6));
    onClick('zoom-out', () => hand.zoom(1 / 1.6));
    onClick('zoom-all', () => hand.all());
  }

  // Shows the neighbours of a dot. Without one, forgets those of the last, but not of a question.
  async pick(dot) {
    if (!dot) {
      if (this.map.asked) this.neighbours.clear();
      this.map.relate(null, []);
      return;
    }
    const near = await this.neighbours.of(dot);
    if (near) this.map.relate(keyOf(dot), near.map(keyOf));
  }

  choose(byUmap) {
    if (byUmap === this.byUmap) return;
    this.byUmap = byUmap;
    $('linear').setAttribute('aria-pressed', String(!byUmap));
    $('umap').setAttribute('aria-pressed', String(byUmap));
    $('refit').hidden = !byUmap;
    this.map.view.all();
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
    const dots = new Map(this.map.dots.map(dot => [keyOf(dot), dot]));
    this.fault = null;
    this.done = 0;
    this.layout.fit(key => (dots.has(key) ? former.get(key) ?? [dots.get(key).x, dots.get(key).y] : null));
    this.note();
  }

  laidOut(done, fault) {
    if (!this.byUmap) return;
    const fitting = this.done < 1;
    this.done = done;
    this.fault = fault;
    const { places } = this.layout;
    if (places.size && fitting) this.map.use(dot => places.get(keyOf(dot)) ?? null, 300);
    else this.map.animate(0);
    const laidOut = this.map.dots.map(keyOf).filter(key => places.has(key));
    document.body.dataset.laidOut = laidOut.length;
    document.body.dataset.lastLaidOut = laidOut.at(-1);
    this.note();
  }

  async add(dots) {
    this.map.add(dots);
    if (!this.byUmap) return;
    if (dots?.all) this.layout.keep(new Set(this.map.dots.map(keyOf)));
    if (this.fault || await this.layout.more()) this.fit();
  }

  // Shows the embedding of a question, or none. place: its position in the linear map.
  async place(place, vector) {
    this.map.question = place;
    this.map.relate(null, []);
    if (place && this.byUmap) this.layout.places.set(keyOf(place), await this.layout.find(vector));
    this.map.draw();
  }

  note() {
    const { space, former, byLabel } = this.map;
    document.body.dataset.space = space;
    if (!space) return;
    const linear = byLabel ? 'Linear map, each digit towards its place on a circle' : 'Principal components';
    const way = this.byUmap ? this.umapNote() : linear;
    const moved = former && !this.byUmap ? `; lines lead from the labels' positions under ${this.name(former.space)}` : '';
    const text = `${way}, space ${this.name(space)}${moved}`;
    if ($('space-note').textContent !== text) $('space-note').textContent = text;
  }

  umapNote() {
    if (this.fault) return `UMAP is waiting: ${this.fault}`;
    return this.done < 1 ? `UMAP, ${Math.round(100 * this.done)} % laid out` : 'UMAP';
  }
}
