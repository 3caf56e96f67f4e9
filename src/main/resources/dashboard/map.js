// The recent embeddings as dots. New dots do not move the others. When the space changes, inputs in
// both spaces travel to their new positions, the others remain as ghosts for a while, and a line
// leads from the old position of each label to the new one.
import { COLORS, labelButtons, modalityButtons } from './palette.js';
import { link, mark, name, ring, star, trail } from './ink.js';
import { keyOf, show } from './input.js';
import { View } from './view.js';

const MAX_DOTS = 1500;
const TRAVEL_MS = 1800;
const SHIFT_MS = 900;
const APPEAR_MS = 500;
const REMEMBER_MS = 15_000;
const MIN_DOTS_PER_LABEL = 3;
const FAINT = 0.1;
const NAME_PX = 24;
const still = matchMedia('(prefers-reduced-motion: reduce)');
const eased = t => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2);
const colorOf = dot => (dot.label == null ? '#888' : COLORS[dot.label]);

export class EmbeddingMap {
  constructor(canvas, tip, labels, modalities) {
    this.canvas = canvas;
    this.tip = tip;
    this.selected = null;
    this.view = new View(canvas);
    this.dots = [];
    this.ghosts = [];
    this.shown = new Set([...COLORS.keys(), null]);
    this.found = null; // which dots the search finds, or null without a search
    this.modalities = modalities;
    this.shownModalities = new Set(['image', 'caption', 'sound']);
    this.asked = null; // key of the dot whose neighbours are shown
    this.near = new Set();
    this.space = '';
    this.move = { since: 0, ms: 0 };
    labelButtons(labels, this.shown, () => this.draw());
    modalityButtons(modalities, this.shownModalities, () => this.draw());
    new ResizeObserver(() => this.draw()).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
  }

  add(map) {
    if (!map) return;
    this.byLabel = map.byLabel;
    if (map.all) this.replace(map);
    else if (map.dots.length) {
      this.dots.push(...map.dots.map(dot => this.born(dot)));
      this.dots = this.dots.slice(-MAX_DOTS);
      this.fit(false);
      this.animate(APPEAR_MS);
    }
    if (this.selected) this.select(this.dots.find(dot => keyOf(dot) === keyOf(this.selected)) ?? null);
    if (this.dots.some(dot => (dot.modality ?? 'image') !== 'image')) this.modalities.hidden = false;
    document.body.dataset.dots = this.dots.length;
  }

  replace(map) {
    const swapped = this.space && map.space !== this.space;
    const before = new Map(this.dots.map(dot => [keyOf(dot), dot]));
    if (swapped && this.dots.length) this.remember();
    this.hold();
    this.space = map.space;
    this.dots = map.dots.map(dot => {
      const old = before.get(keyOf(dot));
      before.delete(keyOf(dot));
      return old ? { ...old, ...dot } : this.born(dot);
    });
    if (swapped) {
      this.ghosts = [...before.values()];
      document.body.dataset.travelled = this.dots.filter(dot => dot.from).length;
    }
    this.arrange(swapped ? TRAVEL_MS : SHIFT_MS);
  }

