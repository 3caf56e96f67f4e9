// Shows inputs of any modality: images as pictures, captions as text, sounds with a button to play them.
const MODALITIES = ['image', 'caption', 'sound'];

// Ids are unique within a modality only.
export const keyOf = ({ modality = 'image', id }) => `${modality}/${id}`;

// Returns lists of one modality each, images first.
export function byModality(inputs) {
  return MODALITIES.map(modality => [modality, inputs.filter(each => (each.modality ?? 'image') === modality)])
    .filter(([, list]) => list.length);
}

// text: of a caption, if it is known already.
export function show({ modality, id, label, text }) {
  const path = `/api/${modality ?? 'image'}s/${encodeURIComponent(id)}`;
  if (modality === 'caption') return caption(path, text);
  return modality === 'sound' ? sound(path, label) : picture(path, id);
}

function picture(src, title) {
  return Object.assign(document.createElement('img'), { alt: '', loading: 'lazy', title, src });
}

function caption(path, text) {
  const quote = document.createElement('q');
  quote.textContent = text ?? '…';
  quote.dir = 'auto';
  if (text === undefined) fetch(path).then(async answer => { if (answer.ok) quote.textContent = await answer.text(); }, () => {});
  return quote;
}

let playing = null;

function sound(src, label) {
  const button = document.createElement('button');
  const audio = Object.assign(document.createElement('audio'), { preload: 'none', src });
  const shown = on => {
    button.firstChild.textContent = on ? '■' : '▶';
    button.setAttribute('aria-label', `${on ? 'Stop' : 'Play'} the sound${label == null ? '' : `, label ${label}`}`);
  };
  button.className = 'play';
  button.type = 'button';
  button.append(document.createElement('span'), audio);
  shown(false);
  button.addEventListener('click', async () => {
    if (!audio.paused) {
      audio.pause();
      return;
    }
    playing?.pause();
    playing = audio;
    audio.currentTime = 0;
    await audio.play().catch(error => { if (error.name !== 'AbortError') button.disabled = true; }); // it is not kept any more
  });
  audio.addEventListener('play', () => shown(true));
  audio.addEventListener('pause', () => shown(false));
  return button;
}
