// The search box: a label, or a part of an id. What it does not find turns faint on the map.
export class Search {
  // found: called with a dot, or an id that is not on the map, if the user asks for the neighbours of the first match.
  constructor(input, map, found) {
    this.input = input;
    this.map = map;
    input.addEventListener('input', () => this.apply());
    input.addEventListener('keydown', event => {
      const wanted = input.value.trim();
      if (event.key === 'Enter' && wanted) found(map.candidates()[0] ?? { id: wanted });
    });
  }

  apply() {
    const wanted = this.input.value.trim().toLowerCase();
    const label = /^\d$/.test(wanted) ? Number(wanted) : null;
    const byLabel = dot => dot.label === label;
    const byId = dot => dot.id.toLowerCase().includes(wanted);
    this.map.filter(wanted === '' ? null : label === null ? byId : byLabel);
  }
}
