// A pad to draw on. What is drawn is scaled and centred as the digits of MNIST are, and sent.
import { COLORS } from './palette.js';

const $ = id => document.getElementById(id);
const SIDE = 28;
const BOX = 20;

export class Pad {
  constructor(canvas, space) {
    this.canvas = canvas;
    this.space = space;
    this.ctx = canvas.getContext('2d', { willReadFrequently: true });
    this.clear();
    canvas.addEventListener('pointerdown', event => this.begin(event));
    canvas.addEventListener('pointermove', event => this.line(event));
    canvas.addEventListener('pointerup', () => this.end());
    $('clear').addEventListener('click', () => this.clear());
    $('find').addEventListener('click', () => this.find());
  }

  clear() {
    this.ctx.fillStyle = '#000';
    this.ctx.fillRect(0, 0, this.canvas.width, this.canvas.height);
    this.last = null;
    this.space.drawn(null);
    $('neighbours').replaceChildren();
    $('answer').textContent = 'Draw, and see which digits the network finds most alike.';
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const scale = this.canvas.width / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  }

  begin(event) {
    clearTimeout(this.soon);
    this.canvas.setPointerCapture(event.pointerId);
    this.last = this.at(event);
    this.line(event);
  }

  line(event) {
    if (!this.last) return;
    const next = this.at(event);
    this.ctx.strokeStyle = '#fff';
    this.ctx.lineWidth = 22;
    this.ctx.lineCap = this.ctx.lineJoin = 'round';
    this.ctx.beginPath();
    this.ctx.moveTo(...this.last);
    this.ctx.lineTo(...next);
    this.ctx.stroke();
    this.last = next;
  }

  end() {
    this.last = null;
    this.soon = setTimeout(() => this.find(), 700);
  }

  // 28 × 28 bytes: the ink fits a box of 20, its centre of mass in the middle; null where there is none.
  pixels() {
    const { width, height } = this.canvas;
    const ink = this.ctx.getImageData(0, 0, width, height).data;
    let [left, top, right, bottom, mass, sumX, sumY] = [width, height, -1, -1, 0, 0, 0];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const value = ink[(y * width + x) * 4];
        if (!value) continue;
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
        mass += value;
        sumX += value * x;
        sumY += value * y;
      }
    }
    if (right < 0) return null;
    const scale = BOX / Math.max(right - left + 1, bottom - top + 1);
    const small = document.createElement('canvas');
    small.width = small.height = SIDE;
    const ctx = small.getContext('2d');
    ctx.fillStyle = '#000';
    ctx.fillRect(0, 0, SIDE, SIDE);
    ctx.imageSmoothingQuality = 'high';
    ctx.translate(SIDE / 2 - (sumX / mass) * scale, SIDE / 2 - (sumY / mass) * scale);
    ctx.scale(scale, scale);
    ctx.drawImage(this.canvas, 0, 0);
    const data = ctx.getImageData(0, 0, SIDE, SIDE).data;
    return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => data[i * 4]);
  }

  async find() {
    clearTimeout(this.soon);
    const pixels = this.pixels();
    if (!pixels) {
      $('answer').textContent = 'Nothing is drawn yet.';
      return;
    }
    $('answer').textContent = 'On its way through the topics…';
    try {
      const response = await fetch('/api/images', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ pixels: btoa(String.fromCharCode(...pixels)) }),
      });
      const body = await response.json();
      if (!response.ok) throw new Error(body.error);
      this.show(body);
    } catch (error) {
      $('answer').textContent = error.message;
    }
  }

  show(body) {
    const votes = new Map();
    for (const near of body.neighbours) {
      if (near.label != null) votes.set(near.label, (votes.get(near.label) ?? 0) + near.cosine);
    }
    const best = [...votes].sort((a, b) => b[1] - a[1])[0];
    const digit = Object.assign(document.createElement('strong'), { textContent: best ? best[0] : '?' });
    if (best) digit.style.color = COLORS[best[0]];
    $('answer').replaceChildren(digit, ` back after ${body.tookMs} ms, among ${body.indexed} digits`);
    this.space.drawn(body.place, body.vector);
    $('neighbours').replaceChildren(...body.neighbours.map(near => {
      const item = document.createElement('li');
      const image = Object.assign(document.createElement('img'), { alt: '' });
      image.src = `/api/images/${encodeURIComponent(near.imageId)}`;
      const label = Object.assign(document.createElement('b'), { textContent: near.label ?? '?' });
      item.dataset.label = near.label;
      item.append(image, label, ` ${near.cosine.toFixed(3)}`);
      return item;
    }));
  }
}
