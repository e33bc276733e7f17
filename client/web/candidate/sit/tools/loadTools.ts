/** The parts of the exam screen that its first question can do without. */
export const loadTools = () => import('./heavyTools.tsx');
