/**
 * @param {Response} response
 * @returns {Response} the same; an answer that is none of the file asked for throws, before anything is made of it
 */
export function answered(response) {
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response;
}
