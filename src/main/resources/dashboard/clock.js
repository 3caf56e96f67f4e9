// A 24-hour clock in any locale, as in the terminal.
const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };

export const clock = ms => new Date(ms).toLocaleTimeString([], TIME);
