// An answer as Markdown, with its marks and the sources below; copying; a file to keep.
import { date, placeWords } from './format.js';
import { t } from './language.js';
import { replaceMarks } from './marks.js';
import { toast } from './screen.js';
import { citedSources } from './sources.js';

/** @typedef {import('./types.js').Turn} Turn */

/** @param {Turn} turn @returns {string} */
export function answerMarkdown(turn) {
  const text = replaceMarks(turn.text, turn.marks, (position) => `[${turn.marks[position].number}]`);
  const sides = (turn.disagreement?.sides ?? []).map((side) =>
    `${side.date ? `**${date(side.date)}**: ` : ''}${replaceMarks(side.text, side.marks ?? [], (position) => `[${side.marks[position].number}]`)}`);
  const near = turn.sources.filter((source) => source.near);
  const listed = near.length ? near : citedSources(turn);
  const sources = listed.map((source) => `${near.length ? '-' : `[${source.number}]`} ${[source.title, placeWords(source.place, source.title), date(source.date)]
    .filter(Boolean).join(', ')}. <${source.address}>  `);
  return [text.trim(), ...sides, sources.length ? `**${near.length ? t('near') : t('sources')}**\n\n${sources.join('\n')}` : '']
    .filter(Boolean).join('\n\n');
}

/** @param {string} title @param {Turn[]} turns */
export const conversationMarkdown = (title, turns) =>
  `# ${title}\n\n${turns.map((turn) => `## ${turn.question}\n\n${answerMarkdown(turn)}`).join('\n\n')}\n`;

/** @param {string} name @param {string} text */
export function saveFile(name, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }));
  link.download = `${name.replace(/[\\/:*?"<>|\s]+/g, ' ').trim().slice(0, 60) || 'kaiyuan'}.md`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** Copies; where the page is not in a secure context, through a field. @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement('textarea');
    const focused = document.activeElement;
    field.value = text;
    field.className = 'unseen';
    (document.querySelector('dialog[open]') ?? document.body).append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    if (focused instanceof HTMLElement) focused.focus();
    if (!done) return toast(t('copyFailed'));
  }
  toast(t('copied'));
}
