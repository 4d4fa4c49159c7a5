// The search box: one form, moved between the first screen and the foot of a conversation. Nothing typed is ever lost.
import { byId, fill, h, isComposing } from './dom.js';
import { number } from './format.js';
import { icon } from './icons.js';
import { t } from './language.js';
import { showScope } from './scope.js';
import { draft, earlierQuestions, keepDraft } from './storage.js';
import { addFiles, clearFinished, showUploads } from './uploads.js';

/** @type {HTMLTextAreaElement} */ let field;
let place = '/';
let answering = false;
/** Until when the sentence below the box holds: what is typed changes, or the answer is there. @type {'' | 'typing' | 'answer'} */
let passing = '';
let walked = -1;
let limit = 4000;
/** @type {(question: string) => void} */ let ask = () => {};
/** @type {() => void} */ let stop = () => {};

export const box = {
  /** @type {(import('./types.js').Scope & {title: string}) | null} */ scope: null,

  /**
   * Puts the box into a place of the page.
   * @param {HTMLElement} slot
   * @param {string} address whose draft it holds
   * @param {boolean} [asked] whether that draft has just been asked: it then waits unseen until the server has it
   */
  attach(slot, address, asked = false) {
    const form = byId('ask');
    if (form.parentElement !== slot) slot.append(byId('box-error'), form);
    if (slot.id === 'home-slot') slot.append(byId('box-error'));
    place = address;
    showUploads();
    set(asked ? '' : draft(place));
    this.error('');
    this.busy(false);
    field.placeholder = t(slot.id === 'home-slot' ? 'askPlaceholder' : 'followUpPlaceholder');
  },

  /** The same box now belongs to another address. @param {string} address */
  move(address) {
    keepDraft(place, '');
    place = address;
    keepDraft(place, field.value);
  },

  /** The server has the question: the draft may go. */
  sent() {
    keepDraft(place, field.value);
    clearFinished();
  },

  /** Puts a question back that did not arrive. @param {string} question */
  restore(question) { if (!field.value) set(question); },

  /** @param {string} question */
  put(question) { set(question); this.focus(); },

  focus() {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  },

  /** @param {boolean} value whether an answer is on its way */
  busy(value) {
    answering = value;
    if (!value && passing === 'answer') this.error('');
    const button = byId('send');
    fill(button, icon(value ? 'stop' : 'up'));
    button.setAttribute('aria-label', t(value ? 'stop' : 'send'));
    button.title = t(value ? 'stop' : 'send');
    showCount();
  },

  /** @param {(import('./types.js').Scope & {title: string}) | null} scope */
  setScope(scope) {
    this.scope = scope;
    showScope(scope);
  },

  setLimit(/** @type {number} */ characters) { limit = characters; },

  /** One sentence below the box, and a button. @param {string} sentence @param {string} [button] @param {() => void} [act] */
  error(sentence, button, act) {
    const element = byId('box-error');
    element.hidden = !sentence;
    passing = '';
    fill(element, h('span', { text: sentence }), button ? h('button.plain', { type: 'button', text: button, onclick: () => { element.hidden = true; act(); } }) : null);
  },
};

/** @param {string} text */
function set(text) {
  field.value = text;
  walked = -1;
  changed();
}

function changed() {
  if (!CSS.supports('field-sizing', 'content')) {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  }
  showCount();
}

/** What the server counts: characters, without the blanks around them. */
const count = () => Array.from(field.value.trim()).length;

function showCount() {
  const length = count();
  byId('send').toggleAttribute('data-empty', !answering && field.value.trim() === '');
  byId('box-note').textContent = length > limit * 0.8 ? t('characters', number(length), number(limit)) : '';
}

function submit() {
  const question = field.value.trim();
  if (answering) return stop();
  if (!question) return field.focus();
  const length = count();
  if (length > limit) {
    box.error(t('tooLong', number(length), number(limit)), t('addAsDocument'), () => {
      addFiles([new File([question], `${t('pasted')} ${new Date().toISOString().slice(0, 16).replace(/[T:]/g, '-')}.txt`, { type: 'text/plain' })]);
      set('');
      field.focus();
    });
    passing = 'typing';
    return undefined;
  }
  box.error('');
  set('');
  // The draft stays until the server has the question: a reload before that loses nothing.
  keepDraft(place, question);
  ask(question);
  if (matchMedia('(pointer: coarse)').matches) field.blur();
  return undefined;
}

/** Enter while an answer is on its way keeps what was typed, and says why nothing happens. */
function patience() {
  box.error(t('waitOrStop'), t('stop'), stop);
  passing = 'answer';
}

/** Arrows in the empty box walk through the questions asked before. @param {KeyboardEvent} event */
function walk(event) {
  const earlier = earlierQuestions();
  const untouched = field.value === '' || field.value === earlier[walked];
  const next = event.key === 'ArrowUp' ? walked + 1 : walked - 1;
  if (!untouched || next >= earlier.length || next < -1) return;
  event.preventDefault();
  set(earlier[next] ?? '');
  walked = next;
  field.setSelectionRange(0, 0);
}

/** @param {(question: string) => void} onAsk @param {() => void} onStop */
export function startBox(onAsk, onStop) {
  ask = onAsk;
  stop = onStop;
  field = byId('question');
  fill(byId('add-files'), icon('plus'));
  byId('ask').addEventListener('submit', (event) => { event.preventDefault(); submit(); });
  field.addEventListener('input', (event) => {
    walked = -1;
    keepDraft(place, field.value);
    changed();
    const link = /** @type {InputEvent} */ (event).inputType === 'insertFromPaste' && /^https?:\/\/\S+$/i.test(field.value.trim());
    if (!link && !passing) return;
    box.error(link ? t('linkPasted') : '');
    if (link) passing = 'typing';
  });
  field.addEventListener('keydown', (event) => {
    if (isComposing(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      if (!answering) submit();
      else if (field.value.trim()) patience();
    } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && !event.shiftKey) walk(event);
  });
}
