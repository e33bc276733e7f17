/** Protocol version; a change that breaks a client of an earlier one raises it. */
export const protocolVersion = 1;

/** Greatest size of one message in bytes, checked in the handler. The transport itself cuts at twice this. */
export const maxMessageBytes = 32 * 1024;

/** Greatest number of entries in one append. */
export const maxEntriesPerAppend = 100;

/** Greatest number of questions in one `paper:stream`. */
export const maxQuestionsPerStream = 200;

/** Questions in one `paper:questions` chunk. */
export const questionsPerChunk = 10;

/** How many pens before the present one a reply names. */
export const maxEarlierPens = 20;

/** Greatest nesting of any payload. */
export const maxDepth = 8;
