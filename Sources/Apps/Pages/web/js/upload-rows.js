// Files being added, as lines: name, state, progress, and apart from them those that were not added, each with its why.
// Used at the box, where a conversation folds the failed ones to one line, and in the library.
import { fill, h } from './dom.js';
import { clock, number, size } from './format.js';
import { icon } from './icons.js';
import { t } from './language.js';

/** @typedef {import('./types.js').Upload & {sent?: number, file?: File}} Item */

const shown = 6;

export const isUnderway = (/** @type {{status: string}} */ item) => ['waiting', 'sending', 'queued', 'reading'].includes(item.status);

export class UploadList {
  /** @param {HTMLElement} element @param {(item: Item) => void} act forgets an entry, or sends it again @param {string} [title] above those on their way */
  constructor(element, act, title) {
    Object.assign(this, { element, act, title });
    this.signature = '';
    /** @type {Map<string, HTMLElement>} */ this.rows = new Map();
  }

  /** Lines are made again only when there are others; else what they say is renewed. @param {Item[]} items @param {boolean} folded @param {string} pace how far they are together */
  show(items, folded = false, pace = '') {
    this.element.hidden = items.length === 0;
    const order = { sending: 1, reading: 2, queued: 3, waiting: 4, added: 5, unchanged: 6 };
    const going = items.filter((item) => item.status !== 'failed');
    const failed = items.filter((item) => item.status === 'failed');
    const sorted = going.length > shown ? [...going].sort((a, b) => order[a.status] - order[b.status]) : going;
    const visible = [...sorted.slice(0, shown), ...(folded ? [] : failed.slice(0, shown))];
    const done = going.filter((item) => !isUnderway(item)).length;
    const signature = JSON.stringify([folded, pace !== '', items.length > shown && [items.length, done], failed.length, visible.map((item) => [item.id, item.status, item.error?.code])]);
    if (signature !== this.signature) this.make(sorted, failed, folded, done, pace !== '');
    this.signature = signature;
    if (pace) this.element.querySelector('.pace').textContent = pace;
    for (const item of visible) renew(this.rows.get(item.id), item);
  }

  /** @param {Item[]} going @param {Item[]} failed @param {boolean} folded @param {number} done @param {boolean} paced */
  make(going, failed, folded, done, paced) {
    const held = this.element.contains(document.activeElement);
    this.rows.clear();
    const row = (/** @type {Item} */ item) => {
      const element = rowElement(item, this.act);
      this.rows.set(item.id, element);
      return element;
    };
    const summary = paced ? h('p.note.numbers.pace') : going.length > shown || failed.length > shown
      ? h('p.note.numbers', { text: t('uploadSummary', number(going.length + failed.length), number(done), number(failed.length)) }) : null;
    const refused = failed.length === 0 ? [] : folded
      ? [h('p.folded', null, h('span', { text: t('notAddedFolded', failed.length, number(failed.length)) }), h('a.quiet', { href: '/library', text: t('see') }))]
      : [h('h2.refused', { text: t('notAdded') }), ...failed.slice(0, shown).map(row)];
    fill(this.element, this.title && going.length ? h('h2', { text: this.title }) : null, summary, ...going.slice(0, shown).map(row), ...refused);
    if (held) (this.element.querySelector('button, a') ?? document.querySelector('#question:enabled, .field'))?.focus();
  }
}

function rowElement(/** @type {Item} */ item, /** @type {(item: Item) => void} */ act) {
  const underway = isUnderway(item);
  const again = item.status === 'failed' && item.error?.code === 'server_gone' && item.file;
  const name = item.document_id && !underway ? h('a.file-name', { href: `/d/${item.document_id}`, dir: 'auto', text: item.name }) : h('span.file-name', { dir: 'auto', text: item.name });
  return h('div.upload', { 'data-status': item.status }, name, h('span.state.numbers'),
    underway ? null : h('button.quiet', { type: 'button', 'aria-label': `${t(again ? 'tryAgain' : 'forget')}: ${item.name}`, title: t(again ? 'tryAgain' : 'forget'), onclick: () => act(item) }, icon(again ? 'retry' : 'close')),
    item.error ? h('p', { text: why(item) }) : null,
    item.status === 'sending' ? h('progress', { max: 1, value: item.sent ?? 0, 'aria-label': item.name }) : null,
    item.status === 'reading' ? h('progress', { 'aria-label': item.name }) : null);
}

/** What changes while a line stands: how far it is, for how long, behind how many others. */
function renew(/** @type {HTMLElement} */ element, /** @type {Item} */ item) {
  const seconds = item.since ? Math.floor((Date.now() - item.since) / 1000) : 0;
  const states = {
    sending: () => t('uploadSending', Math.round((item.sent ?? 0) * 100)),
    reading: () => (seconds < 1 ? t('upload_reading') : t('readingFor', seconds < 60 ? t('seconds', seconds) : clock(seconds))),
    failed: () => '',
    queued: () => (item.ahead ? t('queuedBehind', item.ahead, number(item.ahead)) : t('upload_queued')),
  };
  const state = states[item.status]?.() ?? t(/** @type {any} */ (`upload_${item.status}`));
  const words = [item.byte_count ? size(item.byte_count) : '', state].filter(Boolean).join(' · ');
  const place = element.querySelector('.state');
  if (place.textContent !== words) place.textContent = words;
  if (item.status === 'sending') element.querySelector('progress').value = item.sent ?? 0;
}

/** In the page's language where the reason is a common one; else in the server's words, which name the file by its whole path. @param {any} item */
function why({ name, error: { code, message } }) {
  const words = t(/** @type {any} */ (`why_${code}`));
  if (words !== `why_${code}`) return words;
  const at = message.indexOf(`/${name}`);
  return at < 0 ? message : message.slice(at + 1);
}

/** When each began to be read, as far as this tab saw. @type {Map<string, number>} */
const begun = new Map();

/** Tells of what the server reports how long it has been read, and how many are before it. @param {Item[]} uploads in their order */
export function withPlaces(uploads) {
  let ahead = 0;
  return uploads.map((upload) => {
    if (upload.status === 'reading' && !begun.has(upload.id)) begun.set(upload.id, Date.now());
    const placed = { ...upload, since: begun.get(upload.id), ahead };
    if (isUnderway(upload)) ahead += 1;
    return placed;
  });
}
