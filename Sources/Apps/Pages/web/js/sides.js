// Sources that disagree, side by side, newest first, each with its date.
import { h } from './dom.js';
import { date, placeWords } from './format.js';
import { languageOf, t } from './language.js';
import { withoutMarks } from './marks.js';
import { Prose } from './prose.js';
import { metaLine } from './sources.js';

/** @param {import('./types.js').Turn} turn @returns {HTMLElement | null} */
export function sidesPart(turn) {
  const sides = turn.disagreement?.sides ?? [];
  if (!sides.length) return null;
  return h('div.sides', { role: 'group', 'aria-label': t('disagreement') }, ...sides.map((side, position) => {
    const source = turn.sources.find((candidate) => candidate.number === side.source);
    const text = h('div.prose');
    const marked = withMarks(side);
    new Prose(text).update(marked.text, { turnId: turn.id ?? '', marks: marked.marks, sources: turn.sources, side: position }, true);
    const day = side.date ?? source?.date;
    return h('section.side', null,
      h('header', null,
        day ? h('time', { datetime: day, text: date(day) }) : null,
        source ? h('a', { href: `#source=${turn.id}:${source.number}`, dir: 'auto', lang: languageOf(source.title), text: source.title }) : null,
        source ? metaLine(placeWords(source.place, source.title)) : null),
      text);
  }));
}

/** A side whose text does not hold its marks gets them behind its end. @param {import('./types.js').Side} side */
export function withMarks({ text, marks = [] }) {
  if (withoutMarks(text, marks) !== text) return { text, marks };
  let end = Array.from(text).length;
  const words = marks.map((mark) => ` [${mark.number}]`);
  const placed = marks.map((mark, position) => {
    const start = end + 1;
    end += words[position].length;
    return { ...mark, text_start: start, text_end: end };
  });
  return { text: text + words.join(''), marks: placed };
}
