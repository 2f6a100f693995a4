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
  setBrowserCookie(c, publicUrl, nameOf(attemptId), value, MAX_AGE_S);
}

export function attemptCookie(c: Context, publicUrl: string, attemptId: string): string | undefined {
  return browserCookie(c, publicUrl, nameOf(attemptId));
}

/** The cookie of the browser to which a connect link belongs, for as long as the link lives. */
export function setLinkCookie(
  c: Context,
  publicUrl: string,
  link: { id: string; expiresAt: Date },
  value: string,
): void {
  const seconds = Math.ceil((link.expiresAt.getTime() - Date.now()) / 1000);
  setBrowserCookie(c, publicUrl, `link-${link.id}`, value, Math.max(1, seconds));
}

export function linkCookie(c: Context, publicUrl: string, linkId: string): string | undefined {
  return browserCookie(c, publicUrl, `link-${linkId}`);
}

function setBrowserCookie(c: Context, publicUrl: string, name: string, value: string, maxAge: number): void {
  const secure = publicUrl.startsWith('https:');
  setCookie(c, name, value, {
    ...(secure && { prefix: 'host' }),
    secure,
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    maxAge,
  });
}

function browserCookie(c: Context, publicUrl: string, name: string): string | undefined {
  return publicUrl.startsWith('https:') ? getCookie(c, name, 'host') : getCookie(c, name);
}

function nameOf(attemptId: string): string {
  return `attempt-${attemptId}`;
}
