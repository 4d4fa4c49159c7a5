// A document in its structure: blocks around the marked words, more upwards and downwards as one reads on.
import { call, query } from './api.js';
import { blockElement } from './blocks.js';
import { centreIn, fill, h } from './dom.js';
import { placeWords } from './format.js';
import { t } from './language.js';
import { setListed } from './router.js';

/** @typedef {import('./types.js').Block} Block */

const step = 100;

export class TextView {
  /** @param {HTMLElement} body @param {any} passage the answer of /api/documents/{id} @param {import('./reader.js').Wanted} wanted @param {boolean} whole @param {(block: number) => void} atBlock told the first block in sight while one reads */
  constructor(body, passage, wanted, whole, atBlock) {
    Object.assign(this, { body, wanted, whole, atBlock });
    this.first = passage.from;
    this.last = passage.from + passage.blocks.length;
    this.total = passage.total_blocks;
    this.title = passage.document.title;
    this.suffix = /\.(\w+)$/.exec(passage.document.address ?? '')?.[1] ?? '';
    this.list = h('div.blocks', { lang: passage.document.language ?? null });
    this.earlier = h('button.quiet.load', { type: 'button', text: t('earlier'), onclick: () => this.load(Math.max(0, this.first - step), this.first) });
    this.later = h('button.quiet.load', { type: 'button', text: t('later'), onclick: () => this.load(this.last, Math.min(this.total, this.last + step)) });
    fill(body, this.earlier, this.list, this.later);
    this.list.append(...this.elements(passage.blocks, ''));
    this.showEnds();
    const lit = body.querySelector('mark');
    if (lit) centreIn(body, lit);
    else if (!whole) body.scrollTop = 0;
    const scroller = whole ? null : body;
    this.watch = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting && this.list.isConnected) entry.target.click();
    }, { root: scroller, rootMargin: '200px' });
    requestAnimationFrame(() => { this.watch.observe(this.earlier); this.watch.observe(this.later); });
    const tell = () => { this.telling = false; if (this.list.isConnected) this.tellPlace(); else stop.abort(); };
    const stop = new AbortController();
    (scroller ?? window).addEventListener('scroll', () => { if (!this.telling) { this.telling = true; requestAnimationFrame(tell); } }, { passive: true, signal: stop.signal });
    this.tellPlace();
  }

  /** Tells which block is the first in sight; at the foot of the text, the last of all. */
  tellPlace() {
    const blocks = [...this.list.querySelectorAll('[data-block]')];
    // Below what stays in place at the top: the bar, and where there is room the title.
    const head = this.body.parentElement.querySelector('.reader-head').getBoundingClientRect().bottom;
    const line = Math.max(70, head, this.whole ? 0 : this.body.getBoundingClientRect().top + 64) + 60;
    const passed = blocks.filter((block) => block.getBoundingClientRect().top <= line);
    const scroller = this.whole ? document.scrollingElement : this.body;
    const atFoot = this.later.hidden && scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2 && scroller.scrollTop > 0;
    this.atBlock?.(Number((atFoot ? blocks : passed).at(-1)?.dataset.block ?? this.first));
  }

  /** Goes to a block; one that is not here yet is fetched with those behind it. @param {number} index */
  async toBlock(index) {
    if (index < this.first || index >= this.last) {
      const from = Math.max(0, index - 5);
      const { blocks } = await call('GET', `/api/documents/${this.wanted.documentId}${query({ from, count: step })}`);
      Object.assign(this, { first: from, last: from + blocks.length });
      this.list.replaceChildren(...this.elements(blocks, ''));
      this.showEnds();
    }
    const block = this.list.querySelector(`[data-block="${index}"]`) ?? this.list;
    block.scrollIntoView({ block: 'start' });
    block.tabIndex = -1;
    block.focus({ preventScroll: true });
    this.atBlock?.(index);
  }

  /** @param {number} from @param {number} to */
  async load(from, to) {
    if (this.loading || from >= to) return;
    this.loading = true;
    const { start, end, documentId } = this.wanted;
    const { blocks } = await call('GET', `/api/documents/${documentId}${query({ start, end, from, count: to - from })}`).catch(() => ({ blocks: [] }));
    this.loading = false;
    if (!blocks.length || !this.list.isConnected) return;
    const scroller = this.whole ? document.scrollingElement : this.body;
    const before = scroller.scrollHeight - scroller.scrollTop;
    const upwards = from < this.first;
    // What stands is left alone, so that a selection survives reading on.
    const nodes = this.elements(blocks, upwards ? '' : this.lastPlace);
    if (upwards) this.list.prepend(...nodes);
    else this.list.append(...nodes);
    this.first = Math.min(this.first, from);
    this.last = Math.max(this.last, from + blocks.length);
    this.showEnds();
    if (this.whole && this.first === 0) setListed(this.last);
    if (upwards) scroller.scrollTop = scroller.scrollHeight - before;
  }

  showEnds() {
    this.earlier.hidden = this.first <= 0;
    this.later.hidden = this.last >= this.total;
  }

  /** Whether a block says what stands above as the document's title; marked words are shown in any case. @param {Block} block */
  isTitle({ index, kind, segments }) {
    return index === 0 && kind === 'heading' && segments.map(({ text }) => text).join('').trim() === this.title && !segments.some(({ marked }) => marked);
  }

  /** Blocks as elements: list items in lists, a line where a page begins. @param {Block[]} blocks @param {string} place where the text before them ended */
  elements(blocks, place) {
    const nodes = [];
    let listed = null;
    // The title above is a heading of the first or second level: the document's own begin below it, one step at a time,
    // wherever the window begins.
    const title = this.whole ? 1 : 2;
    const levels = blocks.filter((block) => block.kind === 'heading' && !this.isTitle(block)).map((block) => block.level ?? 2);
    this.top ??= levels.length ? Math.min(...levels) : undefined;
    let depth = title;
    for (const block of blocks) {
      const here = placeWords({ page: block.place?.page, slide: block.place?.slide, sheet: block.place?.sheet });
      const said = block.kind === 'heading' ? block.segments.map((segment) => segment.text).join('').trim() : '';
      // A heading that says the place, or the title above, need not stand there twice.
      if (here && here !== place && here !== said) { nodes.push(h('span.place', { text: here })); listed = null; }
      place = here;
      if (this.isTitle(block)) continue;
      if (block.kind === 'heading') depth = Math.min(Math.max(title + 1, Math.min(depth + 1, title + 1 + (block.level ?? 2) - this.top)), 6);
      const element = blockElement(block, depth, this.suffix);
      element.dataset.block = String(block.index);
      if (block.segments.some((segment) => segment.marked)) element.classList.add('lit');
      if (block.kind !== 'list_item') { nodes.push(element); listed = null; continue; }
      const list = block.number === undefined ? 'ul' : 'ol';
      if (listed?.localName !== list) { listed = h(list); nodes.push(listed); }
      // Further blocks of an item go on below it without its number.
      if (list === 'ol') {
        if (listed.lastElementChild?.value === block.number) element.classList.add('more');
        element.value = block.number;
      }
      listed.append(element);
    }
    if (this.last === undefined || blocks.at(-1)?.index >= this.last - 1) this.lastPlace = place;
    return nodes;
  }
}
