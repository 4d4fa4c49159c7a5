// Numbers, sizes, dates and places as words of the page's language.
import { language, t } from './language.js';

const locale = () => (language() === 'zh' ? 'zh-CN' : 'en-GB');

export const number = (/** @type {number} */ n) => new Intl.NumberFormat(locale()).format(n);

/** `1.2 MB`, in the units files are shown with. @param {number} bytes */
export function size(bytes) {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) { value /= 1000; unit += 1; }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** A day, as exactly as the source tells it: `2021`, `May 2021`, `3 May 2021`. @param {string | undefined} iso */
export function date(iso) {
  if (!iso) return '';
  const parts = iso.slice(0, 10).split('-');
  if (parts.length === 1 || !/^\d{4}$/.test(parts[0])) return iso.slice(0, 10);
  const options = { year: 'numeric', month: 'short', ...(parts.length > 2 ? { day: 'numeric' } : {}) };
  const day = iso.length > 10 ? new Date(iso) : new Date(Number(parts[0]), Number(parts[1]) - 1, Number(parts[2] ?? 1));
  return Number.isNaN(day.getTime()) ? iso : new Intl.DateTimeFormat(locale(), options).format(day);
}

export const time = (/** @type {string} */ iso) =>
  new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' }).format(new Date(iso));

/** The heading of a day in the history: today, yesterday, a weekday and date. @param {string} iso */
export function day(iso) {
  const then = new Date(iso);
  const start = (/** @type {Date} */ d) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
  const days = Math.round((start(new Date()) - start(then)) / 86400000);
  if (days === 0) return t('today');
  if (days === 1) return t('yesterday');
  const year = then.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' };
  return new Intl.DateTimeFormat(locale(), { weekday: 'long', day: 'numeric', month: 'long', ...year }).format(then);
}

/**
 * Where in a document: `page 4`, `Sheet1 B2:C9`, `2 Method › 2.1 Data`.
 * @param {import('./types.js').Place} [place]
 * @param {string} [title] the document's, which need not be said again
 */
export function placeWords(place, title) {
  if (!place) return '';
  const words = [];
  if (place.page) words.push(t('page', place.page));
  if (place.slide) words.push(t('slide', place.slide));
  if (place.sheet || place.cells) words.push([place.sheet, place.cells].filter(Boolean).join(' '));
  if (place.time) words.push(place.time.map(clock).join('–'));
  const headings = place.headings?.filter((heading) => heading !== title && heading !== place.sheet) ?? [];
  if (headings.length) words.push(headings.slice(-2).join(' › '));
  else if (place.lines && !words.length) words.push(t('lines', place.lines[0], place.lines[1]));
  return words.join(t('comma'));
}

/** Seconds as on a player: `0:11`, `1:02:03`. */
export const clock = (/** @type {number} */ seconds) => {
  const s = Math.floor(seconds);
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return s >= 3600 ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`;
};

/** Whether a document is a copy that was uploaded, not a file in a folder of its owner. */
export const isUpload = (/** @type {{folder?: string}} */ document) => document.folder === 'uploads';

/** The name of a folder; what was uploaded lies in a folder of the library's own. @param {string} folder */
export const folderWords = (folder) => (folder === 'uploads' ? t('uploadsFolder') : folder || t('noFolder'));

/** The last part of an address, for people; of an upload, whose folders are the library's own, the file's name. @param {string} address @param {string} [folder] */
export function shortAddress(address, folder) {
  try {
    if (/^https?:/.test(address)) return new URL(address).host.replace(/^www\./, '');
  } catch { /* not an address after all */ }
  if (folder === 'uploads') return address.split('/').at(-1);
  return address.split('/').slice(-2).join('/');
}

/** The layer of trust a document belongs to, in words. @param {string} layer */
export const layerWords = (layer) => t(`layer_${layer}`) === `layer_${layer}` ? layer : t(`layer_${layer}`);
