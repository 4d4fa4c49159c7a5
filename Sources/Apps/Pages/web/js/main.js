// Where the page begins: wires the parts together and shows the screen that the address names.
import { call } from './api.js';
import { cameAlone, startApp } from './app.js';
import { box, startBox } from './box.js';
import { Conversation } from './conversation.js';
import { showDocument } from './document.js';
import { byId } from './dom.js';
import { showHistory } from './history.js';
import { showHome } from './home.js';
import { startKeys } from './keys.js';
import { language, setLanguage, t, translatePage } from './language.js';
import { showLibrary } from './library.js';
import { hidePopover, setSnapshot, startPopover } from './popover.js';
import { closeReader, readerIsOpen, setReaderSnapshot } from './reader.js';
import { go, refresh, startRouter } from './router.js';
import { scopeAddress, scopeOf, startScope } from './scope.js';
import { notice, setPlace, setTitle } from './screen.js';
import { showSignIn } from './session.js';
import { showShared } from './shared.js';
import { keepScope, keptScope } from './storage.js';
import { showTheme, startTheme } from './theme.js';
import { onLibraryChange, setFileLimit, startUploads } from './uploads.js';

/** @typedef {import('./router.js').Route} Route */

/** @type {Conversation | null} */ let conversation = null;
/** @type {((hash: string) => void) | null} */ let turnTo = null;
let leaving = new AbortController();
/** Whether the first question in the address is the user's own: from the search bar, a bookmark or the keyboard. */
let mayAsk = cameAlone() && new URLSearchParams(location.search).has('q');

/** @param {string} question */
function ask(question) {
  if (!conversation) {
    setPlace('conversation');
    conversation = new Conversation(byId('view'));
    turnTo = (hash) => conversation?.turnTo(hash);
    box.attach(byId('dock'), '/', true);
  }
  conversation.ask(question);
  if (!matchMedia('(pointer: coarse)').matches) box.focus();
}

const screens = {
  async home(/** @type {Route} */ { search }) {
    setPlace('home');
    setTitle();
    box.attach(byId('home-slot'), '/');
    if (!matchMedia('(pointer: coarse)').matches) box.focus();
    box.setScope(null);
    const [status, scope] = await Promise.all([readStatus(), scopeOf(search).catch(() => null)]);
    box.setScope(scope);
    const show = (/** @type {any} */ now) => showHome(now, ask, scope !== null);
    show(status);
    onLibraryChange(async () => show(await readStatus()));
    const question = search.get('q');
    if (!question) return;
    history.replaceState(null, '', scope ? scopeAddress(scope) : '/');
    if (mayAsk && status.signed_in && status.documents > 0) { mayAsk = false; return ask(question); }
    // A link elsewhere may fill the box in; only the user sends it.
    box.put(question);
  },
  async conversation({ id, path }) {
    setPlace('conversation');
    conversation = new Conversation(byId('view'));
    const shown = conversation;
    box.attach(byId('dock'), path);
    box.setScope(keptScope(path) ?? null);
    readStatus().catch(() => {});
    await shown.load(id);
    turnTo = (hash) => shown.turnTo(hash);
  },
  async shared({ id }) {
    setPlace('shared');
    setSnapshot(true);
    setReaderSnapshot(true);
    ({ turnTo } = await showShared(byId('view'), id, leaving.signal));
  },
  async library({ search }) {
    setPlace('library', true);
    setTitle(t('library'));
    await showLibrary(byId('view'), leaving.signal, search);
  },
  async history({ search }) {
    setPlace('history');
    setTitle(t('history'));
    await showHistory(byId('view'), leaving.signal, search);
  },
  async document({ id, search }) {
    setPlace('document');
    await showDocument(byId('view'), Number(id), search);
  },
  async unknown() {
    setPlace('unknown');
    setTitle(t('notHere'));
    notice(byId('view'), { title: t('notHere'), button: t('newQuestion'), act: () => go('/') });
  },
};

async function readStatus() {
  const status = await call('GET', '/api/status');
  if (status.sign_in_required && !status.signed_in) document.dispatchEvent(new CustomEvent('sign-in-required'));
  box.setLimit(status.limits.question_characters);
  setFileLimit(status.limits.file_bytes);
  return status;
}

/** @param {Route} route */
async function show(route) {
  leaving.abort();
  leaving = new AbortController();
  conversation?.leave();
  conversation = null;
  turnTo = null;
  hidePopover();
  closeReader();
  setSnapshot(false);
  setReaderSnapshot(false);
  byId('view').replaceChildren();
  const { signal } = leaving;
  const { scroll = 0 } = history.state ?? {};
  scrollTo(0, 0);
  try {
    await screens[route.name](route);
    if (signal.aborted) return;
    // A screen may be whole only after a mark in it was clicked; what is being read then is left alone.
    if (!readerIsOpen()) turnTo?.(location.hash);
    if (scroll) scrollTo(0, scroll);
    if (route.name !== 'home' && route.name !== 'conversation') byId('view').querySelector('h1')?.focus({ preventScroll: true });
  } catch (error) {
    if (signal.aborted || error.code === 'sign_in_required') return;
    trouble(route, error);
  }
}

/** A screen that could not be read says why, and offers the next step. @param {Route} route @param {any} error */
function trouble(route, error) {
  if (route.name === 'home') {
    box.error(error.message, t('tryAgain'), refresh);
    return;
  }
  const missing = error.status === 404;
  setPlace('unknown');
  setTitle(missing ? t('notHere') : t('trouble'));
  notice(byId('view'), {
    title: missing ? t(route.name === 'shared' ? 'shareGone' : 'notHere') : error.message ?? t('trouble'),
    button: missing ? t('newQuestion') : t('tryAgain'),
    act: missing ? () => go('/') : refresh,
  });
}

function switchLanguage() {
  setLanguage(language() === 'zh' ? 'en' : 'zh');
  showSwitches();
  refresh();
}

function showSwitches() {
  const other = language() === 'zh' ? 'en' : 'zh';
  const button = byId('switch-language');
  button.textContent = other === 'zh' ? '中文' : 'English';
  button.lang = other;
  showTheme();
}

translatePage();
startTheme();
showSwitches();
byId('switch-language').addEventListener('click', switchLanguage);
startPopover();
startBox(ask, () => conversation?.stop());
startScope((scope) => {
  if (document.body.dataset.place === 'home') return go(scopeAddress(scope), { replace: true });
  keepScope(location.pathname, scope);
  return box.setScope(scope);
});
startUploads(() => !['shared', 'sign-in'].includes(document.body.dataset.place), () => {
  // Where neither the box nor the library would show the files, the library is opened.
  if (!['home', 'conversation', 'library'].includes(document.body.dataset.place)) go('/library');
});
startApp((text) => box.put(text), () => { if (document.body.dataset.place !== 'home') go('/'); });
startKeys({
  focusBox: () => (['home', 'conversation'].includes(document.body.dataset.place) ? box.focus() : go('/')),
  stop: () => { const answering = Boolean(conversation?.answering); conversation?.stop(); return answering; },
});
document.addEventListener('sign-in-required', () => showSignIn(refresh));
document.addEventListener('click', (event) => {
  // The skip link moves the focus without a trace in the address.
  if (event.target instanceof Element && event.target.matches('.skip')) { event.preventDefault(); byId('main').focus(); }
});
startRouter(show, (hash) => turnTo?.(hash));
