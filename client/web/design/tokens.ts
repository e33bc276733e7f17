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
