// The library: what is inside by folder, what is being read, what failed and why; searching, removing, asking within.
import { call, query } from './api.js';
import { confirm } from './dialog.js';
import { byId, fill, focusNear, h } from './dom.js';
import { date, folderWords, isUpload, number, placeWords, shortAddress, size } from './format.js';
import { icon } from './icons.js';
import { languageOf, t } from './language.js';
import { adopt, listed, setListed } from './router.js';
import { notice, toast } from './screen.js';
import { metaLine } from './sources.js';
import { isUnderway, UploadList, withPlaces } from './upload-rows.js';
import { isOurs, onLibraryChange, showUploads } from './uploads.js';
import { openAddressForm, showWebSources } from './web-sources.js';

/** @param {HTMLElement} element @param {AbortSignal} signal @param {URLSearchParams} search */
export async function showLibrary(element, signal, search) {
  const field = h('input.field', { type: 'search', 'aria-label': t('searchLibrary'), placeholder: t('searchLibrary'), id: 'search-library' });
  const folderField = h('select.field', { 'aria-label': t('folder') });
  const count = h('span.note.numbers.push');
  const reading = h('section.being-read', { hidden: true });
  const web = h('section.folder.web-sources', { hidden: true });
  const list = h('div');
  const foot = h('div.list-foot');
  /** @type {any[]} */ let shown = [];
  field.value = search.get('query') ?? '';
  let folder = search.get('folder') ?? '';

  const load = async (/** @type {boolean} */ more) => {
    try {
      const after = more ? shown.at(-1)?.id : undefined;
      const { documents, total, has_more: hasMore } = await call('GET', `/api/documents${query({ query: field.value.trim(), folder, limit: more ? 50 : listed(50, 200), after })}`, { signal });
      shown = more ? [...shown, ...documents] : documents;
      setListed(shown.length);
      count.textContent = t('documents', total, number(total));
      show(hasMore);
    } catch (error) {
      if (!signal.aborted) notice(list, { title: error.message, button: t('tryAgain'), act: () => load(false) });
    }
  };

  const loadFolders = async () => {
    const { folders } = await call('GET', '/api/folders', { signal }).catch(() => ({ folders: [] }));
    fill(folderField, h('option', { value: '', text: t('allFolders') }), ...folders.filter((entry) => entry.path).map((entry) =>
      h('option', { value: entry.path, selected: entry.path === folder, text: `${folderWords(entry.path)} (${number(entry.documents)})` })));
    folderField.hidden = folders.length < 2;
  };

  const remove = async (/** @type {any} */ document) => {
    const position = shown.indexOf(document);
    if (!(await confirm(t('removeTitle'), t(isUpload(document) ? 'removeUploadText' : 'removeText', document.title), t('remove')))) return;
    await call('DELETE', `/api/documents/${document.id}`).then(() => toast(t('removed')), (error) => toast(error.message));
    await Promise.all([load(false), loadFolders()]);
    focusNear(list, position, field);
  };

  const show = (/** @type {boolean} */ hasMore) => {
    const folders = new Map();
    for (const document of shown) folders.set(document.folder, [...(folders.get(document.folder) ?? []), document]);
    const narrowed = field.value || folder;
    fill(list, ...(shown.length ? [...folders].map(([path, members]) => h('section.folder', null,
      h('h2', null, h('bdi', { lang: languageOf(folderWords(path)), text: folderWords(path) }), path ? h('a.quiet.push', { href: `/${query({ folder: path })}`, text: t('askInFolder') }) : null),
      h('ul', null, ...members.map((member) => row(member, remove))))) : [h('p.nothing', { text: t(narrowed ? 'nothingFound' : 'emptyLibraryLong') })]));
    fill(foot, hasMore ? h('button.plain', { type: 'button', text: t('more'), onclick: () => load(true) }) : null);
  };

  const watchUploads = async () => {
    let before = '';
    const rows = new UploadList(reading, (upload) => call('DELETE', `/api/uploads/${encodeURIComponent(upload.id)}`).catch(() => {}), t('beingRead'));
    while (!signal.aborted) {
      const { uploads } = await call('GET', '/api/uploads', { signal }).catch(() => ({ uploads: [] }));
      if (signal.aborted) return;
      const present = withPlaces(uploads).filter((upload) => upload.status !== 'added' && upload.status !== 'unchanged' && !isOurs(upload.id));
      rows.show(present);
      const state = JSON.stringify(uploads);
      if (before && state !== before && uploads.some((upload) => upload.status === 'added')) load(false);
      before = state;
      await new Promise((resume) => setTimeout(resume, present.some(isUnderway) ? 800 : 4000));
    }
  };

  const narrow = () => {
    adopt(`/library${query({ query: field.value.trim(), folder })}`, true);
    load(false);
  };
  let timer = 0;
  field.addEventListener('input', (event) => { if (!event.isComposing) { clearTimeout(timer); timer = setTimeout(narrow, 200); } });
  field.addEventListener('compositionend', narrow);
  folderField.addEventListener('change', () => { folder = folderField.value; narrow(); });
  onLibraryChange(() => { if (!signal.aborted) { load(false); loadFolders(); } });
  fill(element, h('div.page-head', null, h('h1', { text: t('library'), tabindex: '-1' }), count, h('span.page-acts', null, h('button.plain', { type: 'button', text: t('addAddress'), onclick: () => openAddressForm(web) }), h('button.plain', { type: 'button', text: t('addFiles'), onclick: () => byId('file-input').click() }))),
    h('div', { id: 'library-files' }), reading, web, h('div.search-line', { role: 'search' }, field, folderField), list, foot);
  showUploads();
  watchUploads();
  await Promise.all([load(false), loadFolders(), showWebSources(web, signal, () => { load(false); loadFolders(); })]);
}

/** @param {any} document @param {(document: any) => void} remove */
function row(document, remove) {
  return h('li.row', null,
    h('a.title', { href: `/d/${document.id}`, dir: 'auto', lang: document.language ?? languageOf(document.title), text: document.title }),
    metaLine(document.format.toUpperCase(), document.author, date(document.date), size(document.byte_count), t('passages', document.passages, number(document.passages)),
      placeWords(document.place), shortAddress(document.address, document.folder)),
    h('span.row-acts', null,
      h('a.quiet', { href: `/?document=${document.id}`, text: t('ask') }),
      h('button.quiet.icon', { type: 'button', 'aria-label': t('removeLabel', document.title), title: t('remove'), onclick: () => remove(document) }, icon('remove'))));
}
