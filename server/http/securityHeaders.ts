import helmet from 'helmet';

/** Everything comes from this server and nothing runs that is not a file of it. */
export function securityHeaders(publicUrl: string): ReturnType<typeof helmet> {
  const isSecure = publicUrl.startsWith('https:');
  // Not every browser takes 'self' to cover WebSockets.
  const socket = new URL(publicUrl.replace(/^http/, 'ws')).origin;
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", socket],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isSecure,
    referrerPolicy: { policy: 'no-referrer' },
  });
}
