// The small sheet beside a mark: hovering or focusing shows the quoted words in their context, Escape hides it.
import { alone, inDocument, inSnippet } from './context.js';
import { byId, fill, h } from './dom.js';
import { date, layerWords, placeWords } from './format.js';
import { languageOf } from './language.js';
import { markOf } from './marks.js';
import { setMath } from './math.js';
import { placeSigns } from './signs.js';
import { metaLine } from './sources.js';

/** @type {HTMLElement | null} */ let shownFor = null;
let timer = 0;
let snapshot = false;

/** In a shared snapshot there is no document to fetch. @param {boolean} value */
export const setSnapshot = (value) => { snapshot = value; };

export const popoverIsOpen = () => shownFor !== null;

export function hidePopover() {
  clearTimeout(timer);
  shownFor?.removeAttribute('aria-describedby');
  shownFor = null;
  byId('popover').hidden = true;
}

/** @param {HTMLElement} link */
export async function showPopover(link) {
  clearTimeout(timer);
  const meant = markOf(link);
  if (!meant || shownFor === link) return;
  hidePopover();
  shownFor = link;
  const { mark, source } = meant;
  const popover = byId('popover');
  const words = h('p.words', { dir: 'auto', lang: languageOf(mark.quote) });
  const show = (/** @type {(string | HTMLElement)[]} */ pieces) => {
    fill(words, ...pieces);
    placeSigns(words);
    setMath(words).then(() => { if (shownFor === link) place(popover, link); });
  };
  show(inSnippet(mark, source) ?? alone(mark));
  fill(popover, source ? h('span.title', { dir: 'auto', lang: languageOf(source.title), text: source.title }) : null,
    source ? metaLine(placeWords(mark.place ?? source.place, source.title), date(source.date), layerWords(source.layer)) : null, words);
  popover.hidden = false;
  place(popover, link);
  link.setAttribute('aria-describedby', 'popover');
  if (!inSnippet(mark, source) && !snapshot) {
    const context = await inDocument(mark);
    if (shownFor !== link || !context) return;
    show(context);
    place(popover, link);
  }
}

/** Below the mark, or above it where there is more room. @param {HTMLElement} popover @param {HTMLElement} link */
function place(popover, link) {
  const mark = link.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const left = Math.min(Math.max(16, mark.left + mark.width / 2 - width / 2), innerWidth - width - 16);
  const below = mark.bottom + 8 + height < innerHeight || mark.top < height + 16;
  popover.style.left = `${left}px`;
  popover.style.top = `${below ? mark.bottom + 8 : mark.top - height - 8}px`;
}

export function startPopover() {
  const popover = byId('popover');
  const link = (/** @type {EventTarget | null} */ target) => (target instanceof Element ? target.closest('a.mark') : null);
  /** @type {EventTarget | null} */ let under = null;
  const later = (/** @type {() => void} */ act, /** @type {number} */ wait) => { clearTimeout(timer); timer = setTimeout(act, wait); };
  // Moves, not enters: a mark that slides below a resting pointer is not being asked about.
  document.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'touch' || event.target === under) return;
    under = event.target;
    const mark = link(under);
    if (mark) later(() => showPopover(mark), 120);
    else if (shownFor && !popover.contains(event.target) && document.activeElement !== shownFor) later(hidePopover, 220);
    else if (popover.contains(event.target)) clearTimeout(timer);
  });
  document.addEventListener('focusin', (event) => {
    const mark = link(event.target);
    if (mark?.matches(':focus-visible')) showPopover(mark);
    else hidePopover();
  });
  addEventListener('scroll', () => { if (shownFor) hidePopover(); }, { passive: true });
}
