// A modal dialog: the browser keeps the focus inside and gives it back.
import { h } from './dom.js';
import { t } from './language.js';

/** @param {string} title @param {...(Node | null)} content @returns {HTMLDialogElement} */
export function openDialog(title, ...content) {
  const heading = h('h2', { text: title, id: 'dialog-title' });
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog', { 'aria-labelledby': 'dialog-title' }, heading, ...content));
  const hasFoot = dialog.querySelector('.dialog-foot');
  if (!hasFoot) dialog.append(h('div.dialog-foot', null, h('button.plain', { type: 'button', text: t('close'), onclick: () => dialog.close() })));
  // Behind an open dialog nothing is heard: it has a place of its own for short notes.
  dialog.append(h('div.toast', { role: 'status' }));
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks before something is lost. @param {string} title @param {string} text @param {string} button @returns {Promise<boolean>} */
export function confirm(title, text, button) {
  return new Promise((resolve) => {
    let agreed = false;
    const dialog = openDialog(title, h('p', { text }), h('div.dialog-foot', null,
      h('button.quiet', { type: 'button', text: t('cancel'), onclick: () => dialog.close() }),
      h('button.plain.strong', { type: 'button', text: button, onclick: () => { agreed = true; dialog.close(); } })));
    dialog.addEventListener('close', () => resolve(agreed));
  });
}
