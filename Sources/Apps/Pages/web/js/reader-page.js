// A PDF's page as a picture, the quoted words boxed; pages before and after; larger for small screens.
import { call, query } from './api.js';
import { centreIn, fill, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './language.js';

/** Whether pages are shown larger than their frame, once chosen. @type {boolean | undefined} */
let chosen;

export class PageView {
  /** @param {HTMLElement} body @param {any} passage @param {import('./reader.js').Wanted} wanted @param {() => void} asText when there is no picture */
  constructor(body, passage, wanted, asText) {
    Object.assign(this, { body, wanted, asText, document: passage.document });
    const marked = passage.blocks.find((block) => block.segments.some((segment) => segment.marked));
    this.number = wanted.place?.page ?? marked?.place?.page ?? 1;
    this.show();
  }

  async show() {
    const { number, document: about } = this;
    const { start, end, documentId } = this.wanted;
    // On a phone the words that are looked for would be too small to read.
    const large = chosen ?? (start !== undefined && matchMedia('(max-width: 40rem)').matches);
    const path = `/api/documents/${documentId}/pages/${number}`;
    const picture = h('img', { alt: t('pagePicture', number, about.title), src: `${path}.png?width=${devicePixelRatio > 1.4 || large ? 1800 : 1200}` });
    const leaf = h('div.leaf.waiting', null, picture, h('p.note', { role: 'status', text: t('loading') }));
    const scroller = h(large ? 'div.leaf-scroll.large' : 'div.leaf-scroll', large ? { tabindex: '0', role: 'group', 'aria-label': t('enlarged') } : null, leaf);
    // The button that was pressed is made anew, and keeps the focus.
    const held = this.body.contains(document.activeElement) ? document.activeElement?.dataset.act : undefined;
    const turn = (/** @type {number} */ by) => { this.number = number + by; this.show(); };
    const button = (/** @type {any} */ name, /** @type {string} */ key, /** @type {number} */ by) => h('button.quiet.icon',
      { type: 'button', 'aria-label': t(key), title: t(key), 'data-act': key, disabled: number + by < 1 || number + by > about.pages, onclick: () => turn(by) }, icon(name));
    fill(this.body,
      scroller,
      h('div.leaf-foot', null, button('left', 'previousPage', -1), h('span.numbers', { text: t('pageOf', number, about.pages) }), button('right', 'nextPage', 1),
        h('button.quiet', { type: 'button', text: t(large ? 'smaller' : 'larger'), 'data-act': 'size', onclick: () => { chosen = !large; this.show(); } })));
    if (held) (this.body.querySelector(`[data-act="${held}"]:enabled`) ?? this.body).focus();
    this.body.scrollTop = 0;
    picture.addEventListener('load', () => leaf.classList.remove('waiting'));
    picture.addEventListener('error', () => { if (leaf.isConnected) this.gone(); });
    if (start === undefined) return;
    const { boxes } = await call('GET', `${path}${query({ start, end })}`).catch(() => ({ boxes: [] }));
    for (const box of boxes) {
      const lit = h('div.lit-box');
      for (const [side, key] of [['left', 'x'], ['top', 'y'], ['width', 'width'], ['height', 'height']]) lit.style[side] = `${box[key] * 100}%`;
      leaf.append(lit);
    }
    await picture.decode().catch(() => {});
    const lit = leaf.querySelector('.lit-box');
    centreIn(this.body, lit);
    if (lit) scroller.scrollLeft += lit.getBoundingClientRect().left - scroller.getBoundingClientRect().left - 40;
  }

  /** The file is no longer there: the text that was read still is. */
  gone() {
    this.asText();
    this.body.prepend(h('p.note', { role: 'status', text: t('originalGone') }));
  }
}
