// Colours for code, with highlight.js, which is fetched with the first block of code.
import { sanitise } from './markdown.js';
import { script } from './math.js';

/** @type {Promise<any> | undefined} */ let loading;

function highlighter() {
  loading ??= script('/vendor/highlight.min.js').then(() => window.hljs);
  return loading.catch(() => null);
}

// What is guessed among where nothing tells the language.
const common = ['bash', 'c', 'cpp', 'css', 'go', 'ini', 'java', 'javascript', 'json', 'lua', 'makefile', 'php', 'python', 'ruby', 'rust', 'sql',
  'swift', 'typescript', 'xml', 'yaml'];

/**
 * Colours a block of code of a document; marked words stay marked.
 * @param {HTMLElement} code @param {string} suffix of the document's file, the language where there is one of this name
 */
export async function colourBlock(code, suffix) {
  const text = code.textContent;
  if (text.length > 50000) return;
  const library = await highlighter();
  if (!library) return;
  const known = !['md', 'txt', 'html', 'htm'].includes(suffix) && library.getLanguage(suffix);
  const told = known ? library.highlight(suffix, text, true) : library.highlightAuto(text, common.filter((name) => library.getLanguage(name)));
  if (!known && told.relevance < 4) return;
  const coloured = sanitise(told.value);
  // Colouring must not change a letter, nor where the marked words stand.
  if (coloured.textContent !== text) return;
  let at = 0;
  for (const node of [...code.childNodes]) {
    const end = at + node.textContent.length;
    if (node instanceof HTMLElement && node.matches('mark')) light(coloured, at, end);
    at = end;
  }
  code.replaceChildren(coloured);
}

/** Marks the letters from one offset to another. @param {Node} root @param {number} from @param {number} to */
function light(root, from, to) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let at = 0; walker.nextNode(); at += walker.currentNode.data.length) texts.push({ text: walker.currentNode, at });
  for (const { text, at } of texts) {
    const start = Math.max(0, from - at);
    const end = Math.min(text.data.length, to - at);
    if (start >= end) continue;
    const words = start ? text.splitText(start) : text;
    if (end - start < words.data.length) words.splitText(end - start);
    const mark = document.createElement('mark');
    words.replaceWith(mark);
    mark.append(words);
  }
}

/** @param {HTMLElement} root a block of code, or what holds some */
export async function colourCode(root) {
  const codes = [...root.querySelectorAll('code[class*="language-"]')];
  if (!codes.length) return;
  const library = await highlighter();
  if (!library) return;
  for (const code of codes) {
    const name = /language-([\w+#-]+)/.exec(code.className)?.[1] ?? '';
    if (!library.getLanguage(name) || code.textContent.length > 50000 || code.querySelector('.mark')) continue;
    code.replaceChildren(sanitise(library.highlight(name, code.textContent, true).value));
  }
}
