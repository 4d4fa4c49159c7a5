// Sources that disagree, side by side, newest first, each with its date.
import { h } from './dom.js';
import { date, placeWords } from './format.js';
import { languageOf, t } from './language.js';
import { Prose } from './prose.js';
import { metaLine } from './sources.js';

/** @param {import('./types.js').Turn} turn @returns {HTMLElement | null} */
export function sidesPart(turn) {
  const sides = turn.disagreement?.sides ?? [];
  if (!sides.length) return null;
  return h('div.sides', { role: 'group', 'aria-label': t('disagreement') }, ...sides.map((side, position) => {
    const source = turn.sources.find((candidate) => candidate.number === side.source);
    const text = h('div.prose');
    new Prose(text).update(side.text, { turnId: turn.id ?? '', marks: side.marks ?? [], sources: turn.sources, side: position }, true);
    const day = side.date ?? source?.date;
    return h('section.side', null,
      h('header', null,
        day ? h('time', { datetime: day, text: date(day) }) : null,
        source ? h('a', { href: `#source=${turn.id}:${source.number}`, dir: 'auto', lang: languageOf(source.title), text: source.title }) : null,
        source ? metaLine(placeWords(source.place, source.title)) : null),
      text);
  }));
}
