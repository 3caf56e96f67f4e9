// Numbers as people read them.

// Of cosines and distances: three decimals, and no zero below zero.
export const decimals = value => value.toFixed(3).replace(/^-(0\.0+)$/, '$1');

// Of losses, which fall by orders of magnitude: two digits where three decimals would show less.
export const loss = value => (value > 0 && value < 0.01 ? value.toPrecision(2) : value.toFixed(3));
