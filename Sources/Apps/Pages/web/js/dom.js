// Makes elements. Text always arrives as text nodes, never as HTML.

/**
 * @param {string} tag a tag name, with classes behind dots: `p.note`
 * @param {Record<string, any> | null} [properties] attributes; `on…` are listeners; `text` is text; null is left out
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function h(tag, properties, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === 'text') element.textContent = value;
    else if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key in element && typeof value !== 'string') element[key] = value;
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/** Replaces the children only when there is something to replace, so that screen readers are left in peace. */
export function fill(/** @type {Element} */ element, /** @type {(Node | string | null | false)[]} */ ...children) {
  element.replaceChildren(...children.filter((child) => child !== null && child !== false && child !== undefined));
}

/** When a row has gone, the focus stands on the one that took its place; on the field above where there is none. @param {Element} list @param {number} position @param {HTMLElement} otherwise */
export function focusNear(list, position, otherwise) {
  const titles = list.querySelectorAll('.row a.title');
  (titles[Math.min(position, titles.length - 1)] ?? otherwise).focus();
}

/** Whether a key event belongs to an input method: such an Enter must never send. 229 is for Safari. */
export function isComposing(/** @type {KeyboardEvent} */ event) {
  return event.isComposing || event.keyCode === 229;
}

/** Whether letters typed now go into a field. */
export function isTyping(/** @type {EventTarget | null} */ target) {
  return target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
}

/** Brings an element to the middle of its scroller, and moves nothing around it. @param {HTMLElement} scroller @param {Element | null} element */
export function centreIn(scroller, element) {
  if (!element) return;
  if (getComputedStyle(scroller).overflowY === 'visible') { element.scrollIntoView({ block: 'center', inline: 'center' }); return; }
  const inner = element.getBoundingClientRect();
  const outer = scroller.getBoundingClientRect();
  scroller.scrollTop += inner.top + inner.height / 2 - outer.top - outer.height / 2;
}
