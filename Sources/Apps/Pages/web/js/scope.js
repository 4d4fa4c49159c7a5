// What is asked: everything, one folder or one document. A chip at the box shows it, a dialog chooses it.
import { call, query } from './api.js';
import { openDialog } from './dialog.js';
import { byId, fill, h, isComposing } from './dom.js';
import { folderWords, number } from './format.js';
import { icon } from './icons.js';
import { languageOf, t } from './language.js';

/** @typedef {import('./types.js').Scope & {title: string}} NamedScope */

/** @type {(scope: NamedScope | null) => void} */ let choose = () => {};

/** @param {NamedScope | null} scope */
export function showScope(scope) {
  const chips = byId('scope');
  chips.hidden = !scope;
  byId('choose-scope').hidden = Boolean(scope);
  if (!scope) return fill(chips);
  return fill(chips, h('span.chip', null, h('span', { text: t(scope.folder === undefined ? 'inDocument' : 'inFolder') }), h('b', { dir: 'auto', lang: languageOf(scope.title), text: scope.title, title: scope.title }),
    h('button', { type: 'button', 'aria-label': t('allSourcesAgain'), title: t('allSourcesAgain'), onclick: () => { choose(null); byId('question').focus(); } }, icon('close'))));
}

/** The scope that an address names: `?document=12`, `?folder=papers`. @param {URLSearchParams} search @returns {Promise<NamedScope | null>} */
export async function scopeOf(search) {
  const folder = search.get('folder');
  if (folder !== null) return namedScope({ folder });
  const id = Number(search.get('document'));
  return id ? namedScope({ document_ids: [id] }) : null;
}

/** A scope with the name of its folder, or of its first document. @param {import('./types.js').Scope} scope @returns {Promise<NamedScope>} */
export async function namedScope({ folder, document_ids: ids }) {
  if (folder !== undefined) return { folder, title: folderWords(folder) };
  const { document } = await call('GET', `/api/documents/${ids[0]}?count=1`);
  return { document_ids: ids, title: ids.length > 1 ? `${document.title} +${number(ids.length - 1)}` : document.title };
}

/** @param {NamedScope | null} scope @returns {string} the first screen's address with this scope */
export function scopeAddress(scope) {
  if (scope?.folder !== undefined) return `/${query({ folder: scope.folder })}`;
  return scope?.document_ids ? `/${query({ document: scope.document_ids[0] })}` : '/';
}

async function openChooser() {
  const list = h('div.choices');
  const field = h('input.field', { type: 'search', placeholder: t('findSource'), 'aria-label': t('findSource') });
  const dialog = openDialog(t('whereToSearch'), h('div', null, field, list));
  const pick = (/** @type {NamedScope | null} */ scope) => { dialog.close(); choose(scope); byId('question').focus(); };
  const choice = (/** @type {string} */ title, /** @type {string} */ note, /** @type {NamedScope | null} */ scope) =>
    h('button', { type: 'button', onclick: () => pick(scope) }, h('span', { dir: 'auto', lang: languageOf(title), text: title }), h('span.note.numbers', { text: note }));
  const show = async () => {
    const wanted = field.value.trim();
    const [{ folders }, { documents }] = await Promise.all([call('GET', '/api/folders'), call('GET', `/api/documents${query({ query: wanted, limit: 20 })}`)]);
    const fitting = folders.filter((folder) => folderWords(folder.path).toLowerCase().includes(wanted.toLowerCase()));
    fill(list, wanted ? null : choice(t('allSources'), '', null),
      fitting.length ? h('h3', { text: t('folders') }) : null,
      ...fitting.map((folder) => choice(folderWords(folder.path), number(folder.documents), { folder: folder.path, title: folderWords(folder.path) })),
      documents.length ? h('h3', { text: t('documentsWord') }) : null,
      ...documents.map((document) => choice(document.title, document.format, { document_ids: [document.id], title: document.title })),
      fitting.length || documents.length ? null : h('p.nothing', { text: t('nothingFound') }));
  };
  const tell = () => show().catch((error) => fill(list, h('p.nothing', { text: error.message })));
  let timer = 0;
  field.addEventListener('input', (event) => { if (!event.isComposing) { clearTimeout(timer); timer = setTimeout(tell, 150); } });
  field.addEventListener('compositionend', tell);
  field.addEventListener('keydown', (event) => {
    if (isComposing(event) || event.key !== 'Enter') return;
    event.preventDefault();
    list.querySelector('button')?.click();
  });
  tell();
}

/** @param {(scope: NamedScope | null) => void} onChoose */
export function startScope(onChoose) {
  choose = onChoose;
  byId('choose-scope').addEventListener('click', openChooser);
}
