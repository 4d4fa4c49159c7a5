// Formulas and code in plain text, told by their signs as documents write them: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`, and
// code between backticks. What Markdown does not see, since quotes arrive with their signs escaped, is found here.
import { h } from './dom.js';

// As pandoc reads dollars: "$5 and $10" is money, for a formula begins and ends without a blank, no digit behind it.
const signs = new RegExp([
  /\$\$(?<shown>[^$]+?)\$\$/, /(?<![\\$\w])\$(?![\s$])(?<inline>(?:\\.|[^\\$\n])*?[^\s\\$])\$(?![\d$])/,
  /\\\[(?<bracketed>[^\n]+?)\\\]/, /\\\((?<rounded>[^\n]+?)\\\)/, /(?<!`)`(?<code>[^`\n]{1,200})`(?!`)/,
].map((sign) => sign.source).join('|'), 'g');

/** @typedef {{from: number, to: number, code?: string, formula?: string, display?: boolean}} Sign */

/** Where a text holds formulas and code. @param {string} text @returns {Sign[]} */
export function signsIn(text) {
  return [...text.matchAll(signs)].map(({ index, 0: whole, groups }) => {
    const place = { from: index, to: index + whole.length };
    if (groups.code !== undefined) return { ...place, code: groups.code };
    const formula = groups.shown ?? groups.bracketed ?? groups.inline ?? groups.rounded;
    return { ...place, formula: formula.trim(), display: (groups.shown ?? groups.bracketed) !== undefined };
  });
}

/** A formula, still to be set, or code. @param {Sign} sign @param {string} text */
export function signElement(sign, text) {
  if (sign.code !== undefined) return h('code', { text: sign.code });
  return h('span.math', { 'data-display': String(sign.display), 'data-written': text.slice(sign.from, sign.to), text: sign.formula });
}

/** Makes elements of the formulas and the code that stand as plain text below a node. @param {Node} root */
export function placeSigns(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (/[$`\\]/.test(walker.currentNode.data) && !walker.currentNode.parentElement?.closest('code, pre, .math')) texts.push(walker.currentNode);
  for (const text of texts) {
    // A mark within the signs parts them: such a text stays as it was written.
    const found = signsIn(text.data).filter((sign) => !/[\ufdd0\ufdd1]/.test(text.data.slice(sign.from, sign.to)));
    if (!found.length) continue;
    const parts = [];
    let from = 0;
    for (const sign of found) {
      parts.push(text.data.slice(from, sign.from), signElement(sign, text.data));
      from = sign.to;
    }
    text.replaceWith(...parts, text.data.slice(from));
  }
}
