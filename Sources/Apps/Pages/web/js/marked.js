// From the part of the address behind # to what the reader shows: `#mark=TURN:2`, `#mark=TURN:SIDE.0`, `#source=TURN:3`.
import { byId } from './dom.js';
import { closeReader, openReader } from './reader.js';
import { citedSources } from './sources.js';

/** @typedef {import('./types.js').Turn} Turn */

/** @param {string} hash @param {Turn[]} turns @param {HTMLElement} element where the turns' links stand */
export function turnReader(hash, turns, element) {
  for (const link of element.querySelectorAll('.mark[aria-current]')) link.removeAttribute('aria-current');
  const [, kind, turnId, rest] = /^#(mark|source)=([^:]*):([\d.]+)$/.exec(decodeURIComponent(hash)) ?? [];
  const turn = turns.find((candidate) => candidate.id === turnId);
  if (!turn) return closeReader();
  const source = kind === 'source' ? turn.sources.find((candidate) => candidate.number === Number(rest)) : undefined;
  const mark = kind === 'mark' ? markAt(turn, rest) : firstMark(turn, source?.number);
  const about = source ?? turn.sources.find((candidate) => candidate.number === mark?.number);
  if (!mark && !about) return closeReader();

  const links = [...element.querySelectorAll(`.turn[data-id="${CSS.escape(turn.id)}"] a.mark`)];
  const position = links.findIndex((link) => link.getAttribute('href') === (kind === 'mark' ? `#mark=${turnId}:${rest}` : `#mark=${turnId}:${addressOf(turn, mark)}`));
  links[position]?.setAttribute('aria-current', 'true');
  const step = (/** @type {number} */ by) => links[(position + by + links.length) % links.length].click();
  openReader({
    documentId: mark?.document_id ?? about.document_id,
    start: mark?.start ?? about?.start, end: mark?.end ?? about?.end,
    place: mark?.place ?? about?.place,
    source: about,
    quote: mark?.quote ?? about?.snippet,
    link: links[position],
    marks: position >= 0 && links.length > 1 ? { position, count: links.length, previous: () => step(-1), next: () => step(1) } : undefined,
  });
  keepInView(links[position]);
}

/** The mark stays visible beside, or above, the reader. @param {Element | undefined} link */
function keepInView(link) {
  if (!link) return;
  requestAnimationFrame(() => {
    const { top, bottom } = link.getBoundingClientRect();
    const reader = byId('reader').getBoundingClientRect();
    const floor = reader.left < 10 ? reader.top : innerHeight;
    if (top < 70 || bottom > floor - 20) scrollBy(0, top - Math.min(160, floor / 2));
  });
}

const sidesOf = (/** @type {Turn} */ turn) => turn.disagreement?.sides ?? [];

function markAt(/** @type {Turn} */ turn, /** @type {string} */ address) {
  const [a, b] = address.split('.').map(Number);
  return b === undefined ? turn.marks[a] : sidesOf(turn)[a]?.marks?.[b];
}

function addressOf(/** @type {Turn} */ turn, /** @type {any} */ mark) {
  const side = sidesOf(turn).findIndex((candidate) => candidate.marks?.includes(mark));
  return side < 0 ? String(turn.marks.indexOf(mark)) : `${side}.${sidesOf(turn)[side].marks.indexOf(mark)}`;
}

function firstMark(/** @type {Turn} */ turn, /** @type {number | undefined} */ number) {
  if (!citedSources(turn).some((source) => source.number === number)) return undefined;
  // Of a disagreement the columns are shown, not the text that holds them too.
  return [...sidesOf(turn).flatMap((side) => side.marks ?? []), ...turn.marks].find((mark) => mark.number === number);
}
