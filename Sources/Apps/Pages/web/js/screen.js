// What the window says of itself: its title, the place that is open, a short note at the foot, a notice instead of a screen.
import { byId, h } from './dom.js';
import { t } from './language.js';

/** `Question · answering · Kaiyuan`. @param {...(string | null | undefined | false)} parts */
export function setTitle(...parts) {
  document.title = [...parts.filter(Boolean).map((part) => (part.length > 80 ? `${part.slice(0, 79)}…` : part)), t('name')].join(' · ');
}

/** @param {string} name @param {boolean} [wide] lists use more of the width */
export function setPlace(name, wide = false) {
  document.documentElement.classList.remove('elsewhere');
  document.body.dataset.place = name;
  byId('room').classList.toggle('wide', wide);
  byId('home').hidden = name !== 'home';
  byId('view').hidden = name === 'home';
  byId('dock').hidden = name !== 'conversation';
  for (const way of ['history', 'library']) {
    if (name === way) byId(`way-${way}`).setAttribute('aria-current', 'page');
    else byId(`way-${way}`).removeAttribute('aria-current');
  }
}

let timer = 0;

/** A short note at the foot, above the box. @param {string} message */
export function toast(message) {
  const element = /** @type {HTMLElement} */ (document.querySelector('dialog[open] .toast') ?? byId('toast'));
  element.style.setProperty('--above', `${byId('dock').hidden ? 0 : byId('dock').offsetHeight}px`);
  element.textContent = message;
  clearTimeout(timer);
  timer = setTimeout(() => { element.textContent = ''; }, 2600);
}

/**
 * A screen that says one thing and offers the next sensible step.
 * @param {HTMLElement} element @param {{title: string, text?: string, button: string, act: () => void}} what
 */
export function notice(element, { title, text, button, act }) {
  element.replaceChildren(h('div.notice', { role: 'alert' }, h('h1', { text: title }), text ? h('p', { text }) : null,
    h('button.plain.strong', { type: 'button', onclick: act, text: button })));
}
