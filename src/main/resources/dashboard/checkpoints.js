// The table of checkpoints, with buttons for users who have the token.
import { clock } from './clock.js';
import { decimals, loss } from './figures.js';

const $ = id => document.getElementById(id);
const KEY = 'contrastream.token';

export class Checkpoints {
  constructor() {
    this.takeToken();
    addEventListener('hashchange', () => this.takeToken());
    $('token').addEventListener('input', () => {
      sessionStorage.setItem(KEY, $('token').value);
      this.enable();
    });
    $('rollback').addEventListener('click', () => {
      const question = `Activate ${this.name(this.view.former)} again in all processors? `
        + 'Trainers then promote nothing until you activate a checkpoint.';
      if (confirm(question)) this.ask('/api/rollback', 'Rolled back');
    });
  }

  // Takes the token from the fragment of the address and removes it there.
  takeToken() {
    const given = new URLSearchParams(location.hash.slice(1)).get('token');
    if (given) {
      sessionStorage.setItem(KEY, given);
      history.replaceState(null, '', location.pathname);
      $('said').textContent = '';
    }
    $('token').value = sessionStorage.getItem(KEY) ?? '';
    this.enable();
  }

  // Whether this process allows changes at all.
  allow(allowed) {
    this.allowed = allowed;
    $('acting').hidden = !allowed;
    $('not-acting').hidden = allowed;
    if (this.view) this.show(this.view);
  }

  enable() {
    const ready = $('token').value !== '';
    $('rollback').disabled = !ready || !this.view?.former;
    for (const button of $('entries').querySelectorAll('button')) button.disabled = !ready;
  }

  show(view) {
    this.view = view;
    $('held').hidden = !view.held;
    $('no-entries').hidden = view.entries.length > 0;
    $('entries').replaceChildren(...view.entries.slice(0, 30).map(entry => this.row(entry, view)));
    this.enable();
  }

  // What people call a checkpoint: its name, or its id if it has none.
  name(id) {
    return this.view?.names[id] ?? id;
  }

  row(entry, view) {
    const row = document.createElement('tr');
    const id = document.createElement('span');
    id.append(Object.assign(document.createElement('code'), { textContent: entry.id }));
    if (view.names[entry.id]) id.prepend(`${view.names[entry.id]} `);
    const metric = (name, text) => (Number.isFinite(entry.metrics[name]) ? text(entry.metrics[name]) : '–');
    const figures = [metric('holdout.loss', loss), metric('holdout.accuracy', decimals)];
    const space = Object.assign(document.createElement('code'), { textContent: entry.spaceId });
    space.title = 'Vectors of the same space can be compared';
    for (const cell of [id, space, String(entry.step || '–'), ...figures, clock(entry.atMs), this.action(entry, view)]) {
      row.insertCell().append(cell);
    }
    return row;
  }

  action(entry, view) {
    const active = entry.id === view.active;
    if (active && !(view.held && this.allowed)) {
      return Object.assign(document.createElement('span'), { className: 'badge', textContent: 'active' });
    }
    if (!this.allowed) return '';
    const button = Object.assign(document.createElement('button'), { textContent: active ? 'Keep' : 'Activate' });
    button.setAttribute('aria-label', `${button.textContent} ${entry.id}`);
    button.addEventListener('click', () =>
      this.ask(`/api/checkpoints/${entry.id}/activate`, `${this.name(entry.id)} is active`));
    return button;
  }

  async ask(path, done) {
    $('said').textContent = 'Sending…';
    try {
      const response = await fetch(path, {
        method: 'POST', headers: { Authorization: `Bearer ${$('token').value}` },
      });
      const body = await response.json();
      $('said').textContent = response.ok ? done : body.error;
      if (response.ok) this.show(body);
    } catch (error) {
      $('said').textContent = `The server can't be reached: ${error.message}`;
    }
  }
}
