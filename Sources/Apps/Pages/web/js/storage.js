// What this tab and this browser remember: drafts and scopes by tab, earlier questions by browser. All may be forbidden.

/** @param {Storage} storage @param {string} key */
function read(storage, key) {
  try { return JSON.parse(storage.getItem(key) ?? 'null'); } catch { return null; }
}

/** @param {Storage} storage @param {string} key @param {any} value */
function write(storage, key, value) {
  try {
    if (value === null || value === '') storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(value));
  } catch { /* full or forbidden: it lives as long as the page */ }
}

/** The text typed but not sent, by screen. */
export const draft = (/** @type {string} */ place) => read(sessionStorage, `draft:${place}`) ?? '';
export const keepDraft = (/** @type {string} */ place, /** @type {string} */ text) => write(sessionStorage, `draft:${place}`, text);

/** What was chosen in this tab to be asked about, by screen: null for all sources, undefined where nothing was chosen. */
export const keptScope = (/** @type {string} */ place) => read(sessionStorage, `scope:${place}`)?.chosen;
export const keepScope = (/** @type {string} */ place, /** @type {any} */ chosen) => write(sessionStorage, `scope:${place}`, { chosen });

/** Questions asked from this browser, newest first. @returns {string[]} */
export const earlierQuestions = () => read(localStorage, 'questions') ?? [];

export function rememberQuestion(/** @type {string} */ question) {
  write(localStorage, 'questions', [question, ...earlierQuestions().filter((other) => other !== question)].slice(0, 50));
}

export const forgetQuestions = () => write(localStorage, 'questions', null);
