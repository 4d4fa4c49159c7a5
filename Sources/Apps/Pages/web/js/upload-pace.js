// How far the files on their way are together: how many are done, how fast it goes, and for how long it will go on.
import { clock, number, size } from './format.js';
import { t } from './language.js';
import { isUnderway } from './upload-rows.js';

/** @typedef {import('./upload-rows.js').Item} Item */

/** When the first of those on their way set out; 0 while none is. */
let began = 0;
/** Those that had arrived before. @type {Set<string>} */
let earlier = new Set();

/** How much of a file is done: half of it is sending, half being read. @param {Item} item */
function share(item) {
  if (!isUnderway(item)) return 1;
  return item.status === 'waiting' ? 0 : item.status === 'sending' ? (item.sent ?? 0) / 2 : 0.5;
}

/** The line above the files; empty when none is on its way, or the one that is need not be told of. @param {Item[]} items */
export function paceWords(items) {
  if (!items.some(isUnderway)) {
    began = 0;
    return '';
  }
  if (!began) {
    began = performance.now();
    earlier = new Set(items.filter((item) => !isUnderway(item)).map((item) => item.id));
  }
  const batch = items.filter((item) => !earlier.has(item.id));
  const seconds = (performance.now() - began) / 1000;
  if (batch.length === 1 && seconds < 3) return '';
  const all = batch.reduce((sum, item) => sum + item.byte_count, 0);
  const moved = batch.reduce((sum, item) => sum + item.byte_count * share(item), 0);
  const rate = moved / seconds;
  const isKnown = seconds > 1 && moved > 0;
  return [t('uploadPace', number(batch.filter((item) => !isUnderway(item)).length), number(batch.length)),
    isKnown ? t('perSecond', size(rate)) : '', isKnown ? t('timeLeft', clock(Math.ceil((all - moved) / rate))) : ''].filter(Boolean).join(' · ');
}
