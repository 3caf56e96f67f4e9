// The row of figures.
const SMOOTHING = 0.4;
const number = value => value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });

export class Tiles {
  constructor(box) {
    this.box = box;
    this.tiles = new Map();
    this.restart();
  }

  restart() {
    this.previous = null;
    this.rate = 0;
  }

  // active: the id and the name of the active checkpoint, or undefined.
  show(tick, active, letters) {
    const f = Object.fromEntries(
      Object.entries(tick.figures).map(([name, value]) => [name.replace('contrastream.', ''), value]));
    if (active) this.tile('checkpoint', active.name, { title: active.id });
    if (f['images.embedded'] !== undefined) {
      this.measure(tick.nowMs, f['images.embedded']);
      this.tile('images per second', number(Math.max(0, this.rate)));
      this.tile('images per batch', number(f['batch.size.mean'] ?? 0));
    }
    this.waiting = f['records.waiting'];
    this.known('records waiting', this.waiting === undefined ? null : number(this.waiting));
    this.known('ms to readable, median / p99',
      tick.latency ? `${number(tick.latency.p50)} / ${number(tick.latency.p99)}` : null);
    if (f['trainer.steps'] !== undefined) this.tile('training steps', number(f['trainer.steps']));
    const dropped = f['records.dropped'] ?? letters;
    this.tile('dead letters', number(dropped), { alarm: dropped > 0 });
  }

  measure(atMs, images) {
    const seconds = this.previous ? (atMs - this.previous.atMs) / 1000 : 0;
    if (seconds > 0) {
      const now = (images - this.previous.images) / seconds;
      this.rate += (now - this.rate) * (this.rate ? SMOOTHING : 1);
    }
    this.previous = { atMs, images };
  }

  // Shows a figure that this process may not have, and says so if it has become unknown.
  known(name, value) {
    if (value !== null || this.tiles.has(name)) this.tile(name, value ?? '–');
  }

  tile(name, value, { alarm = false, title = '' } = {}) {
    if (!this.tiles.has(name)) {
      const tile = document.createElement('div');
      tile.className = 'tile';
      tile.append(document.createElement('b'), Object.assign(document.createElement('span'), { textContent: name }));
      this.box.append(tile);
      this.tiles.set(name, tile);
    }
    const tile = this.tiles.get(name);
    tile.firstChild.textContent = value;
    tile.classList.toggle('name', title !== '');
    tile.title = title;
    tile.classList.toggle('alarm', alarm);
  }
}
