import { Failure } from './failure.js';

/**
 * @param {Response} response
 * @returns {Response} the same; an answer that is none of the file asked for throws, before anything is made of it
 */
export function answered(response) {
  if (!response.ok) throw new Failure('answer', { status: response.status });
  return response;
}
