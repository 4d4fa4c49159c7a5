// Sources on the web in the library: of each its pages, when it was fetched, and what could not be read and why.
import { call } from './api.js';
import { fill, h } from './dom.js';
import { day, layerWords, number, time } from './format.js';
import { t } from './language.js';
import { metaLine } from './sources.js';

/** @typedef {{address: string, code: string, message: string}} Failure */
/** @typedef {{address: string, kind: string, layer: string, documents: number, fetched_at?: string, due_at?: string, failed?: number, failures?: Failure[]}} Source */

const kinds = ['page', 'site', 'feed', 'repository', 'search'];

/** Fills the section, and hides it where nothing was added from the web. @param {HTMLElement} section @param {AbortSignal} signal */
export async function showWebSources(section, signal) {
  const { sources } = await call('GET', '/api/sources', { signal }).catch(() => ({ sources: [] }));
  if (signal.aborted) return;
  const shown = sources.filter((/** @type {Source} */ source) => kinds.includes(source.kind));
  section.hidden = shown.length === 0;
  fill(section, h('h2', { text: t('sourcesOnTheWeb') }), h('ul', null, ...shown.map(row)));
}

const moment = (/** @type {string} */ iso) => `${day(iso)} ${time(iso)}`;

/** @param {Source} source */
function row(source) {
  const failures = source.failures ?? [];
  return h('li.row', null,
    h('a.title', { href: source.address, target: '_blank', rel: 'noopener noreferrer', dir: 'ltr', text: source.address.replace(/^https?:\/\//, '') }),
    metaLine(t(`kind_${source.kind}`), layerWords(source.layer), t('webPages', source.documents, number(source.documents)),
      source.fetched_at ? t('fetchedAt', moment(source.fetched_at)) : t('notFetchedYet'), source.due_at ? t('dueAt', moment(source.due_at)) : ''),
    failures.length ? h('details.web-failures', null,
      h('summary', { text: t('webFailures', source.failed ?? 0, number(source.failed ?? 0)) }),
      h('ul', null, ...failures.map((failure) => h('li', null,
        h('bdi', { dir: 'ltr', text: failure.address.replace(/^https?:\/\//, '') }), ' ', h('span.note', { text: why(failure) }))))) : null);
}

/** Why, in the page's language where it has words for it. @param {Failure} failure */
function why({ code, message }) {
  for (const key of [`web_${code}`, `why_${code}`]) if (t(key) !== key) return t(key);
  return message;
}
