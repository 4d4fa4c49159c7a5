// The words around a quote: from the source's snippet when it holds more than the quote, else from the document itself.
import { call } from './api.js';
import { h } from './dom.js';

const around = 160;

/** @typedef {import('./types.js').Mark} Mark */
/** @typedef {import('./types.js').Source} Source */

/** The quote within its snippet, marked; null when the snippet does not hold it, or nothing else. @param {Mark} mark @param {Source} [source] */
export function inSnippet(mark, source) {
  const at = source?.snippet?.indexOf(mark.quote) ?? -1;
  if (at < 0 || !mark.quote || source.snippet.trim() === mark.quote.trim()) return null;
  return quoted(source.snippet.slice(0, at), mark.quote, source.snippet.slice(at + mark.quote.length));
}

/** The quote alone. @param {Mark} mark */
export const alone = (mark) => quoted('', mark.quote, '');

function quoted(/** @type {string} */ before, /** @type {string} */ quote, /** @type {string} */ after) {
  // Cut between words, where the script has blanks between them.
  const head = before.length > around ? `…${before.slice(-around).replace(/^\S{0,24}\s+/, '')}` : before;
  const tail = after.length > around ? `${after.slice(0, around).replace(/\s+\S{0,24}$/, '')}…` : after;
  return [head, h('mark', { text: quote }), tail];
}

/** @type {Map<string, Promise<(string | HTMLElement)[] | null>>} */
const fetched = new Map();

/** The quote within its block of the document; null when the document cannot be had. @param {Mark} mark */
export function inDocument(mark) {
  const key = `${mark.document_id}:${mark.start}-${mark.end}`;
  if (!fetched.has(key)) fetched.set(key, fetchContext(mark).catch(() => null));
  return fetched.get(key);
}

async function fetchContext(/** @type {Mark} */ mark) {
  const path = `/api/documents/${mark.document_id}?start=${mark.start}&end=${mark.end}`;
  let { blocks } = await call('GET', `${path}&count=3`);
  const isLit = (/** @type {any} */ block) => block.segments.some((segment) => segment.marked);
  const lit = blocks.filter(isLit);
  let segments = lit.flatMap((block) => block.segments);
  if (lit.length && segments.every((segment) => segment.marked)) {
    // The quote is its whole block: the blocks before and behind it are its surroundings.
    const from = Math.max(0, lit[0].index - 1);
    ({ blocks } = await call('GET', `${path}&from=${from}&count=${lit.at(-1).index - from + 2}`));
    segments = blocks.flatMap((block, position) => [...(position ? [{ text: '\n', marked: false }] : []), ...block.segments]);
  }
  const first = segments.findIndex((segment) => segment.marked);
  if (first < 0) return null;
  const last = segments.findLastIndex((segment) => segment.marked);
  const text = (/** @type {any[]} */ part) => part.map((segment) => segment.text.replace(/\t/g, ' ')).join('');
  return quoted(text(segments.slice(0, first)), text(segments.slice(first, last + 1)), text(segments.slice(last + 1)));
}
