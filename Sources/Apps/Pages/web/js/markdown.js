// Markdown to sanitised DOM, block by block. The only place where a library makes HTML of a text.
import { marked } from '/vendor/marked.esm.js';
import purify from '/vendor/purify.es.js';
import { mathBlock, mathInline } from './math.js';
import { placeSigns } from './signs.js';

const escape = (/** @type {string} */ text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

marked.use({
  gfm: true,
  extensions: [mathBlock, mathInline],
  tokenizer: {
    // No HTML: a quoted "<b>" is text. No definitions: a quoted "[3]: …" is text, and every block stands alone.
    html: () => undefined,
    tag: () => undefined,
    def: () => undefined,
  },
  renderer: {
    // The question is a heading of the second level; the answer's begin below it, whatever number of # they were given.
    heading: (text, level) => { const tag = level <= 3 ? 'h3' : 'h4'; return `<${tag}>${text}</${tag}>`; },
    image: (href, title, text) => escape(text ?? ''),
    checkbox: (checked) => (checked ? '☑ ' : '☐ '),
    table: (header, body) => `<div class="table-scroll"><table><thead>${header}</thead><tbody>${body}</tbody></table></div>`,
  },
});

const rules = {
  ALLOWED_TAGS: ['p', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code', 'em', 'strong', 'del', 'table', 'thead',
    'tbody', 'tr', 'th', 'td', 'a', 'br', 'hr', 'span', 'div', 'sup', 'sub'],
  ALLOWED_ATTR: ['href', 'title', 'class', 'start', 'align', 'data-display'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  ADD_URI_SAFE_ATTR: ['start', 'align', 'data-display'],
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

/** The blocks of a text; `raw` tells whether one changed. @param {string} text */
export const blocksOf = (text) => marked.lexer(text).filter((token) => token.type !== 'space');

/** A block as sanitised nodes. @param {any} token @returns {DocumentFragment} */
export function render(token) {
  const tokens = [token];
  tokens.links = {};
  const fragment = sanitise(marked.parser(tokens));
  placeSigns(fragment);
  return fragment;
}

/** @param {string} html @returns {DocumentFragment} */
export function sanitise(html) {
  const fragment = purify.sanitize(html, rules);
  for (const link of fragment.querySelectorAll('a[href]')) {
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  }
  // A block takes its direction from its first letter; `auto` does not look into elements that have a direction of their own.
  for (const block of fragment.querySelectorAll('p, li, blockquote, h3, h4, h5, h6, td, th')) {
    if (!block.querySelector('li, blockquote') || block.matches('blockquote')) block.dir = block.parentElement?.closest('blockquote') ? '' : 'auto';
    if (!block.dir) block.removeAttribute('dir');
  }
  for (const scroll of fragment.querySelectorAll('pre, .table-scroll')) scroll.tabIndex = 0;
  return fragment;
}
