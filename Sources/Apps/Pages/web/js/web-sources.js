// Sources on the web in the library: a line to add one; of each its pages, when it was fetched, what could not be read and why.
import { call } from './api.js';
import { confirm } from './dialog.js';
import { fill, h } from './dom.js';
import { day, layerWords, number, time } from './format.js';
import { icon } from './icons.js';
import { t } from './language.js';
import { toast } from './screen.js';
import { metaLine } from './sources.js';

/** @typedef {{address: string, code: string, message: string}} Failure */
/** @typedef {{id: number, address: string, kind: string, layer: string, documents: number, fetched_at?: string, due_at?: string, failed?: number, failures?: Failure[]}} Source */
/** @typedef {{id: string, address: string, status: string, finished: number, total: number, error?: {code: string, message: string}}} Visit */

const kinds = ['page', 'site', 'feed', 'repository', 'search'];

/** Fills the section and keeps it true. @param {HTMLElement} section @param {AbortSignal} signal @param {() => void} changed told when documents came or went */
export async function showWebSources(section, signal, changed) {
  const visits = h('div', { role: 'status' });
  const list = h('ul');
  const own = new Set();
  let watching = false;

  const load = async () => {
    const answer = await call('GET', '/api/sources', { signal }).catch(() => ({ sources: [], visits: [] }));
    if (signal.aborted) return [];
    const shown = answer.sources.filter((/** @type {Source} */ source) => kinds.includes(source.kind));
    fill(list, ...shown.map((/** @type {Source} */ source) => row(source, remove)));
    if (shown.length || answer.visits.some(isUnderway)) section.hidden = false;
    return answer.visits;
  };

  /** Looks again while something is being read; how it ended is told to the tab that asked for it. */
  const watch = async () => {
    if (watching) return;
    watching = true;
    while (!signal.aborted) {
      const all = await load();
      const shown = all.filter((/** @type {Visit} */ visit) => isUnderway(visit) || (visit.status === 'failed' && own.has(visit.id)));
      fill(visits, ...shown.map(visitLine));
      const ended = all.filter((/** @type {Visit} */ visit) => visit.status === 'added' && own.delete(visit.id));
      if (ended.length) changed();
      if (!all.some(isUnderway)) break;
      await new Promise((resume) => setTimeout(resume, 1000));
    }
    watching = false;
  };

  const remove = async (/** @type {Source} */ source) => {
    if (!(await confirm(t('removeSourceTitle'), t('removeSourceText', shortened(source.address), number(source.documents)), t('remove')))) return;
    await call('DELETE', `/api/sources/${source.id}`).then(() => toast(t('removed')), (error) => toast(error.message));
    await load();
    changed();
    section.querySelector('input')?.focus();
  };

  const address = h('input.field', { type: 'url', name: 'address', required: true, maxlength: 2000, inputmode: 'url', dir: 'ltr', autocomplete: 'off', placeholder: 'https://', 'aria-label': t('webAddress') });
  const kind = h('select.field', { name: 'kind', 'aria-label': t('webKind') }, h('option', { value: '', text: t('webKindAny') }), ...['site', 'feed', 'repository'].map((name) => h('option', { value: name, text: t(`webKind_${name}`) })));
  const refusal = h('p.refusal', { role: 'alert' });
  const form = h('form.search-line', { novalidate: true }, address, kind, h('button.plain', { text: t('add') }), refusal);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    refusal.textContent = '';
    const typed = address.value.trim();
    const whole = /^[a-z+]+:\/\//i.test(typed) || !typed ? typed : `https://${typed}`;
    try {
      const visit = await call('POST', '/api/sources', { body: kind.value ? { address: whole, kind: kind.value } : { address: whole } });
      own.add(visit.id);
      address.value = '';
      watch();
    } catch (error) {
      refusal.textContent = error.code === 'bad_address' ? t('badAddress') : error.message;
      address.focus();
    }
  });
  fill(section, h('h2', { text: t('sourcesOnTheWeb') }), form, visits, list);
  await watch();
}

/** Shows the line for an address where it is not shown yet. @param {HTMLElement} section */
export function openAddressForm(section) {
  section.hidden = false;
  section.querySelector('input')?.focus();
}

const isUnderway = (/** @type {Visit} */ visit) => visit.status === 'reading';
const shortened = (/** @type {string} */ address) => address.replace(/^https?:\/\//, '');
const moment = (/** @type {string} */ iso) => `${day(iso)} ${time(iso)}`;

/** @param {Visit} visit */
function visitLine(visit) {
  const name = h('bdi.title', { dir: 'ltr', text: shortened(visit.address) });
  if (visit.error) return h('p.visit', null, name, h('span.refusal', { text: why(visit.error) }));
  const many = visit.total > 1;
  return h('p.visit', null, name,
    h('span.note.numbers', { text: many ? t('visitPages', number(visit.finished), number(visit.total)) : t('visitBegun') }),
    h('progress', many ? { max: visit.total, value: visit.finished, 'aria-label': visit.address } : { 'aria-label': visit.address }));
}

/** @param {Source} source @param {(source: Source) => void} remove */
function row(source, remove) {
  const failures = source.failures ?? [];
  return h('li.row', null,
    h('a.title', { href: source.address, target: '_blank', rel: 'noopener noreferrer', dir: 'ltr', text: shortened(source.address) }),
    metaLine(t(`kind_${source.kind}`), layerWords(source.layer), t('webPages', source.documents, number(source.documents)),
      source.fetched_at ? t('fetchedAt', moment(source.fetched_at)) : t('notFetchedYet'), source.due_at ? t('dueAt', moment(source.due_at)) : ''),
    h('span.row-acts', null, h('button.quiet.icon', { type: 'button', 'aria-label': t('removeLabel', shortened(source.address)), title: t('remove'), onclick: () => remove(source) }, icon('remove'))),
    failures.length ? h('details.web-failures', null,
      h('summary', { text: t('webFailures', source.failed ?? 0, number(source.failed ?? 0)) }),
      h('ul', null, ...failures.map((failure) => h('li', null,
        h('bdi', { dir: 'ltr', text: shortened(failure.address) }), ' ', h('span.note', { text: why(failure) }))))) : null);
}

/** Why, in the page's language where it has words for it. @param {{code: string, message: string}} failure */
function why({ code, message }) {
  for (const key of [`web_${code}`, `why_${code}`]) if (t(key) !== key) return t(key);
  return message;
}
