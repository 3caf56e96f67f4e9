// The recent embeddings as dots. New dots do not move the others. When the space changes, images in
// both spaces travel to their new positions, the others remain as ghosts for a while, and a line
// leads from the old position of each label to the new one.
import { DotPicker } from './picker.js';
import { COLORS, labelButtons } from './palette.js';
import { disc, star, trail } from './ink.js';

const MAX_DOTS = 1500;
const TRAVEL_MS = 1800;
const SHIFT_MS = 900;
const APPEAR_MS = 500;
const REMEMBER_MS = 15_000;
const MIN_DOTS_PER_LABEL = 3;
const still = matchMedia('(prefers-reduced-motion: reduce)');
const eased = t => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2);

export class EmbeddingMap {
  constructor(canvas, tip, labels) {
    this.canvas = canvas;
    this.dots = [];
    this.ghosts = [];
    this.shown = new Set([...COLORS.keys(), null]);
    this.checkpoint = '';
    this.radius = this.oldRadius = 0.05;
    this.move = { since: 0, ms: 0 };
    labelButtons(labels, this.shown, () => this.draw());
    new ResizeObserver(() => this.draw()).observe(canvas);
    this.picker = new DotPicker(this, canvas, tip);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
  }

  add(map) {
    if (!map) return;
    if (map.all) this.replace(map);
    else if (map.dots.length) {
      this.dots.push(...map.dots.map(dot => this.born(dot)));
      this.dots = this.dots.slice(-MAX_DOTS);
      this.fit(false);
      this.animate(APPEAR_MS);
    }
    document.body.dataset.dots = this.dots.length;
  }

  replace(map) {
    const swapped = this.checkpoint && map.checkpoint !== this.checkpoint;
    const before = new Map(this.dots.map(dot => [dot.id, dot]));
    if (swapped && this.dots.length) this.remember();
    this.hold();
    this.checkpoint = map.checkpoint;
    this.dots = map.dots.map(dot => {
      const old = before.get(dot.id);
      before.delete(dot.id);
      return old ? { ...old, ...dot } : this.born(dot);
    });
    if (swapped) {
      this.ghosts = [...before.values()];
      document.body.dataset.travelled = this.dots.filter(dot => dot.from).length;
    }
    this.arrange(swapped ? TRAVEL_MS : SHIFT_MS);
  }

  // Remembers the positions of the labels under the old checkpoint for a while.
  remember() {
    this.former = { checkpoint: this.checkpoint, centroids: this.centroids() };
    clearTimeout(this.forgetting);
    this.forgetting = setTimeout(() => {
      this.hold();
      this.former = null;
      this.ghosts = [];
      this.arrange(SHIFT_MS);
    }, REMEMBER_MS);
  }

  born(dot) {
    return { ...dot, from: null, birth: performance.now() };
  }

  // Call before positions change, so that dots start from where they are seen.
  hold() {
    for (const dot of this.dots) dot.from = this.seen(dot);
  }

  // Shows another layout: a function from a dot to [x, y], or null for principal components.
  use(places, ms = SHIFT_MS) {
    this.hold();
    this.places = places;
    if (places) this.ghosts = [];
    this.arrange(ms);
  }

  target(dot) {
    return this.places ? this.places(dot) : [dot.x, dot.y];
  }

  // Moves all dots from where they were held to their new positions.
  arrange(ms) {
    this.fit(true);
    this.move = { since: performance.now(), ms: still.matches ? 0 : ms };
    document.body.dataset.trails = this.trails().length;
    this.changed?.();
    this.animate(ms);
  }

  // The axes grow with the space immediately, and shrink only when it changes.
  fit(anew) {
    let radius = 0.05;
    for (const dot of this.dots) {
      const target = this.target(dot);
      if (target) radius = Math.max(radius, Math.abs(target[0]), Math.abs(target[1]));
    }
    for (const { from } of this.trails()) radius = Math.max(radius, Math.abs(from[0]), Math.abs(from[1]));
    if (anew) this.oldRadius = this.reach();
    if (anew || radius > this.radius) this.radius = radius * 1.1;
    if (!anew && this.progress() >= 1) this.oldRadius = this.radius;
  }

  progress() {
    const { since, ms } = this.move;
    return ms ? eased(Math.min(1, (performance.now() - since) / ms)) : 1;
  }

  reach() {
    return this.oldRadius + (this.radius - this.oldRadius) * this.progress();
  }

  // The position of a dot at this moment, or null if it has none yet.
  seen(dot) {
    const target = this.target(dot);
    if (!target || !dot.from) return target;
    const part = this.progress();
    return [dot.from[0] + (target[0] - dot.from[0]) * part, dot.from[1] + (target[1] - dot.from[1]) * part];
  }

  centroids() {
    const sums = new Map();
    for (const dot of this.dots) {
      const at = this.target(dot);
      if (!at || dot.label == null) continue;
      const sum = sums.get(dot.label) ?? [0, 0, 0];
      sums.set(dot.label, [sum[0] + at[0], sum[1] + at[1], sum[2] + 1]);
    }
    return new Map([...sums].filter(([, sum]) => sum[2] >= MIN_DOTS_PER_LABEL).map(([label, [x, y, n]]) => [label, [x / n, y / n]]));
  }

  trails() {
    if (!this.former || this.places) return [];
    const now = this.centroids();
    return [...this.former.centroids].filter(([label]) => now.has(label) && this.shown.has(label))
      .map(([label, from]) => ({ label, from, to: now.get(label) }));
  }

  animate(ms) {
    this.until = Math.max(this.until ?? 0, performance.now() + ms);
    const step = () => {
      this.draw();
      this.frame = performance.now() < this.until + 50 ? requestAnimationFrame(step) : null;
    };
    this.frame ??= requestAnimationFrame(step);
  }

  place([x, y]) {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const scale = Math.min(width, height) / 2 / this.reach();
    return [width / 2 + x * scale, height / 2 - y * scale];
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const ratio = devicePixelRatio;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    const ctx = this.canvas.getContext('2d');
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    const now = performance.now();
    for (const ghost of this.ghosts) this.dot(ctx, ghost, this.target(ghost), 0.18, 3);
    for (const dot of this.dots) {
      const fresh = still.matches ? 1 : Math.min(1, (now - dot.birth) / APPEAR_MS);
      this.dot(ctx, dot, this.seen(dot), 0.8 * fresh, 3 + 3 * (1 - fresh));
    }
    const ink = getComputedStyle(this.canvas).color;
    for (const each of this.trails()) {
      trail(ctx, this.place(each.from), this.place(each.to), COLORS[each.label], String(each.label), ink);
    }
    const { selected } = this.picker;
    if (selected) this.dot(ctx, selected, this.seen(selected), 1, 7);
    const drawn = this.drawn && this.target(this.drawn);
    if (drawn) star(ctx, this.place(drawn), ink);
  }

  dot(ctx, dot, at, alpha, size) {
    if (at && this.isShown(dot)) disc(ctx, this.place(at), dot.label == null ? '#888' : COLORS[dot.label], alpha, size);
  }

  isShown(dot) {
    return this.shown.has(dot.label ?? null);
  }
}
