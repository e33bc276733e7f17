/** One file for the browser: all of it comes with one request, and is there when the network is not. */
export { Calculator } from '../tools/calculator.tsx';
export { ImageViewer } from '../tools/imageViewer.tsx';
export { PaperOverview } from '../tools/paperOverview.tsx';
export { ShortcutList } from '../tools/shortcutList.tsx';
export { HandInSummary } from './handInSummary.tsx';
export { LeaveDialog } from './leaveDialog.tsx';
export { NextSectionDialog } from './nextSectionDialog.tsx';
