// Light or dark: the system's choice, until the switch says otherwise. Three positions, one button.
import { byId, fill } from './dom.js';
import { icon } from './icons.js';
import { t } from './language.js';

const order = ['system', 'light', 'dark'];
const icons = { system: 'both', light: 'sun', dark: 'moon' };

const chosen = () => document.documentElement.dataset.theme ?? 'system';

/** Shows on the switch what holds now. */
export function showTheme() {
  const button = byId('switch-theme');
  fill(button, icon(icons[chosen()]));
  button.title = t(`theme_${chosen()}`);
  button.setAttribute('aria-label', button.title);
  const dark = chosen() === 'dark' || (chosen() === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
}

function choose(/** @type {string} */ theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === 'system') localStorage.removeItem('theme');
    else localStorage.setItem('theme', theme);
  } catch { /* holds for this page then */ }
  showTheme();
}

export function startTheme() {
  byId('switch-theme').addEventListener('click', () => choose(order[(order.indexOf(chosen()) + 1) % order.length]));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', showTheme);
  showTheme();
}
