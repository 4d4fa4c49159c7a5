// The share dialog: make a link to a snapshot of the conversation, copy it, take it back.
import { call } from './api.js';
import { openDialog } from './dialog.js';
import { fill, h } from './dom.js';
import { copy } from './export.js';
import { date, time } from './format.js';
import { t } from './language.js';

/** @param {string} conversationId */
export async function openShare(conversationId) {
  const path = `/api/conversations/${encodeURIComponent(conversationId)}/shares`;
  const list = h('ul.share-list');
  const trouble = h('p', { role: 'alert', hidden: true });
  const tell = (/** @type {Error} */ error) => { trouble.hidden = false; trouble.textContent = error.message; };
  const create = h('button.plain.strong', { type: 'button', text: t('createLink'), onclick: async () => {
    create.disabled = true;
    await call('POST', path).then(show, tell);
    create.disabled = false;
  } });
  const dialog = openDialog(t('shareTitle'), h('p', { text: t('shareText') }), trouble, list,
    h('div.dialog-foot', null, h('button.quiet', { type: 'button', text: t('close'), onclick: () => dialog.close() }), create));

  const row = (/** @type {any} */ share) => {
    const link = new URL(share.url, location.origin).href;
    const field = h('input.field', { readonly: true, 'aria-label': t('link'), onfocus: () => field.setSelectionRange(0, field.value.length, 'backward') });
    field.value = link;
    return h('li', null, h('div.link-line', null, field, h('button.plain', { type: 'button', text: t('copy'), onclick: () => copy(link) })),
      h('div.note', null, h('span', { text: `${date(share.created_at)} ${time(share.created_at)}` }),
        h('button.quiet', { type: 'button', text: t('revoke'), onclick: () => call('DELETE', `/api/shares/${encodeURIComponent(share.token)}`).then(show, tell) })));
  };
  const show = async () => {
    try {
      const { shares } = await call('GET', path);
      trouble.hidden = true;
      fill(list, ...shares.map(row));
      (list.querySelector('input') ?? create).focus();
    } catch (error) { tell(error); }
  };
  create.focus();
  await show();
}
