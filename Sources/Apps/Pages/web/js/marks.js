// Marks in an answer: found by their offsets, carried through Markdown by sentinels, made links after sanitising.
// An answer may quote words such as "[3]": only what a mark's offsets point at is a mark.
import { h } from './dom.js';
import { placeWords } from './format.js';
import { t } from './language.js';

/** @typedef {import('./types.js').Mark} Mark */
/** @typedef {import('./types.js').Source} Source */
/** @typedef {{turnId: string, marks: Mark[], sources: Source[], side?: number}} MarkContext */

// Noncharacters: no text has a use for them; where one comes along it becomes a replacement character.
const open = '\ufdd0';
const close = '\ufdd1';

/** Offsets that stand inside the text, do not overlap, and cover a `[n]`. @param {string[]} scalars @param {Mark[]} marks */
function standing(scalars, marks) {
  let end = 0;
  return marks.map((mark, position) => ({ mark, position })).sort((a, b) => a.mark.text_start - b.mark.text_start).filter(({ mark }) => {
    const fits = mark.text_start >= end && mark.text_end <= scalars.length
      && /^\[\d+\]$/.test(scalars.slice(mark.text_start, mark.text_end).join(''));
    if (fits) end = mark.text_end;
    return fits;
  });
}

/** Replaces each mark by what `write` gives for it. @param {string} text @param {Mark[]} marks @param {(position: number) => string} write */
export function replaceMarks(text, marks, write) {
  const scalars = Array.from(text);
  let result = '';
  let from = 0;
  for (const { mark, position } of standing(scalars, marks)) {
    result += scalars.slice(from, mark.text_start).join('') + write(position);
    from = mark.text_end;
  }
  return result + scalars.slice(from).join('');
}

export const withSentinels = (/** @type {string} */ text, /** @type {Mark[]} */ marks) =>
  replaceMarks(text.replace(/[\ufdd0\ufdd1]/g, '\ufffd'), marks, (position) => open + position + close);

export const withoutMarks = (/** @type {string} */ text, /** @type {Mark[]} */ marks) => replaceMarks(text, marks, () => '');

/** Turns the sentinels of a sanitised fragment into mark links. @param {DocumentFragment} fragment @param {MarkContext} context */
export function placeMarks(fragment, context) {
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (walker.currentNode.data.includes(open)) texts.push(walker.currentNode);
  for (const text of texts) {
    const parts = text.data.split(/\ufdd0(\d+)\ufdd1/);
    // A mark clings to its sentence: no blank before it, where a line could break.
    text.replaceWith(...parts.map((part, i) => (i % 2 ? markLink(Number(part), context, parts[i - 1]) : i < parts.length - 1 ? part.trimEnd() : part)));
  }
  for (const element of fragment.querySelectorAll('[href],[title]')) {
    for (const name of ['href', 'title']) {
      const value = element.getAttribute(name);
      if (value?.includes(open)) element.setAttribute(name, value.replace(/\ufdd0\d+\ufdd1/g, ''));
    }
  }
}

/** What a link in the page stands for. @type {WeakMap<Element, {mark: Mark, source?: Source}>} */
const meaning = new WeakMap();
export const markOf = (/** @type {Element} */ link) => meaning.get(link);

/** @param {number} position @param {MarkContext} context @param {string} before the words it stands behind */
function markLink(position, context, before) {
  const mark = context.marks[position];
  if (!mark) return '';
  const source = context.sources.find((candidate) => candidate.number === mark.number);
  const place = placeWords(mark.place ?? source?.place, source?.title);
  const link = h(/[。．，、；：」』）】》〉”’]\s*$/.test(before) ? 'a.mark.close' : 'a.mark', {
    href: `#mark=${context.turnId}:${context.side === undefined ? '' : `${context.side}.`}${position}`,
    'aria-label': t('markLabel', mark.number, [source?.title, place].filter(Boolean).join(', ')),
    text: mark.number,
  });
  meaning.set(link, { mark, source });
  return link;
}
