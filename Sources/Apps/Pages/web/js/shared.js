// A shared snapshot: read-only, without signing in; its marks open the quoted words, not the document.
import { call } from './api.js';
import { h } from './dom.js';
import { date } from './format.js';
import { t } from './language.js';
import { turnReader } from './marked.js';
import { setTitle } from './screen.js';
import { newTurn } from './stream.js';
import { TurnView } from './turn.js';

/** @param {HTMLElement} element @param {string} token @param {AbortSignal} signal */
export async function showShared(element, token, signal) {
  const { title, created_at: createdAt, turns } = await call('GET', `/api/shares/${encodeURIComponent(token)}`, { signal });
  const shown = turns.map((turn) => ({ ...newTurn(turn.question), ...turn, progress: {} }));
  element.replaceChildren(h('h1.unseen', { text: title }), h('p.snapshot-line', null, h('span', { text: t('snapshot', date(createdAt)) })),
    ...shown.map((turn) => new TurnView(turn, null).element));
  setTitle(title);
  return { turnTo: (/** @type {string} */ hash) => turnReader(hash, shown, element) };
}
