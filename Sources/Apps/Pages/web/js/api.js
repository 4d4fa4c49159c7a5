// Calls the server. Every failure becomes an ApiError whose message may be shown.
import { t } from './language.js';

export class ApiError extends Error {
  /** @param {string} message @param {string} code @param {number} status 0 when the server was not reached */
  constructor(message, code, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/**
 * Sends a request and gives back the response when it is a good one.
 * @param {string} method
 * @param {string} path
 * @param {{body?: any, signal?: AbortSignal, accept?: string}} [options]
 */
export async function send(method, path, { body, signal, accept = 'application/json' } = {}) {
  const headers = { accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  let response;
  try {
    response = await fetch(path, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(t('serverGone'), 'server_gone', 0);
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

/** Sends a request and reads the answer's JSON (null when there is none). @returns {Promise<any>} */
export async function call(/** @type {string} */ method, /** @type {string} */ path, /** @type {any} */ options) {
  const response = await send(method, path, options);
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(t('serverGone'), 'server_gone', 0);
  }
}

/** @param {Response} response */
async function refusal(response) {
  const body = await response.json().catch(() => null);
  const error = refusalOf(body, response.status);
  if (error.code === 'sign_in_required') document.dispatchEvent(new CustomEvent('sign-in-required'));
  return error;
}

/** @param {any} body @param {number} status */
export function refusalOf(body, status) {
  const { message, code } = body?.error ?? {};
  return new ApiError(message || t('refused', status), code || 'unknown', status);
}

/** @param {Record<string, any>} values those that are empty are left out */
export function query(values) {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(key, String(value));
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}
