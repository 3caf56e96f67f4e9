// Searches by words, and by sounds: a WAV file, chosen or dropped, or a recording.
import { canRecord, record } from './record.js';

const $ = id => document.getElementById(id);

export class Ask {
  constructor(space, neighbours) {
    this.space = space;
    this.neighbours = neighbours;
    this.modalities = [];
    $('words').addEventListener('submit', event => {
      event.preventDefault();
      this.words($('text').value);
    });
    $('record').addEventListener('click', () => this.record());
    $('choose').addEventListener('click', () => $('wav').click());
    $('wav').addEventListener('change', () => {
      if ($('wav').files[0]) this.sound($('wav').files[0]);
      $('wav').value = ''; // so that the same file can be chosen again
    });
    document.addEventListener('dragover', event => this.drag(event));
    document.addEventListener('dragleave', () => document.body.classList.remove('dropping'));
    document.addEventListener('drop', event => this.drop(event));
  }

  // modalities: of the questions that the server can answer now.
  allow(modalities) {
    this.modalities = modalities;
    const [words, sounds] = ['caption', 'sound'].map(each => modalities.includes(each));
    $('words').hidden = !words;
    $('sounds').hidden = !sounds;
    $('record').hidden = !canRecord();
    const ways = ['by a drawing', ...(words ? ['by words'] : []), ...(sounds ? ['by a sound'] : [])];
    $('ways').textContent = new Intl.ListFormat('en', { type: 'disjunction' }).format(ways);
    const acts = ['Draw a digit', ...(words ? ['enter words'] : []), ...(sounds ? ['drop a WAV file'] : []), 'click a dot of the map'];
    const list = new Intl.ListFormat('en', { type: 'disjunction' }).format(acts);
    this.neighbours.invite(`${list}, to see what the network finds most similar.`);
  }

  async words(text) {
    this.answer(await this.neighbours.ask('Searching…', `/api/nearest?text=${encodeURIComponent(text)}`));
  }

  // wav: a file or its bytes.
  async sound(wav) {
    this.answer(await this.neighbours.ask('Waiting for the embedding of the sound…', '/api/sounds', {
      method: 'POST', headers: { 'Content-Type': 'audio/wav' }, body: wav,
    }));
  }

  answer(body) {
    if (!body) return;
    this.neighbours.conclude(body);
    this.space.place(body.place, body.vector);
  }

  // Starts a recording, or ends it and asks for its neighbours.
  async record() {
    if (this.recording) {
      this.recording.stop?.();
      return;
    }
    this.recording = {}; // until the user allows it
    try {
      this.recording = await record();
      this.showRecording(true);
      this.neighbours.say('Say a digit, then stop.');
      this.sound(await this.recording.file);
    } catch (error) {
      this.neighbours.say(`The microphone can't be used: ${error.message}`);
    } finally {
      this.recording = null;
      this.showRecording(false);
    }
  }

  showRecording(on) {
    $('record').textContent = on ? 'Stop' : 'Record';
    $('record').setAttribute('aria-pressed', String(on));
  }

  drag(event) {
    if (!event.dataTransfer.types.includes('Files') || !this.modalities.includes('sound')) return;
    event.preventDefault();
    document.body.classList.add('dropping');
  }

  drop(event) {
    document.body.classList.remove('dropping');
    const file = event.dataTransfer.files[0];
    if (!file || !this.modalities.includes('sound')) return;
    event.preventDefault();
    this.sound(file);
  }
}
