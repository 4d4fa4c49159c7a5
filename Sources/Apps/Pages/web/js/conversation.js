// The screen of a conversation: its turns, asking, taking up what is still being answered, and what the reader shows.
import { call } from './api.js';
import { box } from './box.js';
import { confirm } from './dialog.js';
import { byId, h } from './dom.js';
import { conversationMarkdown, saveFile } from './export.js';
import { endIsAway, follow, keepUp, toEnd, unfollow } from './follow.js';
import { icon } from './icons.js';
import { language, t } from './language.js';
import { turnReader } from './marked.js';
import { adopt, go } from './router.js';
import { namedScope } from './scope.js';
import { setTitle } from './screen.js';
import { openShare } from './share.js';
import { keepScope, keptScope, rememberQuestion } from './storage.js';
import { isFinished, newTurn, run } from './stream.js';
import { TurnView } from './turn.js';

/** @typedef {import('./types.js').Turn} Turn */

export class Conversation {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.id = '';
    this.title = '';
    /** @type {TurnView[]} */ this.views = [];
    this.listening = new AbortController();
    /** Whether to stop as soon as the server has the question. */
    this.stopping = false;
    this.toEnd = h('button.quiet.to-end', { type: 'button', hidden: true, onclick: toEnd }, icon('down'), t('toEnd'));
    byId('dock').append(this.toEnd);
    this.deeds = {
      ask: (/** @type {string} */ question) => this.ask(question),
      retry: (/** @type {Turn} */ turn) => this.retry(turn),
      edit: (/** @type {Turn} */ turn, /** @type {string} */ question) => this.ask(question, turn),
      export: () => saveFile(this.title, conversationMarkdown(this.title, this.views.map((view) => view.turn))),
      share: () => openShare(this.id),
      addFiles: () => byId('file-input').click(),
      askAll: (/** @type {Turn} */ turn) => this.askAll(turn),
      libraryIsEmpty: async () => (await call('GET', '/api/status')).documents === 0,
    };
    this.heading = h('h1.unseen');
    element.replaceChildren(this.heading);
  }

  get answering() { return this.views.find((view) => !isFinished(view.turn)); }

  /** Reads a conversation from the server; a turn that is still being answered is taken up. @param {string} id */
  async load(id) {
    this.id = id;
    const { title, turns } = await call('GET', `/api/conversations/${encodeURIComponent(id)}`, { signal: this.listening.signal });
    this.title = title;
    for (const turn of turns) this.add({ ...newTurn(turn.question), ...turn, conversation_id: id, progress: {}, marks: turn.marks ?? [],
      sources: turn.sources ?? [], followups: turn.followups ?? [], text: turn.text ?? '', stage: 'reconnecting' });
    this.tell();
    this.scopeAsLast();
    const open = this.answering;
    if (open) this.listen(open, null);
  }

  /** Where this tab has chosen nothing, the box goes on within what the last question was asked within. */
  async scopeAsLast() {
    const { scope } = this.views.at(-1)?.turn ?? {};
    if (!scope || keptScope(location.pathname) !== undefined) return;
    const named = await namedScope(scope).catch(() => null);
    if (!this.listening.signal.aborted && keptScope(location.pathname) === undefined) box.setScope(named);
  }

  /** @param {Turn} turn */
  add(turn) {
    const view = new TurnView(turn, this.deeds);
    this.views.push(view);
    this.element.append(view.element);
    return view;
  }

  /** @param {string} question @param {Turn} [replaced] this turn and all after it give way to the new one */
  async ask(question, replaced) {
    if (this.answering) return;
    if (replaced) {
      const first = this.views.findIndex((view) => view.turn === replaced);
      const later = this.views.length - 1 - first;
      if (later > 0 && !(await confirm(t('replaceTitle'), t('replaceText', later), t('askAgain')))) return;
      for (const view of this.views.splice(first)) view.element.remove();
      if (location.hash) go(location.pathname + location.search, { replace: true });
    }
    if (!this.views.length && !this.id) this.title = question;
    rememberQuestion(question);
    const scope = box.scope ? { document_ids: box.scope.document_ids, folder: box.scope.folder } : undefined;
    const view = this.add({ ...newTurn(question), scope });
    for (const other of this.views) other.element.classList.toggle('fresh', other === view);
    follow(view.element, () => this.showWay());
    this.listen(view, { question, language: language(), ...(this.id ? { conversation_id: this.id } : {}),
      ...(replaced?.id ? { replaces: replaced.id } : {}), ...(scope ? { scope } : {}) });
  }

  /** What a part of the library did not answer is asked of the whole. @param {Turn} turn */
  askAll(turn) {
    keepScope(location.pathname, null);
    box.setScope(null);
    this.ask(turn.question, turn);
  }

  /** A turn that broke off is taken up again where the server has it; any other is asked again. @param {Turn} turn */
  retry(turn) {
    const view = this.views.find((candidate) => candidate.turn === turn);
    if (turn.id && turn.error?.code === 'server_gone') {
      Object.assign(turn, { status: 'answering', stage: 'reconnecting', error: undefined });
      this.listen(view, null);
    } else {
      this.ask(turn.question, turn);
    }
  }

  /** @param {TurnView} view @param {object | null} request */
  async listen(view, request) {
    const { turn } = view;
    let waiting = false;
    const show = () => {
      waiting = false;
      if (this.listening.signal.aborted) return;
      view.update();
      keepUp();
    };
    box.busy(true);
    this.stopping = false;
    this.tell();
    await run(turn, request, (event) => {
      if (turn.conversation_id && turn.conversation_id !== this.id) this.begin(turn.conversation_id);
      if (event === 'start') {
        box.sent();
        if (this.stopping) this.stop();
      }
      if (!waiting) { waiting = true; (document.hidden ? setTimeout : requestAnimationFrame)(show); }
    }, this.listening.signal);
    if (this.listening.signal.aborted) return;
    show();
    unfollow();
    box.busy(Boolean(this.answering));
    if (turn.status === 'failed' && !turn.id) box.restore(turn.question);
    this.tell();
  }

  /** The server has named the conversation: the address tells it from now on. @param {string} id */
  begin(id) {
    this.id = id;
    if (box.scope) keepScope(`/c/${id}`, box.scope);
    box.move(`/c/${id}`);
    adopt(`/c/${encodeURIComponent(id)}`);
  }

  async stop() {
    const { turn } = this.answering ?? {};
    if (!turn) return;
    if (!turn.id && !this.stopping) {
      this.stopping = true;
      return;
    }
    this.stopping = false;
    if (turn.id) {
      await call('POST', `/api/turns/${encodeURIComponent(turn.id)}/stop`).catch(() => {});
      return;
    }
    this.leave();
    this.listening = new AbortController();
    turn.status = 'stopped';
    this.views.at(-1)?.update();
    box.busy(false);
    box.restore(turn.question);
    this.tell();
  }

  tell() {
    this.heading.textContent = this.title;
    setTitle(this.title || t('newQuestion'), this.answering ? t('answering') : '');
  }

  showWay() { this.toEnd.hidden = !(this.answering && endIsAway()); }

  /** @param {string} hash what the reader is to show */
  turnTo(hash) { turnReader(hash, this.views.map((view) => view.turn), this.element); }

  /** The tab looks elsewhere; the server goes on answering. */
  leave() {
    this.listening.abort();
    unfollow();
    this.toEnd.remove();
  }
}
