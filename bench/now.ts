/** Epoch ms, never running backwards. Processes of one machine agree on it. */
export const now = (): number => performance.timeOrigin + performance.now();
