import { Ask } from './ask.js';
import { LossChart } from './chart.js';
import { Space } from './space.js';
import { Pad } from './draw.js';
import { Checkpoints } from './checkpoints.js';
import { Neighbours } from './neighbours.js';
import { Tiles } from './tiles.js';
import { decimals, loss } from './figures.js';
import { show as showInput } from './input.js';

const $ = id => document.getElementById(id);
const checkpoints = new Checkpoints();
const name = id => checkpoints.name(id);
const chart = new LossChart(name);
const neighbours = new Neighbours();
const space = new Space(neighbours, name);
const ask = new Ask(space, neighbours);
const tiles = new Tiles($('tiles'));

const letters = [];
let pad = null;

function showPairs(list, pairs) {
  const kept = new Map([...list.children].map(item => [item.dataset.id, item]));
  list.replaceChildren(...pairs.map(pair => kept.get(pair.id) ?? pairItem(pair)));
  if (!pairs.length) list.append(Object.assign(document.createElement('li'), { className: 'empty', textContent: 'None yet' }));
}

function pairItem(pair) {
  const item = document.createElement('li');
  item.dataset.id = pair.id;
  const two = document.createElement('div');
  two.className = 'two';
  two.append(showInput({ modality: pair.anchorModality, id: pair.anchor }),
    showInput({ modality: pair.contrastiveModality, id: pair.contrastive }));
  const cosine = Object.assign(document.createElement('b'), { textContent: decimals(pair.cosine) });
  const target = document.createElement('span');
  target.className = pair.target === 1 ? 'same' : 'other';
  target.textContent = { 1: ' same', 0: ' other' }[pair.target] ?? ' no target';
  const error = pair.error == null ? '' : `, error ${decimals(pair.error)}`;
  item.append(two, cosine, target, error);
  return item;
}

function showLetters(added) {
  letters.unshift(...(added ?? []).slice().reverse());
  letters.length = Math.min(letters.length, 20);
  $('no-letters').hidden = letters.length > 0;
  if (!added?.length) return;
  $('dead').replaceChildren(...letters.map(letter => {
    const item = document.createElement('li');
    const place = document.createElement('small');
    place.textContent = ` ${letter.topic}-${letter.partition}, offset ${letter.offset}, ${letter.bytes} bytes`;
    const text = document.createElement('code');
    text.textContent = letter.text || '(empty)';
    item.append(letter.cause || 'Unknown cause', place, text);
    return item;
  }));
}

function showTrainer(steps) {
  const last = steps?.at(-1);
  const verdictStep = steps?.filter(step => step.reason).at(-1);
  if (!last) return;
  $('trainer').classList.remove('empty');
  const step = last.step.toLocaleString('en');
  const lossText = last.loss == null ? '' : `, loss ${loss(last.loss)}`;
  const verdict = verdictStep ? ` · ${verdictStep.kind.toLowerCase().replace('_', ' ')}: ${verdictStep.reason}` : '';
  $('trainer').textContent = `Step ${step}${lossText}${verdict}`;
}

function show(tick) {
  if (tick.checkpoints) {
    checkpoints.show(tick.checkpoints);
    learnWays(tick.checkpoints.inUse);
  }
  showLetters(tick.deadLetters);
  const { view } = checkpoints;
  const active = view?.inUse ?? view?.active;
  tiles.show(tick, active && { id: active, name: name(active) }, letters.length);
  if (pad) pad.waiting = tiles.waiting;
  chart.add(tick.loss, tick.training, tick.checkpoints?.marks);
  space.add(tick.map);
  if (tick.pairs) showPairs($('newest'), tick.pairs);
  if (tick.worst) showPairs($('worst'), tick.worst);
  showTrainer(tick.training);
}

function showState(text, on) {
  $('state-text').textContent = text;
  document.querySelector('#state .dot').className = `dot ${on ? 'on' : 'off'}`;
}

// Asks which questions can be answered, which depends on the encoders of the checkpoint in use.
let learntOf = null;
async function learnWays(inUse) {
  if (inUse === learntOf) return;
  learntOf = inUse;
  ask.allow((await load('/api/settings')).modalities);
}

const load = async path => (await fetch(path)).json();
const settings = await load('/api/settings');
pad = new Pad($('pad'), space, neighbours, settings.imageWidth, settings.imageHeight);
checkpoints.allow(settings.mayActivate);
ask.allow(settings.modalities ?? ['image']);
chart.threshold = settings.driftThreshold;

// Browsers allow six connections per host across all tabs, so hidden tabs close theirs.
let live = null;
function connect() {
  live = new EventSource('/api/live');
  live.addEventListener('open', () => {
    letters.length = 0;
    chart.clear();
    tiles.restart();
  });
  live.addEventListener('tick', event => {
    const tick = JSON.parse(event.data);
    show(tick);
    showState(tick.fault ? `Topics can't be read: ${tick.fault}` : 'Live', !tick.fault);
  });
  live.addEventListener('full', () => {
    live.close();
    showState('Too many viewers; try again later', false);
  });
  live.addEventListener('error', () => showState('Disconnected; reconnecting', false));
}

function follow() {
  live?.close();
  if (document.hidden) showState('Paused while the page is hidden', false);
  else connect();
}
document.addEventListener('visibilitychange', follow);
follow();
