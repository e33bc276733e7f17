/** One file for the browser: what is opened on demand comes with one request, and is there when the network is not. */
export { Calculator } from './calculator.tsx';
export { ImageViewer } from './imageViewer.tsx';
export { PaperOverview } from './paperOverview.tsx';
export { ShortcutList } from './shortcutList.tsx';
