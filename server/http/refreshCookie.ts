import type { CookieOptions } from 'express';

/** Holds the secret by which a sign-in is renewed. */
export const refreshCookie = 'pariksha_refresh';

/** No script reads it, and only the routes of sign-ins are sent it, by pages of this server. */
export function refreshCookieOptions(publicUrl: string): CookieOptions {
  return {
    httpOnly: true,
    sameSite: 'strict',
    path: '/api/sessions',
    secure: publicUrl.startsWith('https:'),
  };
}
