// Keys that work everywhere: / to the box, Escape stops or closes, n and p walk the marks, ? tells all this.
import { openDialog } from './dialog.js';
import { byId, h, isComposing, isTyping } from './dom.js';
import { t } from './language.js';
import { hidePopover, popoverIsOpen } from './popover.js';
import { readerIsOpen, stepMark } from './reader.js';
import { closeHash, go } from './router.js';

/** @param {{focusBox: () => void, stop: () => boolean}} deeds */
export function startKeys({ focusBox, stop }) {
  document.addEventListener('keydown', (event) => {
    if (isComposing(event) || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (event.key === 'Escape') {
      if (popoverIsOpen()) hidePopover();
      else if (readerIsOpen()) closeHash();
      else if (!stop() && isTyping(event.target)) event.target.blur();
      return;
    }
    const command = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
    if (command) {
      event.preventDefault();
      focusBox();
      return;
    }
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const acts = {
      '/': () => search(focusBox),
      '?': showKeys,
      h: () => go('/history'),
      l: () => go('/library'),
      c: () => go('/'),
      ...(readerIsOpen() ? { n: () => stepMark('next'), p: () => stepMark('previous') } : {}),
      ...(readerIsOpen() && !scrollsItself(event.target) ? { ArrowRight: () => sideways('next', 1), ArrowLeft: () => sideways('previous', -1) } : {}),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** Whether arrows move what has the focus: a wide table, or code. */
const scrollsItself = (/** @type {EventTarget | null} */ target) => target instanceof Element && target.closest('.table-scroll, pre') !== null;

/** Arrows move a page that is larger than its frame; else they walk the marks. @param {'next' | 'previous'} way @param {1 | -1} sign */
function sideways(way, sign) {
  const page = byId('reader').querySelector('.leaf-scroll.large');
  if (page) page.scrollBy({ left: sign * page.clientWidth / 4 });
  else stepMark(way);
}

/** On a list, / goes to the list's own search field. @param {() => void} focusBox */
function search(focusBox) {
  const field = byId('search-history') ?? byId('search-library');
  if (field) field.focus();
  else focusBox();
}

function showKeys() {
  const rows = [['/', 'keyFocus'], ['Enter', 'keySend'], ['Shift Enter', 'keyLine'], ['↑ ↓', 'keyEarlier'], ['Esc', 'keyEscape'],
    ['n · p', 'keyMarks'], ['← →', 'keyPan'], ['c', 'newQuestion'], ['h', 'history'], ['l', 'library']];
  openDialog(t('keys'), h('dl.keys', null, ...rows.flatMap(([keys, name]) => [h('dt', null, h('kbd', { text: keys })), h('dd', { text: t(name) })])));
}
