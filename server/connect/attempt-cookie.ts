import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

/** Longer than an attempt lives */
const MAX_AGE_S = 900;

/**
 * The cookie of the browser that has claimed an attempt, one name for each attempt. Over https no other host and no
 * subdomain can set it (`__Host-`, RFC 6265bis section 4.1.3.2); http is for the loopback only. `Lax` lets it come along
 * when the third party sends the browser back.
 */
export function setAttemptCookie(c: Context, publicUrl: string, attemptId: string, value: string): void {
  const secure = publicUrl.startsWith('https:');
  setCookie(c, nameOf(attemptId), value, {
    ...(secure && { prefix: 'host' }),
    secure,
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: MAX_AGE_S,
  });
}

export function attemptCookie(c: Context, publicUrl: string, attemptId: string): string | undefined {
  const name = nameOf(attemptId);
  return publicUrl.startsWith('https:') ? getCookie(c, name, 'host') : getCookie(c, name);
}

function nameOf(attemptId: string): string {
  return `attempt-${attemptId}`;
}
