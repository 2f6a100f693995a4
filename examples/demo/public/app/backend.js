/** The product's own backend. The App-Secret is there, never here. */

/** @typedef {{ id: string, name: string, role: string }} User */

/** @param {string} path @param {RequestInit} [init] */
async function ask(path, init) {
  const response = await fetch(path, init);
  if (!response.ok) throw new Error(`Quillby's backend answered ${response.status}.`);
  return response.json();
}

/** @returns {Promise<{ user: User, users: User[] }>} */
export const whoAmI = () => ask('/api/me');

/** @param {string} userId */
export const signIn = (userId) => ask(`/api/sign-in?user=${encodeURIComponent(userId)}`, { method: 'POST' });

/** @returns {Promise<{ appKey: string, userId: string, hash: string }>} */
export const integryAuth = () => ask('/api/integry-auth');
