// The page in the frame on another site: a question, its answer, and the words that it rests on. Keeps nothing.
import { call } from './api.js';
import { byId, fill, h } from './dom.js';
import { date } from './format.js';
import { icon } from './icons.js';
import { languageOf, t, translatePage } from './language.js';
import { Prose } from './prose.js';

const options = new URLSearchParams(location.search);
const field = byId('question');
const answer = byId('answer');
let asking = new AbortController();

const chosen = options.get('language') ?? navigator.language;
document.documentElement.lang = /^zh/i.test(chosen) ? 'zh' : 'en';
if (['light', 'dark'].includes(options.get('theme'))) document.documentElement.dataset.theme = options.get('theme');
translatePage();
if (options.has('placeholder')) field.placeholder = options.get('placeholder').slice(0, 100);
fill(byId('send'), icon('up'));

byId('ask').addEventListener('submit', async (event) => {
  event.preventDefault();
  const question = field.value.trim();
  if (!question) return field.focus();
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  fill(answer, h('p.note', { text: t('searching') }));
  try {
    const found = await call('POST', '/embed/ask', { body: { question, language: document.documentElement.lang }, signal });
    if (!signal.aborted) show(found);
  } catch (error) {
    if (!signal.aborted) fill(answer, h('p.note', { role: 'alert', text: error.message }));
  }
  return undefined;
});

/** @param {any} found the answer of /embed/ask */
function show({ text, marks, sources, status }) {
  const words = h('div.prose');
  const shown = sources.filter((source) => (status === 'no_answer' ? source.near : source.cited));
  fill(answer, words, shown.length ? h('ol.embedded-sources', { 'aria-label': t('sources') }, ...shown.map((source) => sourceRow(source, marks))) : null);
  new Prose(words).update(text, { turnId: '', marks, sources }, true);
  for (const mark of words.querySelectorAll('a.mark')) {
    const number = Number(mark.textContent);
    mark.setAttribute('href', `#source-${number}`);
    mark.title = marks.find((candidate) => candidate.number === number)?.quote ?? '';
  }
}

/** @param {any} source @param {any[]} marks */
function sourceRow(source, marks) {
  const quote = marks.find((mark) => mark.number === source.number)?.quote ?? source.snippet;
  const title = source.url ? h('a', { href: source.url, target: '_blank', rel: 'noopener noreferrer', text: source.title }) : h('b', { text: source.title });
  const meta = [source.author, date(source.date)].filter(Boolean).join(' · ');
  return h('li', { id: `source-${source.number}` }, h('span.number', { text: source.number }),
    h('div', { lang: languageOf(quote) }, title, meta ? h('span.meta', { text: ` ${meta}` }) : null, h('q', { dir: 'auto', text: quote })));
}

// The frame is as high as what it shows; only the site that it was made for is told.
const site = options.get('site');
if (site && parent !== window) {
  const tell = () => parent.postMessage({ kaiyuanHeight: document.documentElement.offsetHeight + 2 }, site);
  new ResizeObserver(tell).observe(document.body);
}
