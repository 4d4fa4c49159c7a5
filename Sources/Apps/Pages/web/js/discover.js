// Under the box of the first screen: what the library itself offers, each with why it is there. The same all day.
import { call } from './api.js';
import { h } from './dom.js';
import { date, number } from './format.js';
import { languageOf, t } from './language.js';

/** @typedef {import('./types.js').LibraryDocument} LibraryDocument */

/** @param {HTMLElement} slot @param {(question: string) => void} ask @returns {Promise<void>} */
export async function showDiscoveries(slot, ask) {
  // Nobody waits for this, and nobody misses it where it cannot be had.
  const found = await call('GET', '/api/discover').catch(() => null);
  if (!found || !slot.isConnected) return;
  slot.replaceChildren(...[topics(found.topics, ask), revivals(found.revivals), arrivals(found.arrivals)].filter(Boolean));
}

const part = (/** @type {string} */ name, /** @type {string} */ title, /** @type {Node} */ list) =>
  h(`section.${name}`, { 'aria-labelledby': `discover-${name}` }, h('h2', { id: `discover-${name}`, text: title }), list);

/** @param {{text: string, documents: number}[]} found @param {(question: string) => void} ask */
function topics(found, ask) {
  if (found.length < 2) return null;
  return part('topics', t('topics'), h('ul', null, ...found.map(({ text, documents }) => h('li', null, h('a', {
    href: `/?q=${encodeURIComponent(text)}`, lang: languageOf(text), title: t('topicWhy', documents, number(documents)),
    onclick: (event) => { if (event.metaKey || event.ctrlKey) return; event.preventDefault(); ask(text); },
  }, text, h('span.count', { 'aria-label': t('topicWhy', documents, number(documents)), text: number(documents) }))))));
}

const row = (/** @type {LibraryDocument} */ document, /** @type {string} */ address, /** @type {string} */ why, /** @type {any} */ words = null) =>
  h('li', null, h('a.title', { href: address, lang: document.language ?? languageOf(document.title), dir: 'auto', text: document.title }), words, h('p.why', { text: why }));

/** @param {any[]} found */
function revivals(found) {
  if (!found.length) return null;
  return part('revivals', t('revivals'), h('ul', null, ...found.map(({ document, sentence, topic }) => {
    const age = document.date ? t('of', date(document.date)) : t('addedOn', date(document.added_at));
    const why = topic ? t('revivalTopic', topic.text, topic.documents, number(topic.documents)) : '';
    return row(document, `/d/${document.id}?start=${sentence.start}&end=${sentence.end}`, [age, why].filter(Boolean).join(t('comma')),
      h('p.words', { lang: languageOf(sentence.text), dir: 'auto', text: sentence.text }));
  })));
}

/** @param {LibraryDocument[]} found */
function arrivals(found) {
  if (!found.length) return null;
  return part('arrivals', t('arrivals'), h('ul', null, ...found.map((document) => row(document, `/d/${document.id}`, t('addedOn', date(document.added_at))))));
}
