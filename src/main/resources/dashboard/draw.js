// A pad to draw on. Scales and centres the drawing like the digits of MNIST, and sends it.
const $ = id => document.getElementById(id);

// Share of the image that the ink fills in MNIST.
const INK = 5 / 7;

export class Pad {
  // width, height: of the images that the server takes.
  constructor(canvas, space, neighbours, width, height) {
    this.canvas = canvas;
    this.space = space;
    this.neighbours = neighbours;
    this.waiting = 0; // records that the stream embeds before a drawing
    this.width = width;
    this.height = height;
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
    this.space.place(null);
    this.neighbours.clear();
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const scale = this.canvas.width / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  }

  begin(event) {
    clearTimeout(this.timer);
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
    this.timer = setTimeout(() => this.find(), 700);
  }

  // One byte per pixel: the ink is scaled, and its centre of mass is in the middle. null without ink.
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
    const scale = INK * Math.min(this.width / (right - left + 1), this.height / (bottom - top + 1));
    const small = Object.assign(document.createElement('canvas'), { width: this.width, height: this.height });
    const ctx = small.getContext('2d');
    ctx.fillStyle = '#000';
    ctx.fillRect(0, 0, this.width, this.height);
    ctx.imageSmoothingQuality = 'high';
    ctx.translate(this.width / 2 - (sumX / mass) * scale, this.height / 2 - (sumY / mass) * scale);
    ctx.scale(scale, scale);
    ctx.drawImage(this.canvas, 0, 0);
    const data = ctx.getImageData(0, 0, this.width, this.height).data;
    return Uint8Array.from({ length: this.width * this.height }, (_, i) => data[i * 4]);
  }

  async find() {
    clearTimeout(this.timer);
    const pixels = this.pixels();
    if (!pixels) {
      this.neighbours.say('Draw something first.');
      return;
    }
    const before = this.waiting > 0 ? ` ${this.waiting.toLocaleString('en')} images wait before it.` : '';
    const body = await this.neighbours.ask(`Waiting for the embedding…${before}`, '/api/images', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ pixels: btoa(String.fromCharCode(...pixels)), height: this.height, width: this.width }),
    });
    if (!body) return;
    this.neighbours.conclude(body);
    this.space.place(body.place, body.vector);
  }
}
