/** The receipt's screen: fetched while the exam is sat, so that it is there when it is wanted. */
export const loadReceiptView = () => import('./receiptView.tsx');
