export interface Token {
  readonly name: string;
  readonly use: string;
}

/** The colours by what they say; each theme gives them its own values. */
export const colours: readonly Token[] = [
  { name: '--ground', use: 'behind everything' },
  { name: '--surface', use: 'cards, headers, fields' },
  { name: '--surface-sunken', use: 'what lies behind: passages, table heads, hover' },
  { name: '--line', use: 'borders that only separate' },
  { name: '--line-strong', use: 'borders that show a control' },
  { name: '--text', use: 'text' },
  { name: '--text-quiet', use: 'labels and hints' },
  { name: '--accent', use: 'the one main action, links, what is chosen' },
  { name: '--accent-strong', use: 'hover of the main action' },
  { name: '--accent-soft', use: 'ground of what is chosen' },
  { name: '--good', use: 'saved, answered, right' },
  { name: '--good-soft', use: 'ground of good news' },
  { name: '--warning', use: 'needs attention, nothing is lost' },
  { name: '--warning-soft', use: 'ground of warnings' },
  { name: '--warning-line', use: 'border of warnings' },
  { name: '--bad', use: 'refused, not answered, cannot be undone' },
  { name: '--bad-strong', use: 'hover of what cannot be undone' },
  { name: '--bad-soft', use: 'ground of bad news' },
  { name: '--review', use: 'marked for review' },
  { name: '--review-soft', use: 'ground of review' },
  { name: '--focus', use: 'ring around what has the focus' },
  { name: '--on-accent', use: 'words on the main action' },
  { name: '--on-state', use: 'numbers on the filled signs of the palette' },
  { name: '--good-fill', use: 'under a white tick' },
  { name: '--backdrop', use: 'over the page behind a dialog' },
  { name: '--picture-ground', use: 'under the pictures of a paper, in every theme' },
];

export const spaces: readonly Token[] = [
  { name: '--space-1', use: 'between a sign and its word' },
  { name: '--space-2', use: 'between controls of one kind' },
  { name: '--space-3', use: 'inside fields and banners' },
  { name: '--space-4', use: 'between paragraphs; edge of small screens' },
  { name: '--space-5', use: 'inside cards' },
  { name: '--space-6', use: 'between parts of a page' },
  { name: '--space-7', use: 'end of a page' },
];

export const types: readonly Token[] = [
  { name: '--heading-1', use: 'the title of a page: one' },
  { name: '--heading-2', use: 'its parts, and dialogs' },
  { name: '--heading-3', use: 'parts of parts' },
  { name: '--text-large', use: 'questions, the clock' },
  { name: '--text-normal', use: 'text' },
  { name: '--text-small', use: 'labels, hints, counts: never less' },
];

/** What is neither a colour nor a step of a scale. */
export const measures: readonly Token[] = [
  { name: '--target', use: 'least height of a control on its own' },
  { name: '--radius', use: 'corners of controls' },
  { name: '--radius-large', use: 'corners of cards and dialogs' },
  { name: '--shadow', use: 'under what lies above the page' },
  { name: '--reading-width', use: 'longest line of text' },
  { name: '--page-width', use: 'widest page' },
  { name: '--dialog-padding', use: 'edge inside a dialog; less on small screens' },
  { name: '--font', use: 'all text: Devanagari as shipped, the rest as the system has it' },
  { name: '--line-height', use: 'text in Latin letters' },
  { name: '--line-height-devanagari', use: 'text in Devanagari, which needs room above and below' },
  { name: '--line-height-nastaliq', use: 'Urdu and Kashmiri, which hang down' },
  { name: '--line-height-tight', use: 'headings and labels in Latin letters' },
  { name: '--line-height-tight-devanagari', use: 'headings and labels in Devanagari' },
  { name: '--question-size', use: 'how much larger the texts of a question are, as the candidate chose' },
];
