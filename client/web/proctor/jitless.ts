import { z } from 'zod';

// The page's policy forbids code made from text, and already a form that asks whether it does is reported as a breach. So
// this comes before any form is made.
z.config({ jitless: true });
