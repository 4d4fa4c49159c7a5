// The few icons, drawn as lines in a 24 × 24 box.
const paths = {
  plus: 'M12 5v14M5 12h14',
  up: 'M12 19V5.5M6 11l6-6 6 6',
  stop: 'M8 8h8v8H8z',
  close: 'M6 6l12 12M18 6L6 18',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  edit: 'M4 20h4L19 9l-4-4L4 16zM13.5 6.5l4 4',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  share: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.6 1.6M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.6-1.6',
  export: 'M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14',
  retry: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3M19.5 3.5v4h-4',
  remove: 'M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13',
  previous: 'M6 15l6-6 6 6',
  next: 'M6 9l6 6 6-6',
  dots: 'M6 12h.01M12 12h.01M18 12h.01',
  left: 'M15 6l-6 6 6 6',
  right: 'M9 6l6 6-6 6',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  moon: 'M20 14.5A8.2 8.2 0 0 1 9.5 4a8.2 8.2 0 1 0 10.5 10.5z',
  both: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z',
};

/** @param {keyof typeof paths} name @returns {SVGElement} */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', paths[name]);
  if (name === 'stop') path.setAttribute('fill', 'currentColor');
  svg.append(path);
  if (name === 'both') {
    const half = document.createElementNS(space, 'path');
    half.setAttribute('d', 'M12 3.5a8.5 8.5 0 0 1 0 17z');
    half.setAttribute('fill', 'currentColor');
    svg.append(half);
  }
  return svg;
}
