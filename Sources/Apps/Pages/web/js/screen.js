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

/** @param {string} message */
export function toast(message) {
  const element = byId('toast');
  element.textContent = message;
  element.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { element.hidden = true; }, 2600);
}

/**
 * A screen that says one thing and offers the next sensible step.
 * @param {HTMLElement} element @param {{title: string, text?: string, button: string, act: () => void}} what
 */
export function notice(element, { title, text, button, act }) {
  element.replaceChildren(h('div.notice', { role: 'alert' }, h('h1', { text: title }), text ? h('p', { text }) : null,
    h('button.plain.strong', { type: 'button', onclick: act, text: button })));
}
