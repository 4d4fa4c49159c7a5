// Colours for code, with highlight.js, which is fetched with the first block of code.
import { sanitise } from './markdown.js';
import { script } from './math.js';

/** @type {Promise<any> | undefined} */ let loading;

/** @param {HTMLElement} root a block of code, or what holds some */
export async function colourCode(root) {
  const codes = [...root.querySelectorAll('code[class*="language-"]')];
  if (!codes.length) return;
  loading ??= script('/vendor/highlight.min.js').then(() => window.hljs);
  const library = await loading.catch(() => null);
  if (!library) return;
  for (const code of codes) {
    const name = /language-([\w+#-]+)/.exec(code.className)?.[1] ?? '';
    if (!library.getLanguage(name) || code.textContent.length > 50000 || code.querySelector('.mark')) continue;
    code.replaceChildren(sanitise(library.highlight(name, code.textContent, true).value));
  }
}
