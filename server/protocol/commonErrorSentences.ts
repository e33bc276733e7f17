import type { ErrorCode } from './errors.ts';

/** What a person is told in the same words by the server, whatever the client, and by the page of this server in English. */
export const commonErrorSentences = {
  unauthenticated: 'Please sign in.',
  'token-expired': 'Your sign-in has run out. Sign in again; nothing you answered is lost.',
  'session-ended': 'This sign-in was ended. Sign in again; nothing you answered is lost.',
  'wrong-origin': 'This page may not talk to the exam server. Open the exam from its own address.',
  'bad-credentials': 'User name or password is wrong. Check both and try again.',
  forbidden: 'Your role does not allow this. Ask the exam office.',
  'not-open-yet': 'The exam has not opened yet. Wait until its opening time.',
  'entry-closed': 'The last time to enter this exam has passed. Speak to the invigilator.',
  'takeover-needs-release': 'The exam is open on another device. Ask the invigilator to release it.',
  'frame-limit': 'This exam has reached its limit of saved changes. Hand in, or speak to the invigilator.',
  'late-limit': 'No more late changes are kept. Speak to the invigilator.',
  'feedback-given': 'Your feedback on this exam was received before; it is kept as it was.',
  'rate-limited': 'Too many tries in a short time. Wait a moment and try again.',
  busy: 'The server is busy. Wait a moment and try again; nothing is lost.',
  unavailable:
    'The server cannot save right now. Your changes stay on this device and are sent by themselves.',
  'bad-receipt':
    'This is not a receipt of this server, or it was changed. Use the file as it was downloaded.',
  internal: 'Something went wrong on the server. Try again; if it stays, tell the invigilator.',
} satisfies Partial<Record<ErrorCode, string>>;
