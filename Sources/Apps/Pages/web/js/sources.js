// Source cards, in the order of their marks: number, title, place, date, layer of trust.
import { h } from './dom.js';
import { date, layerWords, placeWords, shortAddress } from './format.js';
import { languageOf, t } from './language.js';
import { setMath } from './math.js';
import { placeSigns } from './signs.js';

/** @typedef {import('./types.js').Source} Source */
/** @typedef {import('./types.js').Turn} Turn */

/** Facts with dots between them; the empty ones are left out. @param {...(string | Node | null | undefined)} facts */
export function metaLine(...facts) {
  return h('span.meta', null, ...facts.filter(Boolean).map((fact) => (typeof fact === 'string' ? h('span', { dir: 'auto', lang: languageOf(fact), text: fact }) : fact)));
}

/** The sources that marks point at, first marked first. @param {Turn} turn @returns {Source[]} */
export function citedSources(turn) {
  const marks = [...turn.marks, ...(turn.disagreement?.sides.flatMap((side) => side.marks ?? []) ?? [])];
  const numbers = [...new Set(marks.map((mark) => mark.number))];
  return numbers.flatMap((number) => turn.sources.find((source) => source.number === number) ?? []);
}

function snippetElement(/** @type {string} */ text) {
  const element = h('span.snippet', { dir: 'auto', lang: languageOf(text), text });
  placeSigns(element);
  setMath(element);
  return element;
}

/** @param {Turn} turn @param {Source} source @param {boolean} withSnippet */
function card(turn, source, withSnippet) {
  return h('li', null,
    h('a.source', { href: `#source=${turn.id}:${source.number}` },
      h('span.number', { text: source.near ? '' : source.number }),
      h('span.title', { dir: 'auto', lang: source.language ?? languageOf(source.title), text: source.title }),
      metaLine(placeWords(source.place, source.title), source.author, date(source.date), layerWords(source.layer), shortAddress(source.address, source.folder)),
      withSnippet && source.snippet ? snippetElement(source.snippet) : null,
      h('span.address.note', { text: source.folder === 'uploads' ? shortAddress(source.address, source.folder) : source.address })));
}

/** The part of a turn below the answer; null when nothing was found. @param {Turn} turn @param {boolean} snapshot */
export function sourcesPart(turn, snapshot) {
  const near = turn.sources.filter((source) => source.near);
  if (near.length || turn.status === 'no_answer') {
    const shown = near.length ? near : turn.sources;
    if (!shown.length) return null;
    return h('section.part.sources.near', null, h('h3', { text: t('near') }),
      h('ol', null, ...shown.map((source) => card(turn, source, true))));
  }
  const cited = citedSources(turn);
  const others = turn.sources.filter((source) => !cited.includes(source));
  if (!cited.length) return null;
  const heading = h('h3', { text: t('sources') });
  const list = h('ol', null, ...cited.map((source) => card(turn, source, snapshot)));
  const more = others.length && turn.status !== 'answering'
    ? h('details.more-sources', null, h('summary', { text: t('moreSources', others.length) }),
      h('ol', null, ...others.map((source) => card(turn, source, false))))
    : null;
  return h('section.part.sources', null, heading, list, more);
}
