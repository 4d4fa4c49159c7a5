// A document at a glance: outline, key sentences, what sets it apart, what else the library holds on it. Stands folded
// above the text, and is fetched when it is opened.
import { call } from './api.js';
import { fill, h } from './dom.js';
import { date, placeWords } from './format.js';
import { languageOf, t } from './language.js';

export class Overview {
  /** @param {any} about the document @param {{toBlock: (index: number) => void, toWords: (start: number, end: number) => void}} goes @param {any} found what the server said of it, where it was asked already */
  constructor(about, goes, found) {
    Object.assign(this, { about, goes });
    this.content = h('div.overview-content', null, h('p.note', { text: t('loading') }));
    this.element = h('details.overview', { open: Boolean(found) }, h('summary', { text: t('atAGlance') }), this.content);
    this.element.addEventListener('toggle', () => this.load());
    if (found) this.loading = this.show(found);
  }

  load() {
    if (!this.element.open || this.loading) return;
    this.loading = call('GET', `/api/documents/${this.about.id}/overview`).then((found) => this.show(found), (error) => {
      this.loading = undefined;
      fill(this.content, h('p.note', { role: 'alert', text: error.message }));
    });
  }

  /** @param {any} found */
  async show({ outline, key_sentences: sentences, terms, related, complete }) {
    const parts = [this.sentences(sentences), this.terms(terms), this.outline(outline), this.related(related)].filter(Boolean);
    fill(this.content, ...(parts.length ? parts : [h('p.note', { text: t('nothingAtAGlance') })]), complete ? null : h('p.note', { text: t('glanceSampled') }));
  }

  part(/** @type {string} */ name, /** @type {string} */ title, /** @type {Node} */ list) {
    return h(`section.${name}`, null, h('h2', { text: title }), list);
  }

  /** @param {any[]} sentences */
  sentences(sentences) {
    if (!sentences.length) return null;
    return this.part('key-sentences', t('keySentences'), h('ol', null, ...sentences.map(({ text, start, end, place }) => h('li', null,
      h('button.words', { type: 'button', lang: languageOf(text), dir: 'auto', text, onclick: () => this.goes.toWords(start, end) }),
      h('span.why', { text: placeWords(place, this.about.title) })))));
  }

  /** @param {any[]} terms */
  terms(terms) {
    if (!terms.length) return null;
    return this.part('key-terms', t('keyTerms'), h('ul', null, ...terms.map(({ text, count }) => h('li', null,
      h('a', { href: `/?document=${this.about.id}&q=${encodeURIComponent(text)}`, lang: languageOf(text), title: t('timesHere', count), text })))));
  }

  /** @param {any[]} outline */
  outline(outline) {
    const headings = outline.filter(({ block, text }) => block > 0 || text.trim() !== this.about.title);
    if (headings.length < 2) return null;
    const top = Math.min(...headings.map(({ level }) => level));
    this.links = new Map();
    const list = h('ul', null, ...headings.map(({ block, level, text }) => {
      const link = h('button', { type: 'button', lang: languageOf(text), dir: 'auto', 'data-block': block, text, onclick: () => this.goes.toBlock(block) });
      this.links.set(block, link);
      return h(`li.depth-${Math.min(level - top, 3)}`, null, link);
    }));
    return h('nav.outline', { 'aria-label': t('outline') }, h('h2', { text: t('outline') }), list);
  }

  /** Shows where one is. @param {number} block the first one in sight */
  mark(block) {
    if (!this.links) return;
    const here = [...this.links.keys()].filter((heading) => heading <= block).at(-1);
    if (here === this.here) return;
    this.here = here;
    for (const [heading, link] of this.links) {
      if (heading === here) link.setAttribute('aria-current', 'location');
      else link.removeAttribute('aria-current');
    }
  }

  /** @param {any[]} related */
  related(related) {
    if (!related.length) return null;
    return this.part('related', t('related'), h('ul', null, ...related.map(({ document, start, end, terms, older }) => h('li', null,
      h('a.title', { href: `/d/${document.id}?start=${start}&end=${end}`, lang: document.language ?? languageOf(document.title), dir: 'auto', text: document.title }),
      h('span.why', { text: [t('shares', terms.join(t('listComma'))), older ? t('olderOf', date(document.date)) : ''].filter(Boolean).join(' · ') })))));
  }
}
