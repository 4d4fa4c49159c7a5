// The history: conversations by day, searchable, to rename and delete.
import { call, query } from './api.js';
import { confirm } from './dialog.js';
import { fill, focusNear, h, isComposing } from './dom.js';
import { day, time } from './format.js';
import { icon } from './icons.js';
import { languageOf, t } from './language.js';
import { adopt, listed, setListed } from './router.js';
import { notice, toast } from './screen.js';
import { forgetQuestions } from './storage.js';

/** @param {HTMLElement} element @param {AbortSignal} signal @param {URLSearchParams} search */
export async function showHistory(element, signal, search) {
  const field = h('input.field', { type: 'search', 'aria-label': t('searchHistory'), placeholder: t('searchHistory'), id: 'search-history' });
  field.value = search.get('query') ?? '';
  const list = h('div');
  const foot = h('div.list-foot');
  /** @type {any[]} */ let shown = [];

  const load = async (/** @type {boolean} */ more) => {
    try {
      const after = more ? shown.at(-1)?.id : undefined;
      const { conversations, has_more: hasMore } = await call('GET', `/api/conversations${query({ query: field.value.trim(), limit: more ? 50 : listed(50, 200), after })}`, { signal });
      shown = more ? [...shown, ...conversations] : conversations;
      setListed(shown.length);
      show(hasMore);
    } catch (error) {
      if (!signal.aborted) notice(list, { title: error.message, button: t('tryAgain'), act: () => load(false) });
    }
  };

  const show = (/** @type {boolean} */ hasMore) => {
    const days = new Map();
    for (const conversation of shown) {
      const name = day(conversation.updated_at);
      days.set(name, [...(days.get(name) ?? []), conversation]);
    }
    fill(list, ...(shown.length ? [...days].map(([name, members]) => h('section.day', null, h('h2', { text: name }),
      h('ul', null, ...members.map((member) => row(member, field.value.trim(), () => removed(member)))))) : [h('p.nothing', { role: 'status', text: t(field.value ? 'nothingFound' : 'noHistory') })]));
    fill(foot, hasMore ? h('button.plain', { type: 'button', text: t('more'), onclick: () => load(true) }) : h('span'),
      shown.length && !field.value ? h('button.quiet', { type: 'button', text: t('deleteAll'), onclick: deleteAll }) : null);
  };

  const removed = async (/** @type {any} */ member) => {
    const position = shown.indexOf(member);
    await load(false);
    focusNear(list, position, field);
  };

  const deleteAll = async () => {
    if (!(await confirm(t('deleteAllTitle'), t('deleteAllText'), t('deleteAll')))) return;
    await call('DELETE', '/api/conversations').then(forgetQuestions, (error) => toast(error.message));
    await load(false);
    focusNear(list, 0, field);
  };

  const narrow = () => {
    adopt(`/history${query({ query: field.value.trim() })}`, true);
    load(false);
  };
  let timer = 0;
  field.addEventListener('input', (event) => { if (!event.isComposing) { clearTimeout(timer); timer = setTimeout(narrow, 200); } });
  field.addEventListener('compositionend', narrow);
  fill(element, h('div.page-head', null, h('h1', { text: t('history'), tabindex: '-1' })), h('div.search-line', { role: 'search' }, field), list, foot);
  await load(false);
}

/** @param {any} conversation @param {string} wanted the words that were searched for @param {() => void} changed */
function row(conversation, wanted, changed) {
  const address = `/api/conversations/${encodeURIComponent(conversation.id)}`;
  const item = h('li.row');
  const match = withoutSigns(conversation.match ?? '');
  const remove = async () => {
    if (!(await confirm(t('deleteTitle'), conversation.title, t('delete')))) return;
    await call('DELETE', address).catch((error) => toast(error.message));
    changed();
  };
  const show = () => fill(item,
    h('a.title', { href: `/c/${encodeURIComponent(conversation.id)}`, dir: 'auto', lang: languageOf(conversation.title) }, ...found(conversation.title, wanted)),
    h('span.meta', null, h('span.numbers', { text: time(conversation.updated_at) }), conversation.turns > 1 ? h('span', { text: t('questions', conversation.turns) }) : '',
      conversation.answering ? h('span', { text: t('answering') }) : ''),
    match && match !== conversation.title.trim() ? h('span.match', { dir: 'auto', lang: languageOf(match) }, ...found(match, wanted)) : null,
    h('span.row-acts', null,
      h('button.quiet.icon', { type: 'button', 'aria-label': t('renameLabel', conversation.title), title: t('rename'), onclick: rename }, icon('edit')),
      h('button.quiet.icon', { type: 'button', 'aria-label': t('deleteLabel', conversation.title), title: t('delete'), onclick: remove }, icon('remove'))));
  const rename = () => {
    const field = h('input.field', { 'aria-label': t('rename'), dir: 'auto', maxlength: '200' });
    field.value = conversation.title;
    const back = () => { show(); item.querySelector('.row-acts button').focus(); };
    const save = async (/** @type {Event} */ event) => {
      event.preventDefault();
      const title = field.value.trim();
      if (title && title !== conversation.title) {
        await call('PATCH', address, { body: { title } }).then(() => { conversation.title = title; }, (error) => toast(error.message));
      }
      back();
    };
    field.addEventListener('keydown', (event) => {
      if (isComposing(event)) { if (event.key === 'Enter') event.preventDefault(); return; }
      if (event.key === 'Escape') { event.stopPropagation(); back(); }
    });
    fill(item, h('form.row-form', { onsubmit: save }, field, h('button.plain', { type: 'submit', text: t('save') }), h('button.quiet', { type: 'button', text: t('cancel'), onclick: back })));
    field.select();
  };
  show();
  return item;
}

/** A piece of an answer in one line, without the signs and marks of its Markdown. @param {string} text */
const withoutSigns = (text) => text.replace(/^(?=[a-z])/, '…').replace(/\s*\[\d+\]/g, '').replace(/^[\s>#-]+/gm, ' ').replace(/\\([^\w\s])|[*`]/g, '$1').replace(/\s+/g, ' ').trim();

/** A text with the words that were searched for lit. @param {string} text @param {string} wanted */
function found(text, wanted) {
  const words = wanted.split(/\s+/).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (!words.length) return [text];
  return text.split(new RegExp(`(${words.join('|')})`, 'gi')).map((part, i) => (i % 2 ? h('mark', { text: part }) : part));
}
