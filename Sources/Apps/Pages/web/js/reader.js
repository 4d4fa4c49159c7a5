// The reader: beside an answer, or as a screen of its own. Shows a document in its structure, or a page's picture.
import { call, query } from './api.js';
import { byId, fill, h } from './dom.js';
import { date, layerWords, placeWords, shortAddress } from './format.js';
import { icon } from './icons.js';
import { languageOf, t } from './language.js';
import { setMath } from './math.js';
import { hidePopover } from './popover.js';
import { Overview } from './overview.js';
import { PageView } from './reader-page.js';
import { TextView } from './reader-text.js';
import { closeHash, go, listed } from './router.js';
import { placeSigns } from './signs.js';
import { metaLine } from './sources.js';

/** @typedef {{documentId: number, start?: number, end?: number, place?: import('./types.js').Place, source?: import('./types.js').Source,
 *    quote?: string, link?: Element, marks?: {position: number, count: number, previous: () => void, next: () => void}}} Wanted */

/** How PDFs are looked at, once chosen. @type {'page' | 'text'} */
let preferred = 'page';

export class Reader {
  /** @param {HTMLElement} element @param {boolean} whole whether it is a screen of its own @param {boolean} snapshot */
  constructor(element, whole, snapshot = false) {
    Object.assign(this, { element, whole, snapshot });
    this.head = h('header.reader-head');
    this.glance = h('div.reader-glance');
    this.body = h('div.reader-body', { tabindex: '0' });
    this.loading = new AbortController();
    /** @type {Wanted | null} */ this.wanted = null;
    fill(element, this.head, this.glance, this.body);
  }

  /** @param {Wanted} wanted */
  async show(wanted) {
    this.wanted = wanted;
    this.loading.abort();
    this.loading = new AbortController();
    const { signal } = this.loading;
    this.showHead(wanted.source, false);
    if (this.snapshot) return this.showSnippet();
    try {
      const glance = this.glances(wanted);
      const passage = await call('GET', `/api/documents/${wanted.documentId}${query({ start: wanted.start, end: wanted.end, count: this.whole && wanted.start === undefined ? listed(0, 500) || null : null })}`, { signal });
      if (signal.aborted) return undefined;
      this.passage = passage;
      this.showGlance(await glance);
      if (signal.aborted) return undefined;
      this.showHead(passage.document, passage.document.pages > 0);
      return this.showBody(preferred);
    } catch (error) {
      if (signal.aborted) return undefined;
      if (this.whole) throw error;
      const gone = error.status === 404;
      return fill(this.body, h('div.notice', { role: 'alert' }, h('p', { text: gone ? t('documentGone') : error.message }),
        gone && wanted.quote ? h('blockquote', null, h('mark', { dir: 'auto', text: wanted.quote })) : null,
        gone ? null : h('button.plain', { type: 'button', text: t('tryAgain'), onclick: () => this.show(wanted) })));
    }
  }

  /** A document that is opened for itself, where there is room, shows at once what it is about. @param {Wanted} wanted */
  async glances({ documentId, start }) {
    if (!this.whole || start !== undefined || matchMedia('(max-width: 63.99rem)').matches) return null;
    return call('GET', `/api/documents/${documentId}/overview`, { signal: this.loading.signal }).catch(() => null);
  }

  /** @param {any} found the answer of /api/documents/{id}/overview, where it is there already */
  showGlance(found) {
    const { document: about } = this.passage;
    if (this.overview?.about.id === about.id) return;
    this.overview = new Overview(about, {
      toBlock: (block) => { if (!this.text) { preferred = 'text'; this.showBody('text'); } this.text.toBlock(block); },
      toWords: (start, end) => (this.whole ? go(`/d/${about.id}${query({ start, end })}`)
        : this.show({ documentId: about.id, start, end, source: this.wanted.source })),
    }, found);
    fill(this.glance, this.overview.element);
  }

  /** @param {'page' | 'text'} mode */
  showBody(mode) {
    const { document: about } = this.passage;
    const paged = about.pages > 0 && mode === 'page';
    for (const button of this.head.querySelectorAll('.two button')) button.setAttribute('aria-pressed', String((button.dataset.mode === 'page') === paged));
    this.text = paged ? null : new TextView(this.body, this.passage, this.wanted, this.whole, (block) => this.overview?.mark(block));
    if (paged) new PageView(this.body, this.passage, this.wanted, () => { preferred = 'text'; this.showBody('text'); });
  }

