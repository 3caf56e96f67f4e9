// The list of images that are most similar to a drawing or to a dot of the map.
const $ = id => document.getElementById(id);
const INVITATION = 'Draw a digit, or click a dot of the map, to see the images the network finds most similar.';

export class Neighbours {
  constructor() {
    this.clear();
  }

  clear() {
    this.begin(null);
    this.say(INVITATION);
    this.show([]);
  }

  // Starts a question. Answers to earlier questions are ignored from then on.
  begin(question) {
    this.question = question;
  }

  say(...parts) {
    $('answer').replaceChildren(...parts);
  }

  show(neighbours) {
    $('neighbours').replaceChildren(...neighbours.map(near => {
      const item = document.createElement('li');
      const image = Object.assign(document.createElement('img'), { alt: '', title: near.imageId });
      image.src = `/api/images/${encodeURIComponent(near.imageId)}`;
      const label = Object.assign(document.createElement('b'), { textContent: near.label ?? '?' });
      item.dataset.label = near.label;
      item.append(image, label, ` ${near.cosine.toFixed(3)}`);
      return item;
    }));
  }

  // Asks for the neighbours of an image. Returns them, or null if another question came meanwhile.
  async of(id) {
    const question = {};
    this.begin(question);
    this.say(`Searching for the neighbours of ${id}…`);
    try {
      const response = await fetch(`/api/nearest?k=11&image=${encodeURIComponent(id)}`);
      const body = await response.json();
      if (this.question !== question) return null;
      if (!response.ok) throw new Error(body.error);
      const others = body.neighbours.filter(near => near.imageId !== id).slice(0, 10);
      this.say('Nearest to ', Object.assign(document.createElement('code'), { textContent: id }),
        `, from ${body.indexed.toLocaleString('en')} indexed images`);
      this.show(others);
      return others;
    } catch (error) {
      if (this.question !== question) return null;
      this.say(error.message);
      this.show([]);
      return [];
    }
  }
}
