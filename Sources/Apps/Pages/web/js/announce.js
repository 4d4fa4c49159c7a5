// Speaks to screen readers: progress as it changes, an answer sentence by sentence, never character by character.
import { byId, h } from './dom.js';

/** @param {string} text */
export function say(text) {
  const live = byId('live');
  live.append(h('p', { text }));
  while (live.childElementCount > 8) live.firstElementChild.remove();
}

/** Says the sentences of a growing text, each once and whole. */
export class Speaker {
  constructor() { this.said = 0; this.last = ''; }

  /** @param {string} text the answer so far, without marks @param {boolean} finished */
  text(text, finished) {
    if (text.length < this.said) this.said = 0;
    const rest = text.slice(this.said);
    let end = 0;
    for (const match of rest.matchAll(/[.!?](?=\s)|[。！？…]|\n+/g)) end = match.index + match[0].length;
    if (finished) end = rest.length;
    const sentences = rest.slice(0, end).replace(/[*_`>#|]/g, '').trim();
    this.said += end;
    if (sentences) say(sentences);
  }

  /** @param {string} words said when they differ from the last */
  progress(words) {
    if (!words || words === this.last) return;
    say(words);
    this.last = words;
  }
}
