// Where one reads: a new question stands at the top and nothing moves under the eyes. Only who goes to the end of a
// growing answer is kept there, until scrolling up again.
import { byId } from './dom.js';

let pinned = false;
/** @type {HTMLElement | null} */ let followed = null;
let lastTop = 0;
/** @type {() => void} */ let changed = () => {};

/** How far the end of the answer's text lies below what can be seen. */
const overshoot = () => followed.querySelector('.end').getBoundingClientRect().top - (innerHeight - byId('dock').offsetHeight);

/** Whether the end of the growing answer is out of sight. */
export const endIsAway = () => followed !== null && !pinned && overshoot() > 40;

/** Puts a new turn's heading at the top and watches what grows below it. @param {HTMLElement} turn @param {() => void} onChange */
export function follow(turn, onChange) {
  followed = turn;
  pinned = false;
  changed = onChange;
  turn.querySelector('.question, .edit-form')?.scrollIntoView({ block: 'start' });
  lastTop = scrollY;
}

export function unfollow() {
  followed = null;
  changed();
}

/** Called after the turn has grown. */
export function keepUp() {
  if (!followed) return;
  if (pinned && overshoot() > 0) {
    scrollBy(0, overshoot());
    lastTop = scrollY;
  }
  changed();
}

export function toEnd() {
  pinned = true;
  keepUp();
}

addEventListener('scroll', () => {
  byId('top').classList.toggle('away', scrollY > 8);
  if (!followed) return;
  if (scrollY < lastTop - 4) pinned = false;
  else if (scrollY > lastTop && overshoot() <= 4) pinned = true;
  lastTop = scrollY;
  changed();
}, { passive: true });
addEventListener('wheel', (event) => { if (event.deltaY < 0) pinned = false; }, { passive: true });
addEventListener('touchmove', () => { pinned = false; }, { passive: true });