  // Remembers the positions of the labels under the old space for a while.
  remember() {
    this.former = { space: this.space, centroids: this.centroids() };
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

  // Shows another layout: a function from a dot to [x, y], or null for the linear one.
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

  fit(anew) {
    const positions = [...this.dots.map(dot => this.target(dot)).filter(Boolean), ...this.trails().map(each => each.from)];
    this.view.fit(positions, anew, this.progress());
  }

  progress() {
    const { since, ms } = this.move;
    return ms ? eased(Math.min(1, (performance.now() - since) / ms)) : 1;
  }

  // The position of a dot at this moment, or null if it has none yet.
  seen(dot) {
    const target = this.target(dot);
    if (!target || !dot.from) return target;
    const part = this.progress();
    return [dot.from[0] + (target[0] - dot.from[0]) * part, dot.from[1] + (target[1] - dot.from[1]) * part];
  }

  // The mean position of each label, without those of very few dots.
  centroids(position = dot => this.target(dot)) {
    const sums = new Map();
    for (const dot of this.dots) {
      const at = dot.label == null ? null : position(dot);
      if (!at) continue;
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

  isShown(dot) {
    return this.shown.has(dot.label ?? null) && this.shownModalities.has(dot.modality ?? 'image');
  }

  candidates() {
    return this.dots.filter(dot => this.isShown(dot) && this.seen(dot) && this.matches(dot));
  }

  matches(dot) {
    return !this.found || this.found(dot);
  }

  // Makes dots faint that a search does not find. found: a function from a dot, or null to end it.
  filter(found) {
    this.found = found;
    document.body.dataset.found = found ? this.dots.filter(found).length : '';
    this.select(null);
  }

  // Links a dot with its neighbours, all named by their keys.
  relate(key, near) {
    this.asked = key;
    this.near = new Set(near);
    this.draw();
  }

  // Shows what a dot stands for beside it, or nothing.
  select(dot) {
    if (dot === this.selected) return;
    this.selected = dot;
    this.tip.hidden = !dot;
    if (dot) {
      this.tip.firstElementChild.replaceChildren(dot.modality === 'sound' ? '♪ sound' : show(dot));
      this.tip.lastElementChild.textContent = dot.label == null ? 'unlabelled' : `label ${dot.label}`;
    }
    this.draw();
  }

  placeTip() {
    const at = this.selected && this.seen(this.selected);
    if (!at) return;
    const [left, top] = this.view.place(at);
    this.tip.style.left = `${Math.max(0, Math.min(left + 12, this.canvas.clientWidth - 80))}px`;
    this.tip.style.top = `${Math.max(0, Math.min(top - 40, this.canvas.clientHeight - 95))}px`;
  }

  animate(ms) {
    this.until = Math.max(this.until ?? 0, performance.now() + ms);
    const step = () => {
      this.draw();
      this.frame = performance.now() < this.until + 50 ? requestAnimationFrame(step) : null;
    };
    this.frame ??= requestAnimationFrame(step);
  }

  draw() {
    const ctx = this.cleared();
    this.view.update(this.progress());
    const style = getComputedStyle(this.canvas);
    const [ink, halo] = [style.color, style.getPropertyValue('--card')];
    const trails = this.trails();
    for (const ghost of this.ghosts) this.dot(ctx, ghost, this.target(ghost), 0.18, 3);
    this.drawDots(ctx);
    for (const each of trails) {
      trail(ctx, this.view.place(each.from), this.view.place(each.to), COLORS[each.label], String(each.label), ink);
    }
    if (!trails.length) this.drawNames(ctx, halo);
    this.drawRelated(ctx, ink);
    this.placeTip();
    this.canvas.style.touchAction = this.view.chosen ? 'none' : 'pan-y'; // a zoomed map takes all drags
  }

  cleared() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const ratio = devicePixelRatio;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    const ctx = this.canvas.getContext('2d');
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    return ctx;
  }

  drawDots(ctx) {
    const now = performance.now();
    for (const dot of this.dots) {
      const fresh = still.matches ? 1 : Math.min(1, (now - dot.birth) / APPEAR_MS);
      this.dot(ctx, dot, this.seen(dot), (this.matches(dot) ? 0.8 : FAINT) * fresh, 3 + 3 * (1 - fresh));
    }
  }

  // Beside their clusters, away from the middle, so that they hide no dots.
  drawNames(ctx, halo) {
    const centroids = [...this.centroids(dot => this.seen(dot))];
    const mean = axis => centroids.reduce((sum, [, at]) => sum + at[axis], 0) / centroids.length;
    const middle = this.view.place([mean(0), mean(1)]);
    for (const [label, at] of centroids) {
      if (!this.shown.has(label)) continue;
      const [left, top] = this.view.place(at);
      const far = Math.max(1, Math.hypot(left - middle[0], top - middle[1]));
      const beside = [0, 1].map(axis => [left, top][axis] + (NAME_PX * ([left, top][axis] - middle[axis])) / far);
      name(ctx, beside, String(label), COLORS[label], halo);
    }
  }

  // The selected dot, the one asked for with its neighbours, and the question.
  drawRelated(ctx, ink) {
    const asked = this.dots.find(dot => keyOf(dot) === this.asked);
    const near = this.dots.filter(dot => this.near.has(keyOf(dot)) && this.isShown(dot) && this.seen(dot));
    const center = asked && this.seen(asked);
    for (const dot of near) {
      if (center) link(ctx, this.view.place(center), this.view.place(this.seen(dot)), ink);
      ring(ctx, this.view.place(this.seen(dot)), ink, 6);
    }
    if (center) ring(ctx, this.view.place(center), ink, 10);
    if (this.selected) this.dot(ctx, this.selected, this.seen(this.selected), 1, 7);
    const question = this.question && this.target(this.question);
    if (question) star(ctx, this.view.place(question), ink);
  }

  dot(ctx, dot, at, alpha, size) {
    if (at && this.isShown(dot)) mark(ctx, this.view.place(at), dot.modality, colorOf(dot), alpha, size);
  }
}
