// A document's blocks as elements: headings, paragraphs, lists, code, tables, subtitles; marked words lit, formulas set.
import { colourBlock } from './code.js';
import { h } from './dom.js';
import { clock } from './format.js';
import { setMath } from './math.js';
import { signElement, signsIn } from './signs.js';

/** @typedef {import('./types.js').Block} Block */
/** @typedef {{text: string, marked: boolean}} Segment */

const lit = (/** @type {boolean} */ marked, /** @type {Node | string} */ words) => (marked ? h('mark', null, words) : words);
const plain = (/** @type {Segment[]} */ segments) => segments.map(({ text, marked }) => lit(marked, text));

/** The words of a block. A formula or code that the marked words touch is lit as a whole. @param {Segment[]} segments */
export function words(segments) {
  const text = segments.map((segment) => segment.text).join('');
  const signs = signsIn(text);
  if (!signs.length) return plain(segments);
  const nodes = [];
  let at = 0;
  for (const segment of segments) {
    const end = at + segment.text.length;
    let from = at;
    for (const sign of signs) {
      if (sign.to <= at || sign.from >= end) continue;
      if (sign.from > from) nodes.push(lit(segment.marked, text.slice(from, sign.from)));
      // It is made once, with the segment in which it begins.
      if (sign.from >= at) nodes.push(lit(isMarked(segments, sign.from, sign.to), signElement(sign, text)));
      from = Math.min(sign.to, end);
    }
    if (from < end) nodes.push(lit(segment.marked, text.slice(from, end)));
    at = end;
  }
  return nodes;
}

/** Whether marked words stand between two offsets. @param {Segment[]} segments @param {number} from @param {number} to */
function isMarked(segments, from, to) {
  let at = 0;
  return segments.some((segment) => {
    const start = at;
    at += segment.text.length;
    return segment.marked && start < to && at > from;
  });
}

/** @param {Block} block @param {number} depth of a heading in the page @param {string} suffix of the file, which tells the language of code */
export function blockElement(block, depth, suffix) {
  const level = Math.min(6, Math.max(1, block.level ?? 2));
  const { segments } = block;
  const element = (/** @type {string} */ tag) => h(tag, { dir: 'auto' }, ...words(segments));
  const made = {
    heading: () => element(`h${depth}.level-${level}`),
    list_item: () => element('li'),
    quotation: () => element('blockquote'),
    code: () => codeElement(segments, suffix),
    table: () => tableElement(block),
    note: () => element('p.side-note'),
    caption: () => (block.place?.time ? cueElement(block) : element('p.side-note')),
  }[block.kind]?.() ?? element('p');
  setMath(made);
  return made;
}

/** @param {Segment[]} segments @param {string} suffix */
function codeElement(segments, suffix) {
  const code = h('code', null, ...plain(segments));
  colourBlock(code, suffix);
  return h('pre', { tabindex: '0', dir: 'ltr' }, code);
}

/** A subtitle, with the time at which it is said. @param {Block} block */
function cueElement({ place, segments }) {
  return h('p.cue', null, h('span.time', { text: clock(place.time[0]) }), h('span', { dir: 'auto' }, ...words(segments)));
}

const isNumber = (/** @type {string} */ text) => /^[-+−±~≈<>]?\s?[$€£¥￥]?\d(?:[\d.,\u00a0\u202f' ]*\d)?\s?(?:%|‰|°C?|[a-zA-Zµ]{1,3})?$/.test(text.trim());

/** Rows are lines, cells are parted by tabs; the marked words may run through several. @param {Block} block */
function tableElement(block) {
  const rows = [[[]]];
  for (const { text, marked } of block.segments) {
    for (const piece of text.split(/([\n\t])/)) {
      if (piece === '\n') rows.push([[]]);
      else if (piece === '\t') rows.at(-1).push([]);
      else if (piece) rows.at(-1).at(-1).push({ text: piece, marked });
    }
  }
  const filled = rows.filter((row) => row.some((cell) => cell.length));
  const width = Math.max(...filled.map((row) => row.length));
  const heads = block.header_rows ?? 0;
  const textOf = (/** @type {Segment[]} */ cell) => (cell ?? []).map((segment) => segment.text).join('');
  // A column of numbers is set to its end, its heading too.
  const numeric = Array.from({ length: width }, (_, column) => {
    const texts = filled.slice(heads).map((row) => textOf(row[column])).filter(Boolean);
    return texts.length > 0 && texts.every(isNumber);
  });
  const row = (/** @type {Segment[][]} */ cells, /** @type {'th' | 'td'} */ tag) => h('tr', null,
    ...Array.from({ length: width }, (_, column) => {
      const text = textOf(cells[column]);
      const look = numeric[column] || isNumber(text) ? 'number' : text.length <= 14 ? 'short' : 'long';
      return h(`${tag}.${look}`, { dir: 'auto', scope: tag === 'th' ? 'col' : null }, ...words(cells[column] ?? []));
    }));
  return h('div.table-scroll', { tabindex: '0' }, h('table', null,
    heads ? h('thead', null, ...filled.slice(0, heads).map((cells) => row(cells, 'th'))) : null,
    h('tbody', null, ...filled.slice(heads).map((cells) => row(cells, 'td')))));
}
