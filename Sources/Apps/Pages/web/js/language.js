// The page's language: the browser's, or the one chosen by the switch. Every string comes from one of the two tables.
import en from './strings.en.js';
import zh from './strings.zh.js';

const tables = { en, zh };

/** @returns {'en' | 'zh'} */
export const language = () => (document.documentElement.lang === 'zh' ? 'zh' : 'en');

/** The string of a key; functions in the table get the arguments. @param {keyof typeof en} key @param {...any} facts */
export function t(key, ...facts) {
  const entry = tables[language()][key] ?? en[key] ?? key;
  return typeof entry === 'function' ? entry(...facts) : entry;
}

/** @param {'en' | 'zh'} chosen */
export function setLanguage(chosen) {
  document.documentElement.lang = chosen;
  try { localStorage.setItem('language', chosen); } catch { /* holds for this page then */ }
  translatePage();
}

/** Puts the strings of the table into the elements of index.html. */
export function translatePage() {
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll('[data-t-label]')) {
    element.setAttribute('aria-label', t(element.dataset.tLabel));
    if (element.classList.contains('icon')) element.title = t(element.dataset.tLabel);
  }
  for (const element of document.querySelectorAll('[data-t-placeholder]')) element.placeholder = t(element.dataset.tPlaceholder);
}

/** Guesses the language of a text by its script, so that glyphs, spacing and voices are right. @param {string} text */
export function languageOf(text) {
  const sample = text.slice(0, 600);
  if (/[\u3040-\u30ff]/.test(sample)) return 'ja';
  if (/[\uac00-\ud7af]/.test(sample)) return 'ko';
  const han = (sample.match(/[\u3400-\u9fff]/g) ?? []).length;
  if (han > 0 && han * 4 >= sample.replace(/[\s\p{P}\d]/gu, '').length) return 'zh';
  if (/[\u0600-\u06ff]/.test(sample)) return 'ar';
  if (/[\u0590-\u05ff]/.test(sample)) return 'he';
  return 'en';
}
