// Files being added, as lines: name, state, progress, and for one that failed why. Used at the box and in the library.
import { h } from './dom.js';
import { number, size } from './format.js';
import { icon } from './icons.js';
import { t } from './language.js';

const shown = 6;

/** @param {any[]} items @param {(item: any) => void} act forgets an entry, or sends it again */
export function uploadRows(items, act) {
  const order = { failed: 0, sending: 1, reading: 2, queued: 3, waiting: 4, added: 5, unchanged: 6 };
  const sorted = items.length > shown ? [...items].sort((a, b) => order[a.status] - order[b.status]) : items;
  const rows = sorted.slice(0, shown).map((item) => row(item, act));
  if (items.length > shown) {
    const done = items.filter((item) => item.status === 'added' || item.status === 'unchanged').length;
    const failed = items.filter((item) => item.status === 'failed').length;
    rows.push(h('p.note.numbers', { text: t('uploadSummary', number(items.length), number(done), number(failed)) }));
  }
  return rows;
}

function row(/** @type {any} */ item, /** @type {(item: any) => void} */ act) {
  const underway = ['waiting', 'sending', 'queued', 'reading'].includes(item.status);
  const again = item.status === 'failed' && item.error?.code === 'server_gone' && item.file;
  const state = item.status === 'sending' ? t('uploadSending', Math.round(item.sent * 100)) : t(`upload_${item.status}`);
  const name = item.document_id && !underway ? h('a.file-name', { href: `/d/${item.document_id}`, dir: 'auto', text: item.name }) : h('span.file-name', { dir: 'auto', text: item.name });
  return h('div.upload', { 'data-status': item.status }, name,
    h('span.state.numbers', { text: item.byte_count ? `${size(item.byte_count)} · ${state}` : state }),
    underway ? null : h('button.quiet', { type: 'button', 'aria-label': `${t(again ? 'tryAgain' : 'forget')}: ${item.name}`, title: t(again ? 'tryAgain' : 'forget'), onclick: () => act(item) }, icon(again ? 'retry' : 'close')),
    item.error ? h('p', { text: why(item) }) : null,
    item.status === 'sending' ? h('progress', { max: 1, value: item.sent, 'aria-label': item.name }) : null);
}

/** In the page's language where the reason is a common one; else in the server's words, which name the file by its whole path. @param {any} item */
function why({ name, error: { code, message } }) {
  const words = t(/** @type {any} */ (`why_${code}`));
  if (words !== `why_${code}`) return words;
  const at = message.indexOf(`/${name}`);
  return at < 0 ? message : message.slice(at + 1);
}
