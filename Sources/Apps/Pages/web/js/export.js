// An answer as Markdown, with its marks and the sources below; copying; a file to keep.
import { date, placeWords, shortAddress } from './format.js';
import { t } from './language.js';
import { replaceMarks } from './marks.js';
import { toast } from './screen.js';
import { withMarks } from './sides.js';
import { signsIn } from './signs.js';
import { citedSources } from './sources.js';

/** @typedef {import('./types.js').Turn} Turn */

/** @param {Turn} turn @returns {string} */
export function answerMarkdown(turn) {
  const text = withSigns(replaceMarks(turn.text, turn.marks, (position) => `[${turn.marks[position].number}]`));
  // The text of a disagreement holds its sides; where it only introduces them, they follow.
  const sides = /\n\s*\n/.test(turn.text.trim()) ? [] : (turn.disagreement?.sides ?? []).map((side) =>
    `${side.date ? `**${date(side.date)}**: ` : ''}${withSigns(withMarks(side).text)}`);
  const near = turn.sources.filter((source) => source.near);
  const listed = near.length ? near : citedSources(turn);
  const sources = listed.map((source) => `${near.length ? '-' : `[${source.number}]`} ${[source.title, placeWords(source.place, source.title), date(source.date),
    addressMarkdown(source)].filter(Boolean).join(' · ')}  `);
  return [text.trim(), ...sides, sources.length ? `**${near.length ? t('near') : t('sources')}**\n\n${sources.join('\n')}` : '']
    .filter(Boolean).join('\n\n');
}

/** Formulas and code of quotes, whose signs arrive escaped, as Markdown that other programs set. @param {string} markdown */
function withSigns(markdown) {
  return markdown.replace(/(\\\$\\\$|\\\$|\\`)(?=\S)[^\n]+?\1/g, (whole) => {
    const plain = whole.replace(/\\([^\w\s])/g, '$1');
    const [sign] = signsIn(plain);
    return sign && sign.from === 0 && sign.to === plain.length ? plain : whole;
  });
}

/** A page of the web is a link; a file's path stands in backticks. @param {import('./types.js').Source} source */
function addressMarkdown({ address, folder }) {
  if (/^https?:/.test(address)) return `<${address}>`;
  const path = folder === 'uploads' ? shortAddress(address, folder) : address;
  return path.includes('`') ? `\`\` ${path} \`\`` : `\`${path}\``;
}

/** @param {string} title @param {Turn[]} turns */
export function conversationMarkdown(title, turns) {
  const single = turns.length === 1 && turns[0].question === title;
  return `# ${title}\n\n${turns.map((turn) => `${single ? '' : `## ${turn.question}\n\n`}${answerMarkdown(turn)}`).join('\n\n')}\n`;
}

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