  /** @param {any} about a document or a source @param {boolean} paged */
  showHead(about, paged) {
    const { marks, documentId, start, end } = this.wanted;
    const button = (/** @type {any} */ name, /** @type {string} */ key, /** @type {() => void} */ onclick) =>
      h('button.quiet.icon', { type: 'button', 'aria-label': t(key), title: t(key), onclick }, icon(name));
    const mode = (/** @type {'page' | 'text'} */ name) => h('button', { type: 'button', 'data-mode': name, text: t(`mode_${name}`),
      onclick: () => { preferred = name; this.showBody(name); } });
    const title = h(this.whole ? 'h1' : 'h2', { dir: 'auto', lang: about ? about.language ?? languageOf(about.title) : null, text: about?.title ?? t('loading') });
    const address = about?.address ?? '';
    const original = /^https?:/.test(address) ? h('a', { href: address, target: '_blank', rel: 'noopener noreferrer', text: shortAddress(address) }) : shortAddress(address, about?.folder);
    const tools = h('div.reader-tools', { id: this.whole ? 'document-tools' : 'reader-tools' },
      paged ? h('div.two', { role: 'group', 'aria-label': t('view') }, mode('page'), mode('text')) : null,
      h('a.quiet', { href: `/?document=${documentId}`, text: t('askInThis') }),
      this.whole ? null : h('a.quiet', { href: `/d/${documentId}${query({ start, end })}`, text: t('openWhole') }));
    const more = h('button.quiet.icon.reader-more', { type: 'button', 'aria-label': t('moreActions'), title: t('moreActions'), 'aria-controls': tools.id,
      'aria-expanded': 'false', onclick: () => more.setAttribute('aria-expanded', String(this.head.classList.toggle('opened'))) }, icon('dots'));
    this.head.classList.remove('opened');
    // The button that walks to the next mark is made anew, and keeps the focus.
    const held = this.head.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
    fill(this.head, title,
      h('span.reader-nav', null, ...(marks ? [button('previous', 'previousMark', marks.previous),
        h('span.note.numbers', { text: t('ofMarks', marks.position + 1, marks.count) }), button('next', 'nextMark', marks.next)] : []),
      this.snapshot || this.whole ? null : more,
      this.whole ? null : button('close', 'closeReader', closeHash)),
      about ? metaLine(this.whole ? '' : placeWords(this.wanted.place, about.title), about.author, date(about.date), about.layer ? layerWords(about.layer) : '', original) : null,
      this.snapshot ? null : tools);
    if (held) /** @type {HTMLElement | null} */ (this.head.querySelector(`[aria-label="${CSS.escape(held)}"]`) ?? this.element).focus();
    this.body.setAttribute('aria-label', about?.title ?? t('reader'));
  }

  /** A snapshot shows the quoted words, not the document. */
  showSnippet() {
    const { quote = '', source } = this.wanted;
    const at = source?.snippet?.indexOf(quote) ?? -1;
    const words = at >= 0 ? [source.snippet.slice(0, at), h('mark', { text: quote }), source.snippet.slice(at + quote.length)] : [h('mark', { text: quote })];
    const shown = h('p', { dir: 'auto', lang: languageOf(quote) }, ...words);
    placeSigns(shown);
    setMath(shown);
    fill(this.body, h('div.blocks', null, shown, h('p.side-note', { text: t('snippetOnly') })));
  }
}

/** @type {Reader | null} */ let beside = null;
/** @type {HTMLElement | null} */ let opener = null;
let isSnapshot = false;

export const readerIsOpen = () => beside !== null;
export const setReaderSnapshot = (/** @type {boolean} */ value) => { isSnapshot = value; };

/** Opens the reader beside the answer, or turns the open one. @param {Wanted} wanted */
export function openReader(wanted) {
  const element = byId('reader');
  hidePopover();
  if (!beside) {
    opener = document.activeElement instanceof HTMLElement && document.activeElement !== document.body ? document.activeElement : null;
    element.hidden = false;
    element.setAttribute('aria-label', t('reader'));
    byId('room').classList.add('reading');
    beside = new Reader(element, false, isSnapshot);
    element.focus({ preventScroll: true });
  }
  beside.show(wanted);
}

/** Closes it; the focus returns to where it was. */
export function closeReader() {
  if (!beside) return;
  beside.loading.abort();
  // Opened with the page, there is nowhere to return to but the mark.
  const back = opener?.isConnected ? opener : beside.wanted?.link;
  beside = null;
  byId('reader').hidden = true;
  byId('reader').replaceChildren();
  byId('room').classList.remove('reading');
  if (back instanceof HTMLElement) back.focus({ preventScroll: true, focusVisible: true });
  hidePopover();
}

/** The next or previous mark. @param {'next' | 'previous'} way */
export const stepMark = (way) => beside?.wanted?.marks?.[way]();
