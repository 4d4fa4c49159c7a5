// A PDF's page as a picture, the quoted words boxed; pages before and after; larger for small screens.
import { call, query } from './api.js';
import { centreIn, fill, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './language.js';

export class PageView {
  /** @param {HTMLElement} body @param {any} passage @param {import('./reader.js').Wanted} wanted @param {() => void} asText when there is no picture */
  constructor(body, passage, wanted, asText) {
    Object.assign(this, { body, wanted, asText, document: passage.document });
    const marked = passage.blocks.find((block) => block.segments.some((segment) => segment.marked));
    this.number = wanted.place?.page ?? marked?.place?.page ?? 1;
    this.large = false;
    this.show();
  }

  async show() {
    const { number, document: about } = this;
    const { start, end, documentId } = this.wanted;
    const path = `/api/documents/${documentId}/pages/${number}`;
    const picture = h('img', { alt: t('pagePicture', number, about.title), src: `${path}.png?width=${devicePixelRatio > 1.4 || this.large ? 1800 : 1200}` });
    const leaf = h('div.leaf.waiting', null, picture);
    const turn = (/** @type {number} */ by) => { this.number = number + by; this.show(); };
    const button = (/** @type {any} */ name, /** @type {string} */ key, /** @type {number} */ by) => h('button.quiet.icon',
      { type: 'button', 'aria-label': t(key), title: t(key), disabled: number + by < 1 || number + by > about.pages, onclick: () => turn(by) }, icon(name));
    fill(this.body,
      h(this.large ? 'div.leaf-scroll.large' : 'div.leaf-scroll', this.large ? { tabindex: '0' } : null, leaf),
      h('div.leaf-foot', null, button('left', 'previousPage', -1), h('span.numbers', { text: t('pageOf', number, about.pages) }), button('right', 'nextPage', 1),
        h('button.quiet', { type: 'button', text: t(this.large ? 'smaller' : 'larger'), onclick: () => { this.large = !this.large; this.show(); } })));
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
    const sideways = leaf.parentElement;
    if (lit && sideways) sideways.scrollLeft += lit.getBoundingClientRect().left - sideways.getBoundingClientRect().left - 40;
  }

  /** The file is no longer there: the text that was read still is. */
  gone() {
    this.asText();
    this.body.prepend(h('p.note', { role: 'status', text: t('originalGone') }));
  }
}
