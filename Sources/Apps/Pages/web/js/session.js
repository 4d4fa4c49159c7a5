// Signing in, where the server asks for its secret.
import { call } from './api.js';
import { byId, fill, h } from './dom.js';
import { t } from './language.js';
import { setPlace, setTitle } from './screen.js';

/** @param {() => void} done called once the server knows us */
export function showSignIn(done) {
  if (document.body.dataset.place === 'sign-in') return;
  setPlace('sign-in');
  setTitle(t('signIn'));
  const field = h('input.field', { type: 'password', autocomplete: 'current-password', required: true, id: 'secret', name: 'secret' });
  const trouble = h('p', { role: 'alert', hidden: true });
  const button = h('button.plain.strong', { type: 'submit', text: t('signIn') });
  const signIn = async (/** @type {Event} */ event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await call('POST', '/api/session', { body: { secret: field.value } });
      done();
    } catch (error) {
      trouble.hidden = false;
      trouble.textContent = error.code === 'wrong_secret' ? t('wrongSecret') : error.message;
      field.select();
    }
    button.disabled = false;
  };
  fill(byId('view'), h('div.notice.sign-in', null, h('h1', { text: t('signIn') }), h('p', { text: t('signInText') }),
    h('form', { onsubmit: signIn }, h('label', { for: 'secret', text: t('secret') }), field, trouble, button)));
  field.focus();
}
