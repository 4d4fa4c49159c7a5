// A turn's events become its state; a broken connection is taken up again, for the answer goes on at the server.
import { ApiError, send } from './api.js';
import { t } from './language.js';
import { events } from './sse.js';

/** @typedef {import('./types.js').Turn} Turn */

/** @param {string} question @returns {Turn} */
export function newTurn(question) {
  return { question, status: 'answering', stage: 'sending', progress: {}, text: '', marks: [], sources: [], followups: [] };
}

/** Whether nothing more will come. */
export const isFinished = (/** @type {Turn} */ turn) => turn.status !== 'answering';

/** Takes one event into the turn. @param {Turn} turn @param {{name: string, data: any}} event */
export function apply(turn, { name, data }) {
  switch (name) {
    case 'start':
      Object.assign(turn, { id: data.turn_id, conversation_id: data.conversation_id, question: data.question ?? turn.question,
        created_at: data.created_at, stage: 'understanding', text: '', marks: [] });
      break;
    case 'progress': {
      const { stage, query, ...facts } = data;
      turn.stage = stage;
      turn.progress = { ...turn.progress, ...facts };
      // What is compared is searched for one after the other.
      if (query) turn.progress.queries = [...(turn.progress.queries ?? []), query];
      break;
    }
    case 'sources':
      turn.sources = data.sources;
      break;
    case 'delta':
      turn.text += data.text;
      turn.marks = [...turn.marks, ...(data.marks ?? [])];
      turn.stage = 'writing';
      break;
    case 'followups':
      turn.followups = data.questions;
      break;
    case 'done':
      Object.assign(turn, { text: data.text ?? turn.text, marks: data.marks ?? turn.marks, sources: data.sources ?? turn.sources,
        followups: data.followups ?? turn.followups, disagreement: data.disagreement, error: data.error,
        seconds: data.seconds, status: data.status });
      break;
  }
}

/**
 * Runs a turn to its end.
 * @param {Turn} turn changed in place
 * @param {object | null} request the body of /api/ask, or null to take up a turn that is being answered
 * @param {(event: string) => void} changed called after each event
 * @param {AbortSignal} signal stops listening; the server goes on
 */
export async function run(turn, request, changed, signal) {
  let asked = request === null;
  for (let failures = 0; ; ) {
    const replay = asked;
    try {
      const response = replay
        ? await send('GET', `/api/turns/${encodeURIComponent(turn.id)}/events`, { signal, accept: 'text/event-stream' })
        : await send('POST', '/api/ask', { body: request, signal, accept: 'text/event-stream' });
      // A replay begins at the beginning: it is shown once it has caught up, so that nothing flickers.
      const state = replay ? { ...newTurn(turn.question), id: turn.id, conversation_id: turn.conversation_id } : turn;
      for await (const event of events(response)) {
        apply(state, event);
        if (state.id) asked = true;
        if (event.name === 'start') failures = 0;
        if (state !== turn && (isFinished(state) || state.text.length >= turn.text.length)) Object.assign(turn, state);
        changed(event.name);
        if (isFinished(turn)) return;
      }
      throw new ApiError(t('serverGone'), 'server_gone', 0);
    } catch (error) {
      if (signal.aborted) return;
      const gone = !(error instanceof ApiError) || error.status === 0;
      failures += 1;
      if (!gone || !asked || !turn.id || failures > 5) {
        turn.status = 'failed';
        turn.error = { message: gone ? t('serverGone') : error.message, code: gone ? 'server_gone' : error.code };
        changed('failed');
        return;
      }
      turn.stage = 'reconnecting';
      changed('reconnecting');
      await new Promise((resume) => setTimeout(resume, 400 * 2 ** failures));
      if (signal.aborted) return;
    }
  }
}
