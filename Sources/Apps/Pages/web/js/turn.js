// One turn on the page: the question as heading, progress, the answer, its sources, what can be done, what to ask next.
import { Speaker } from './announce.js';
import { fill, h, isComposing } from './dom.js';
import { number } from './format.js';
import { icon } from './icons.js';
import { languageOf, t } from './language.js';
import { withoutMarks } from './marks.js';
import { Prose } from './prose.js';
import { sidesPart } from './sides.js';
import { citedSources, sourcesPart } from './sources.js';
import { isFinished } from './stream.js';
import { actsPart, followupsPart, nothingPart, troublePart } from './turn-parts.js';

/** @typedef {import('./types.js').Turn} Turn */
/** @typedef {{ask: (question: string) => void, retry: (turn: Turn) => void, edit: (turn: Turn, question: string) => void,
 *    askAll: (turn: Turn) => void, libraryIsEmpty: () => Promise<boolean>, addFiles: () => void, export: () => void, share: () => void}} Deeds */

let count = 0;

export class TurnView {
  /** @param {Turn} turn @param {Deeds | null} deeds null in a shared snapshot, where nothing can be done */
  constructor(turn, deeds) {
    this.turn = turn;
    this.deeds = deeds;
    this.speaker = new Speaker();
    this.signature = '';
    /** Whether the library is empty, which says more than that it holds no answer. */
    this.ofNothing = false;
    count += 1;
    this.heading = h('h2.question', { id: `question-${count}`, dir: 'auto', tabindex: '-1' });
    this.askLine = h('header.ask-line');
    this.progress = h('p.progress');
    this.considered = h('ul.considered');
    this.text = h('div.prose');
    this.prose = new Prose(this.text);
    this.sides = h('div');
    this.below = h('div');
    this.end = h('div.end');
    this.element = h('article.turn', { 'aria-labelledby': this.heading.id }, this.askLine, this.progress, this.considered,
      this.text, this.sides, this.end, this.below);
    this.showQuestion();
    this.update(false);
  }

  showQuestion() {
    const edit = this.deeds && h('button.quiet.icon', { type: 'button', 'aria-label': t('editQuestion'), title: t('editQuestion'),
      onclick: () => this.editQuestion() }, icon('edit'));
    this.heading.textContent = this.turn.question;
    this.heading.lang = languageOf(this.turn.question);
    this.heading.classList.toggle('long', this.turn.question.length > 160);
    fill(this.askLine, this.heading, edit);
  }

  editQuestion() {
    const field = h('textarea.field', { 'aria-label': t('editQuestion'), dir: 'auto', rows: 2 });
    field.value = this.turn.question;
    const cancel = () => { this.showQuestion(); this.askLine.querySelector('button')?.focus(); };
    const send = () => {
      const question = field.value.trim();
      if (!question) return;
      this.showQuestion();
      this.deeds.edit(this.turn, question);
    };
    field.addEventListener('keydown', (event) => {
      if (isComposing(event)) return;
      if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); send(); }
      if (event.key === 'Escape') { event.preventDefault(); event.stopPropagation(); cancel(); }
    });
    fill(this.askLine, h('form.edit-form', { onsubmit: (event) => { event.preventDefault(); send(); } }, field,
      h('div', null, h('button.plain.strong', { type: 'submit', text: t('askAgain') }),
        h('button.quiet', { type: 'button', onclick: cancel, text: t('cancel') }))));
    field.focus();
    field.select();
  }

  /** Shows the turn as it is now. @param {boolean} [aloud] whether a screen reader hears it grow */
  update(aloud = true) {
    const { turn } = this;
    const finished = isFinished(turn);
    this.element.dataset.status = turn.status;
    this.element.dataset.id = turn.id ?? '';
    this.element.setAttribute('aria-busy', String(!finished));
    const words = finished ? '' : progressWords(turn);
    this.progress.hidden = finished || (turn.text !== '' && turn.stage === 'writing');
    if (this.progress.textContent !== words) this.progress.textContent = words;
    const titles = finished || turn.text ? [] : [...new Set(turn.sources.map((source) => source.title))].slice(0, 4);
    this.considered.hidden = titles.length === 0;
    if (this.considered.childElementCount !== titles.length) fill(this.considered, ...titles.map((title) => h('li', { dir: 'auto', lang: languageOf(title), text: title })));

    const sides = turn.disagreement?.sides ?? [];
    const context = { turnId: turn.id ?? '', marks: turn.marks, sources: turn.sources };
    this.text.toggleAttribute('data-lead', turn.sources.length > 0 && turn.status !== 'no_answer');
    this.prose.update(sides.length ? firstBlock(turn.text) : turn.text, context, finished);
    this.text.hidden = turn.text === '' || this.ofNothing;
    if (aloud) {
      this.speaker.progress(words);
      this.speaker.text(withoutMarks(turn.text, turn.marks), finished);
      if (finished && turn.status !== 'no_answer') this.speaker.progress(t('finished', citedSources(turn).length));
    }
    this.updateBelow(finished);
  }

  /** Where nothing at all was found, the library may be empty. */
  async lookInside() {
    const { turn, deeds } = this;
    if (this.ofNothing || !deeds || turn.status !== 'no_answer' || turn.sources.length) return;
    this.ofNothing = await deeds.libraryIsEmpty().catch(() => false);
    if (this.ofNothing) this.update(false);
  }

  /** Sources, actions and follow-ups are made again only when they have changed. @param {boolean} finished */
  updateBelow(finished) {
    const { turn, deeds } = this;
    const signature = JSON.stringify([turn.status, turn.id, turn.marks.map((mark) => mark.number), turn.sources.length, turn.error, turn.followups.length, Boolean(turn.scope), this.ofNothing]);
    if (signature === this.signature) return;
    this.signature = signature;
    this.lookInside();
    fill(this.sides, sidesPart(turn));
    fill(this.below, turn.status === 'failed' || turn.status === 'stopped' ? troublePart(turn, deeds, this) : null,
      deeds && turn.status === 'no_answer' ? nothingPart(turn, deeds, this.ofNothing) : null,
      sourcesPart(turn, deeds === null),
      finished && deeds && turn.id ? actsPart(turn, deeds, this) : null,
      finished && deeds && turn.followups.length ? followupsPart(turn, deeds) : null);
  }
}

/** When two sources disagree, the text's first paragraph introduces the columns that follow. @param {string} text */
const firstBlock = (text) => text.split(/\n\s*\n/, 1)[0];

/** What is being done, in words and counts. @param {Turn} turn */
function progressWords({ stage, progress, sources }) {
  const documents = progress.documents ?? new Set(sources.map((source) => source.document_id)).size;
  switch (stage) {
    case 'gathering': return t('gathering');
    case 'searching': return progress.queries ? t('searchingFor', progress.queries) : t('searching');
    case 'reading': return t('reading', number(documents), number(progress.passages ?? sources.length), documents, progress.passages ?? sources.length);
    case 'writing': return t('writing');
    case 'reconnecting': return t('reconnecting');
    case 'understanding': return t('understanding');
    default: return t('sending');
  }
}
