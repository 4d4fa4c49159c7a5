// Files on their way into the library: dropped, pasted or chosen; sent with progress; then read by the server.
import { say } from './announce.js';
import { call, refusalOf } from './api.js';
import { byId } from './dom.js';
import { number, size } from './format.js';
import { t } from './language.js';
import { paceWords } from './upload-pace.js';
import { isUnderway, UploadList, withPlaces } from './upload-rows.js';

/** @typedef {import('./types.js').Upload & {sent?: number, file?: File, local?: boolean}} Item */

/** @type {Item[]} */ let items = [];
let sending = 0;
let polling = false;
let fileLimit = Infinity;
let localId = 0;
/** @type {() => void} */ let libraryChanged = () => {};

export const setFileLimit = (/** @type {number} */ bytes) => { fileLimit = bytes; };
export const onLibraryChange = (/** @type {() => void} */ act) => { libraryChanged = act; };

/** @param {(File & {path?: string})[]} files */
export function addFiles(files) {
  for (const file of files) {
    const item = { id: `local-${localId += 1}`, local: true, name: file.path ?? file.name, byte_count: file.size, status: 'waiting', sent: 0, file };
    if (file.size > fileLimit) Object.assign(item, { status: 'failed', error: { message: t('fileTooLarge', size(file.size), size(fileLimit)), code: 'file_too_large' } });
    items.push(item);
  }
  showUploads();
  sendNext();
}

function sendNext() {
  const next = items.find((item) => item.status === 'waiting');
  if (!next || sending >= 2) return;
  sending += 1;
  next.status = 'sending';
  transmit(next).catch((error) => Object.assign(next, { status: 'failed', error: { message: error.message, code: error.code } }))
    .finally(() => { sending -= 1; showUploads(); sendNext(); poll(); });
  sendNext();
}

/** Sends one file: by XMLHttpRequest, for fetch tells no progress. @param {Item} item */
function transmit(item) {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    form.append('files', item.file, item.name);
    const request = new XMLHttpRequest();
    request.open('POST', '/api/documents');
    request.responseType = 'json';
    request.upload.onprogress = (event) => { item.sent = event.loaded / (event.total || 1); showUploads(); };
    request.onerror = () => reject(refusalOf({ error: { message: t('serverGone'), code: 'server_gone' } }, 0));
    request.onload = () => {
      const upload = request.response?.uploads?.[0];
      if (request.status >= 300 || !upload) return reject(refusalOf(request.response, request.status));
      Object.assign(item, upload, { local: false, name: item.name });
      return resolve(undefined);
    };
    request.send(form);
  });
}

async function poll() {
  if (polling) return;
  polling = true;
  while (items.some((item) => !item.local && isUnderway(item))) {
    await new Promise((resume) => setTimeout(resume, 600));
    const { uploads } = await call('GET', '/api/uploads').catch(() => ({ uploads: [] }));
    const placed = new Map(withPlaces(uploads).map((upload) => [upload.id, upload]));
    let finished = false;
    for (const item of items) {
      const upload = placed.get(item.id);
      if (!upload) continue;
      const ended = isUnderway(item) && !isUnderway(upload);
      Object.assign(item, upload, { name: item.name });
      if (ended && items.length <= 6) say(`${item.name}: ${t(/** @type {any} */ (`upload_${item.status}`))}`);
      finished ||= ended;
    }
    showUploads();
    if (finished) libraryChanged();
  }
  const failed = items.filter((item) => item.status === 'failed').length;
  if (items.length > 6 && !items.some(isUnderway)) say(t('uploadSummary', number(items.length), number(items.length - failed), number(failed)));
  polling = false;
}

/** @param {Item} item */
function act(item) {
  if (item.status === 'failed' && item.error?.code === 'server_gone' && item.file) {
    Object.assign(item, { status: 'waiting', error: undefined, local: true });
    showUploads();
    return sendNext();
  }
  items = items.filter((other) => other !== item);
  if (!item.local) call('DELETE', `/api/uploads/${encodeURIComponent(item.id)}`).catch(() => {});
  return showUploads();
}

/** Whether a file the server tells of is already shown as one of this tab's. @param {string} id */
export const isOurs = (id) => items.some((item) => item.id === id);

/** What is done with needs no more room at the box; the library still tells what was not added. */
export function clearFinished() {
  items = items.filter(isUnderway);
  showUploads();
}

/** @type {WeakMap<HTMLElement, UploadList>} */
const lists = new WeakMap();

/** Shows this tab's files at the box, and in the library where that is open. */
export function showUploads() {
  const pace = paceWords(items);
  for (const element of [byId('files'), byId('library-files')]) {
    if (!element) continue;
    if (!lists.has(element)) lists.set(element, new UploadList(element, act));
    lists.get(element).show(items, byId('dock').contains(element), pace);
  }
}

/** The files of a drop, folders walked through. @param {DataTransfer} transfer @returns {Promise<File[]>} */
async function filesOf(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  const files = [];
  const visit = async (/** @type {any} */ entry) => {
    if (files.length >= 10000 || entry.name.startsWith('.')) return;
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      files.push(Object.assign(file, { path: entry.fullPath.replace(/^\//, '') }));
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const children = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!children.length) return;
      for (const child of children) await visit(child);
    }
  };
  for (const entry of entries) await visit(entry);
  return files;
}

/** @param {() => boolean} allowed whether this screen takes files @param {() => void} arriving called when files come */
export function startUploads(allowed, arriving) {
  const input = byId('file-input');
  const veil = byId('drop-veil');
  const carriesFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files');
  byId('add-files').addEventListener('click', () => input.click());
  input.addEventListener('change', () => { addFiles([...input.files]); input.value = ''; });
  addEventListener('dragover', (event) => { if (carriesFiles(event) && allowed()) { event.preventDefault(); veil.hidden = false; } });
  addEventListener('dragleave', (event) => { if (!event.relatedTarget) veil.hidden = true; });
  addEventListener('drop', async (event) => {
    veil.hidden = true;
    if (!carriesFiles(event) || !allowed()) return;
    event.preventDefault();
    arriving();
    addFiles(await filesOf(event.dataTransfer));
  });
  addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || !allowed()) return;
    event.preventDefault();
    arriving();
    addFiles(files);
  });
}
