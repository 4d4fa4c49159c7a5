// Formulas between dollars: found while reading Markdown, set by KaTeX into DOM after sanitising, KaTeX fetched with the
// first one. In Markdown `\[` and `\(` are brackets; formulas that arrive as plain text are found by signs.js.

const escape = (/** @type {string} */ text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const span = (/** @type {any} */ token) => `<span class="math" data-display="${token.display}">${escape(token.text)}</span>`;

export const mathBlock = {
  name: 'mathBlock',
  level: 'block',
  start: (/** @type {string} */ source) => source.match(/\$\$/)?.index,
  tokenizer(/** @type {string} */ source) {
    const match = /^\$\$\s*([^$][\s\S]*?)\s*\$\$\s*(?:\n|$)/.exec(source);
    return match ? { type: 'mathBlock', raw: match[0], text: match[1], display: true } : undefined;
  },
  renderer: (/** @type {any} */ token) => `<p>${span(token)}</p>`,
};

// As pandoc reads dollars: "$5 and $10" is money, for a formula begins and ends without a blank, no digit behind it.
export const mathInline = {
  name: 'mathInline',
  level: 'inline',
  start: (/** @type {string} */ source) => source.match(/\$/)?.index,
  tokenizer(/** @type {string} */ source) {
    const match = /^\$\$([^$]+?)\$\$/.exec(source);
    if (match) return { type: 'mathInline', raw: match[0], text: match[1], display: true };
    const inline = /^\$(?![\s$])((?:\\.|[^\\$\n])*?[^\s\\$])\$(?![\d$])/.exec(source);
    return inline ? { type: 'mathInline', raw: inline[0], text: inline[1], display: false } : undefined;
  },
  renderer: span,
};

/** @type {Promise<any> | undefined} */ let loading;

/** Fetches a classic script of the vendor folder once. @param {string} address */
export function script(address) {
  return new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = address;
    element.onload = resolve;
    element.onerror = () => reject(new Error(address));
    document.head.append(element);
  });
}

function katex() {
  loading ??= (async () => {
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = '/vendor/katex/katex.min.css';
    document.head.append(style);
    await script('/vendor/katex/katex.min.js');
    return window.katex;
  })();
  return loading;
}

/** Sets the formulas below a node; one that cannot be read stays as it was written. @param {ParentNode} root */
export async function setMath(root) {
  const formulas = [...root.querySelectorAll('.math')];
  if (!formulas.length) return;
  const library = await katex().catch(() => null);
  for (const formula of formulas) {
    const source = formula.textContent;
    const written = formula.dataset.written ?? source;
    if (!library) { formula.textContent = written; continue; }
    try {
      library.render(source, formula, { displayMode: formula.dataset.display === 'true', throwOnError: true, trust: false, maxExpand: 200, maxSize: 20 });
      formula.dataset.source = source;
    } catch {
      formula.textContent = written;
    }
  }
}
