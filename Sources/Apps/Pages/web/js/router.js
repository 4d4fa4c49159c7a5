// The address names what is on screen: paths are screens, the part behind # is what the reader shows.

/** @typedef {{name: string, id?: string, path: string, search: URLSearchParams, hash: string}} Route */

/** @type {(route: Route) => void} */ let show = () => {};
/** @type {(hash: string) => void} */ let turnTo = () => {};
let current = '';

/** @returns {Route} */
export function route(location = window.location) {
  const [, first = '', second = ''] = location.pathname.split('/');
  const id = second ? decodeURIComponent(second) : undefined;
  const names = { '': 'home', c: 'conversation', s: 'shared', d: 'document', library: 'library', history: 'history' };
  const name = (first === 'c' || first === 's' || first === 'd') && !id ? 'unknown' : names[first] ?? 'unknown';
  return { name, id, path: location.pathname, search: new URLSearchParams(location.search), hash: location.hash };
}

/** Goes to an address of the page. @param {string} address @param {{replace?: boolean, state?: any}} [how] */
export function go(address, { replace = false, state = null } = {}) {
  if (!replace) keepPlace();
  history[replace ? 'replaceState' : 'pushState'](state, '', address);
  arrive();
}

/** Gives the screen that is already shown its address. @param {string} address @param {boolean} [replace] */
export function adopt(address, replace = false) {
  history[replace ? 'replaceState' : 'pushState'](replace ? history.state : null, '', address);
  current = location.pathname + location.search;
}

/** Notes in the history's entry where on the screen one is: Back and a reload come to this place once it is filled again. */
const keepPlace = () => history.replaceState({ ...history.state, scroll: Math.round(scrollY) }, '');

/** How many entries a list is to show at first: as many as it showed before. @param {number} least @param {number} most */
export const listed = (least, most) => Math.min(most, Math.max(least, history.state?.listed ?? 0));
export const setListed = (/** @type {number} */ count) => history.replaceState({ ...history.state, listed: count }, '');

/** Takes the part behind # away, by going back where the reader was opened from here. */
export function closeHash() {
  if (!location.hash) return;
  if (history.state?.reader) history.back();
  else go(location.pathname + location.search, { replace: true });
}

/** Shows the present address again, from the start. */
export function refresh() {
  current = '';
  arrive();
}

function arrive() {
  const place = location.pathname + location.search;
  if (place === current) {
    turnTo(location.hash);
    return keepPlace();
  }
  current = place;
  show(route());
  turnTo(location.hash);
}

/** @param {(route: Route) => void} showScreen @param {(hash: string) => void} turnReader */
export function startRouter(showScreen, turnReader) {
  show = showScreen;
  turnTo = turnReader;
  history.scrollRestoration = 'manual';
  let timer = 0;
  addEventListener('scroll', () => { clearTimeout(timer); timer = setTimeout(keepPlace, 150); }, { passive: true });
  addEventListener('pagehide', keepPlace);
  addEventListener('popstate', arrive);
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (!(link instanceof HTMLAnchorElement) || link.target || link.download || link.origin !== location.origin) return;
    if (link.getAttribute('href') === '#main' || route(link).name === 'unknown') return;
    event.preventDefault();
    // One step in the history for the reader, however many marks are looked at: Back closes it.
    const within = link.hash !== '' && location.hash !== '' && link.pathname === location.pathname;
    go(link.pathname + link.search + link.hash, { replace: within, state: within ? history.state : { reader: link.hash !== '' } });
  });
  arrive();
}
