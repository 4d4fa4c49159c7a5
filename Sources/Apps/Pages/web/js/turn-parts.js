// Below an answer: what went wrong, what can be done with it, what to ask next.
import { h } from './dom.js';
import { answerMarkdown, copy } from './export.js';
import { icon } from './icons.js';
import { languageOf, t } from './language.js';
import { plainText } from './prose.js';
import { citedSources } from './sources.js';

/** @typedef {import('./types.js').Turn} Turn */
/** @typedef {import('./turn.js').Deeds} Deeds */
/** @typedef {import('./turn.js').TurnView} TurnView */

/** One sentence and the next sensible step. @param {Turn} turn @param {Deeds | null} deeds @param {TurnView} view */
export function troublePart(turn, deeds, view) {
  const tooLong = turn.error?.code === 'question_too_long';
  const sentence = turn.status === 'stopped' ? t('stopped') : turn.error?.message ?? t('failed');
  const button = deeds && h('button.plain', { type: 'button', text: t(tooLong ? 'editQuestion' : 'tryAgain'),
    onclick: () => (tooLong ? view.editQuestion() : deeds.retry(turn)) });
  return h('div.trouble', { role: turn.status === 'failed' ? 'alert' : null }, h('p', { text: sentence }), button);
}

/** Below an answer that found nothing: why that may be, and what to do. @param {Turn} turn @param {Deeds} deeds @param {boolean} empty whether the library is */
export function nothingPart(turn, deeds, empty) {
  if (!empty && !turn.scope) return null;
  return h('div.trouble', { role: empty ? 'status' : null }, h('p', { text: t(empty ? 'emptyLibraryAsked' : 'nothingInScope') }),
    h('button.plain', { type: 'button', text: t(empty ? 'addFiles' : 'askAllSources'), onclick: () => (empty ? deeds.addFiles() : deeds.askAll(turn)) }));
}

/** @param {Turn} turn @param {Deeds} deeds @param {TurnView} view */
export function actsPart(turn, deeds, view) {
  const act = (/** @type {string} */ key, /** @type {() => void} */ onclick) => h('button.quiet', { type: 'button', onclick, text: t(key) });
  const words = () => [plainText(view.text), ...[...view.sides.querySelectorAll('.side')].map((side) =>
    `${side.querySelector('header').innerText}\n${plainText(side.querySelector('.prose'))}`)].filter(Boolean).join('\n\n');
  const cited = citedSources(turn).length;
  const seconds = !(turn.seconds >= 0.05) ? '' : t('seconds', turn.seconds < 10 ? turn.seconds.toFixed(1) : Math.round(turn.seconds));
  return h('div.acts', { role: 'group', 'aria-label': t('actions') },
    turn.text ? act('copy', () => copy(words())) : null,
    turn.text && cited ? act('copyMarks', () => copy(answerMarkdown(turn))) : null,
    act('export', deeds.export),
    act('share', deeds.share),
    turn.status === 'stopped' || turn.status === 'failed' ? null : act('retry', () => deeds.retry(turn)),
    seconds ? h('span.facts.note.numbers', { text: seconds }) : null);
}

/** @param {Turn} turn @param {Deeds} deeds */
export function followupsPart(turn, deeds) {
  return h('section.part.followups', null, h('h3', { text: t('followups') }),
    h('ul', null, ...turn.followups.map((question) => h('li', null,
      h('button', { type: 'button', dir: 'auto', lang: languageOf(question), onclick: () => deeds.ask(question) },
        icon('arrow'), h('span', { text: question }))))));
}
