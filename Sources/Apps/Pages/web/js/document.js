// The screen of one document: the reader with the whole width.
import { h } from './dom.js';
import { Reader } from './reader.js';
import { setTitle } from './screen.js';

/** @param {HTMLElement} element @param {number} id @param {URLSearchParams} search */
export async function showDocument(element, id, search) {
  const page = h('article.document-page');
  element.replaceChildren(page);
  const reader = new Reader(page, true);
  const offset = (/** @type {string} */ name) => (search.has(name) ? Number(search.get(name)) : undefined);
  await reader.show({ documentId: id, start: offset('start'), end: offset('end') });
  setTitle(reader.passage?.document.title);
  return reader;
}
