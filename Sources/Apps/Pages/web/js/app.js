// The page as an installed app: the worker that keeps its shell, and what other apps hand over.
import { addFiles } from './uploads.js';

/** @param {(text: string) => void} put puts words into the box @param {() => void} arriving called when files come */
export function startApp(put, arriving) {
  const take = (/** @type {File[]} */ files) => { if (files.length) { arriving(); addFiles(files); } };
  // Files that were opened with the app.
  window.launchQueue?.setConsumer(async ({ files = [] }) => take(await Promise.all(files.map((/** @type {any} */ handle) => handle.getFile()))));
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('/sw.js').catch(() => { /* without it the page works, only not while the server is away */ });
  if (!new URLSearchParams(location.search).has('shared')) return;
  history.replaceState(null, '', '/');
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (data?.type !== 'shared') return;
    take(data.files);
    if (data.text) put(data.text);
  });
  navigator.serviceWorker.ready.then(({ active }) => active?.postMessage('shared?'));
}

/** Whether the user came by the search bar, a bookmark or by typing; no page elsewhere can make it seem so. */
export const cameAlone = () => performance.getEntriesByType('navigation')
  .some((entry) => /** @type {PerformanceNavigationTiming} */ (entry).serverTiming.some(({ name }) => name === 'own'));
