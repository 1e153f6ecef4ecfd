// A search must not find out, digit by digit, what a mask hides.

const WHOLE = /^(1\d{10}|\d{17}[\dXx])$/;

/** Whether a word could be part of a masked number: it is looked for in case numbers alone. Whoever knows a number whole may look for it. */
export const couldGuess = (word: string): boolean => /\d{5,}/.test(word.replace(/[ -]/g, '')) && !WHOLE.test(word);
