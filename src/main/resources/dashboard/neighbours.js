// The inputs that are most similar to a drawing, to words, to a sound or to a dot, by modality.
import { COLORS } from './palette.js';
import { byModality, keyOf, show } from './input.js';

const $ = id => document.getElementById(id);
const COUNT = 10;
const NAMES = { image: 'Images', caption: 'Captions', sound: 'Sounds' };

export class Neighbours {
  constructor() {
    this.invitation = '';
    this.question = null;
  }

  clear() {
    this.question = null; // answers to earlier questions are ignored from then on
    this.say(this.invitation);
    this.show([]);
  }

  // Says what to do, once the page knows it.
  invite(text) {
    if ($('answer').textContent === this.invitation) this.say(text);
    this.invitation = text;
  }

  say(...parts) {
    $('answer').replaceChildren(...parts);
  }

  // Returns the answer, or null if the question failed or another one came meanwhile.
  async ask(meanwhile, path, options) {
    const question = {};
    this.question = question;
    this.say(meanwhile);
    try {
      const response = await fetch(path, options);
      const body = await response.json();
      if (this.question !== question) return null;
      if (!response.ok) throw new Error(body.error);
      body.neighbours = body.neighbours.map(({ imageId, ...near }) => ({ id: imageId, ...near }));
      return body;
    } catch (error) {
      if (this.question !== question) return null;
      this.say(error.message);
      this.show([]);
      return null;
    }
  }

  // Shows the digit that most neighbours have, and the neighbours.
  conclude(body) {
    const votes = new Map();
    for (const near of body.neighbours) {
      if (near.label != null) votes.set(near.label, (votes.get(near.label) ?? 0) + near.cosine);
    }
    const best = [...votes].sort((a, b) => b[1] - a[1])[0];
    const digit = Object.assign(document.createElement('strong'), { textContent: best ? best[0] : '?' });
    if (best) digit.style.color = COLORS[best[0]];
    const took = body.tookMs == null ? '' : ` in ${body.tookMs} ms,`;
    this.say(digit, `${took} from ${body.indexed.toLocaleString('en')} indexed embeddings`);
    this.show(body.neighbours);
  }

  show(neighbours) {
    const groups = byModality(neighbours);
    $('neighbours').replaceChildren(...groups.flatMap(([modality, list]) => {
      const items = document.createElement('ol');
      items.className = `found ${modality}s`;
      items.setAttribute('aria-label', NAMES[modality]);
      items.append(...list.map(near => this.item(near)));
      const title = Object.assign(document.createElement('h3'), { textContent: NAMES[modality] });
      return groups.length > 1 || modality !== 'image' ? [title, items] : [items];
    }));
  }

  item(near) {
    const item = document.createElement('li');
    item.dataset.label = near.label;
    item.title = near.id;
    const label = Object.assign(document.createElement('b'), { textContent: near.label ?? '?' });
    const figures = document.createElement('span');
    figures.append(label, ` ${near.cosine.toFixed(3)}`);
    item.append(show(near), figures);
    return item;
  }

  // Asks for the neighbours of an input. Returns them, or null without an answer.
  async of(input) {
    const { id, modality = 'image' } = input;
    const body = await this.ask(`Searching for the neighbours of ${id}…`,
      `/api/nearest?k=${COUNT + 1}&${modality}=${encodeURIComponent(id)}`);
    if (!body) return null;
    const others = body.neighbours.filter(near => keyOf(near) !== keyOf(input));
    const nearest = byModality(others).flatMap(([, list]) => list.slice(0, COUNT));
    this.say('Nearest to ', ...(modality === 'image' ? [] : [show(input), ' ']),
      Object.assign(document.createElement('code'), { textContent: id }),
      `, from ${body.indexed.toLocaleString('en')} indexed embeddings`);
    this.show(nearest);
    return nearest;
  }
}
