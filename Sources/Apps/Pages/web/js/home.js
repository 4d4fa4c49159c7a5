// The first screen: example questions that this library can answer, or how to fill it when it is empty.
import { showDiscoveries } from './discover.js';
import { byId, fill, h } from './dom.js';
import { number } from './format.js';
import { icon } from './icons.js';
import { language as pageLanguage, t } from './language.js';

/** @param {any} status the answer of /api/status @param {(question: string) => void} ask @param {boolean} scoped whether only a part is asked, which need not answer the examples */
export function showHome(status, ask, scoped) {
  const more = byId('home-more');
  const choose = () => byId('file-input').click();
  if (status.documents === 0) {
    return fill(more, h('section.fill', null, h('h2', { text: t('emptyLibrary') }),
      h('ol', null, h('li', null, h('span', { text: t('fillDrop') })), h('li', null, h('span', { text: t('fillPaste') })),
        h('li', null, h('span', null, `${t('fillCommand')} `, h('code', { text: 'kaiyuan add ~/papers' })))),
      h('button.plain.strong', { type: 'button', text: t('addFiles'), onclick: choose })));
  }
  const examples = (scoped ? [] : chosen(status.examples ?? [])).map(({ question, language }) => h('li', null,
    h('a', { href: `/?q=${encodeURIComponent(question)}`, lang: language, dir: 'auto',
      onclick: (event) => { if (event.metaKey || event.ctrlKey) return; event.preventDefault(); ask(question); } }, question, icon('arrow'))));
  const discoveries = scoped ? null : h('div.discover');
  fill(more,
    examples.length ? h('ul.examples', { 'aria-label': t('examples') }, ...examples) : null,
    h('p.home-foot', null, h('a', { href: '/library', text: t('documents', status.documents, number(status.documents)) }),
      h('button.quiet', { type: 'button', text: t('addFiles'), onclick: choose })),
    discoveries);
  if (discoveries) showDiscoveries(discoveries, ask);
  return undefined;
}

/** Two in the page's language and one in the other, where there are such. @param {{question: string, language: string}[]} examples */
function chosen(examples) {
  const own = examples.filter((example) => example.language === pageLanguage());
  const other = examples.filter((example) => example.language !== pageLanguage());
  const shown = [...own.slice(0, 2), ...other.slice(0, 1)];
  return [...shown, ...examples.filter((example) => !shown.includes(example))].slice(0, 3);
}
