// An answer's text on the page. Blocks that are complete are made once; while streaming only the last one is made again.
import { colourCode } from './code.js';
import { languageOf } from './language.js';
import { blocksOf, render } from './markdown.js';
import { placeMarks, withoutMarks, withSentinels } from './marks.js';
import { setMath } from './math.js';

/** @typedef {import('./marks.js').MarkContext} MarkContext */

export class Prose {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    /** @type {{key: string, nodes: ChildNode[]}[]} */
    this.blocks = [];
  }

  /** @param {string} text @param {MarkContext} context @param {boolean} finished */
  update(text, context, finished) {
    try {
      this.renew(text, context, finished);
    } catch (error) {
      // A text nested beyond what the libraries can follow is shown as it was written.
      console.warn(error);
      this.blocks = [];
      this.element.textContent = withoutMarks(text, context.marks);
    }
    this.element.lang = languageOf(withoutMarks(text, context.marks));
  }

  /** @param {string} text @param {MarkContext} context @param {boolean} finished */
  renew(text, context, finished) {
    const whole = withSentinels(text, context.marks);
    const tokens = blocksOf(finished ? whole : mended(whole));
    const keys = tokens.map((token, i) => keyOf(token.raw, context) + (i === tokens.length - 1 && !finished ? '' : '\n'));
    if (!this.blocks.length) this.element.replaceChildren();
    let same = 0;
    while (same < this.blocks.length && same < keys.length && this.blocks[same].key === keys[same]) same += 1;
    for (const block of this.blocks.splice(same)) for (const node of block.nodes) node.remove();
    for (let i = same; i < tokens.length; i += 1) this.append(tokens[i], keys[i], context, finished || i < tokens.length - 1);
  }

  /** @param {any} token @param {string} key @param {MarkContext} context @param {boolean} complete */
  append(token, key, context, complete) {
    const fragment = render(token);
    placeMarks(fragment, context);
    const nodes = [...fragment.childNodes];
    this.element.append(fragment);
    this.blocks.push({ key, nodes });
    if (!complete) return;
    for (const node of nodes) {
      if (!(node instanceof HTMLElement)) continue;
      setMath(node);
      colourCode(node);
    }
  }
}

/** While a text grows, bold and code that were begun in its last paragraph are closed, so that no asterisks flash by. */
function mended(/** @type {string} */ text) {
  const last = text.slice(text.lastIndexOf('\n\n') + 1);
  if (/^\s*(```|~~~)/m.test(last)) return text;
  const bare = text.replace(/(?<!\\)\*{1,2}$/, '').trimEnd();
  const odd = (/** @type {RegExp} */ sign) => (last.replace(/\\./g, '').match(sign) ?? []).length % 2 === 1;
  if (odd(/`/g)) return `${text}\``;
  return odd(/\*\*/g) ? (/\*\*$/.test(text) ? bare : `${bare}**`) : text;
}

/** A block is the same when its text is, and the numbers and places of its marks are. */
function keyOf(/** @type {string} */ raw, /** @type {MarkContext} */ context) {
  return raw.replace(/\ufdd0(\d+)\ufdd1/g, (_, position) => {
    const mark = context.marks[Number(position)];
    const titled = context.sources.some((source) => source.number === mark?.number);
    return `\ufdd0${position}:${mark?.number}:${titled}\ufdd1`;
  });
}

/** The words of an answer as plain text: no marks, formulas as they were written. @param {HTMLElement} element */
export function plainText(element) {
  const lines = [];
  const visit = (/** @type {Node} */ node, /** @type {string} */ prefix) => {
    for (const child of node.childNodes) {
      if (child instanceof Text && (child.data.trim() || !child.data.includes('\n'))) lines.push(child.data.replace(/\s+/g, ' '));
      if (!(child instanceof HTMLElement) || child.matches('.mark')) continue;
      if (child.dataset.source) { lines.push(child.dataset.written ?? child.dataset.source); continue; }
      if (child.matches('pre')) { lines.push(child.textContent.trimEnd(), '\n\n'); continue; }
      if (child.matches('br')) { lines.push('\n'); continue; }
      if (child.matches('li')) {
        const list = child.parentElement;
        const order = list?.tagName === 'OL' ? `${(list.start || 1) + [...list.children].indexOf(child)}. ` : '• ';
        lines.push(prefix + order);
      }
      if (child.matches('td + td, th + th')) lines.push('\t');
      visit(child, child.matches('li') ? `${prefix}  ` : prefix);
      if (child.matches('li, tr')) lines.push('\n');
      else if (child.matches('p, blockquote, ul, ol, h3, h4, h5, h6, table') && !child.closest('li')) lines.push('\n\n');
    }
  };
  visit(element, '');
  return lines.join('').replace(/[ \t]+\n/g, '\n').replace(/\n{3,}/g, '\n\n').trim();
}
